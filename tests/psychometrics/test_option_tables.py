"""How options were used, and what guessing earns."""

from fractions import Fraction

import pytest

from psychometrics.options import ItemKind, option_table, random_guess_share

# The reversed key of the worked quiz: "a" is right, but "b" was keyed.
CHOICES = [{"a"}, {"a"}, {"a"}, {"b"}, {"b"}, {"b"}]
RESTS = [3, 3, 2, 1, 0, 0]


def test_the_option_of_the_strong_learners_stands_out():
    a, b, c, none = option_table(CHOICES, RESTS, ["a", "b", "c"])

    assert (a.count, a.share, a.mean_rest) == (3, Fraction(1, 2), Fraction(8, 3))
    assert (b.count, b.share, b.mean_rest) == (3, Fraction(1, 2), Fraction(1, 3))
    assert a.correlation_with_rest == pytest.approx(0.9272, abs=1e-4)
    assert b.correlation_with_rest == pytest.approx(-0.9272, abs=1e-4)
    assert (c.option, c.count, c.mean_rest, c.correlation_with_rest) == (
        "c",
        0,
        None,
        None,
    )
    assert (none.option, none.count, none.share) == (None, 0, 0)


def test_a_distractor_works_if_weak_learners_choose_it():
    a, b, c, _ = option_table(CHOICES, RESTS, ["a", "b", "c"])

    assert b.is_functional
    assert not a.is_functional
    assert not c.is_functional


def test_a_rare_distractor_does_not_count_as_working():
    choices = [{"a"}] * 20 + [{"b"}]
    _, b, _ = option_table(choices, [5] * 20 + [1], ["a", "b"])

    assert b.share < Fraction(1, 20)
    assert b.correlation_with_rest < 0
    assert not b.is_functional


def test_no_answer_is_a_row_of_its_own():
    *_, none = option_table([{"a"}, set(), {"a", "b"}], [3, 1, 2], ["a", "b"])

    assert (none.option, none.count, none.mean_rest) == (None, 1, 1)


def test_several_options_of_one_learner_all_count():
    a, b, _ = option_table([{"a", "b"}, {"b"}], [2, 1], ["a", "b"])

    assert (a.count, b.count) == (1, 2)
    assert b.correlation_with_rest is None


def test_without_attempts_shares_are_unknown():
    (a, none) = option_table([], [], ["a"])

    assert (a.count, a.share, none.share) == (0, None, None)
    assert not a.is_functional


def test_an_answer_must_be_one_of_the_options():
    with pytest.raises(ValueError, match="'z'"):
        option_table([{"z"}], [1], ["a"])


@pytest.mark.parametrize(
    ("kind", "given", "share"),
    [
        (ItemKind.SINGLE_CHOICE, {"fractions": [1, 0, 0, 0]}, Fraction(1, 4)),
        (ItemKind.SINGLE_CHOICE, {"fractions": [1, Fraction(1, 2), 0]}, Fraction(1, 2)),
        (ItemKind.SINGLE_CHOICE, {}, None),
        (ItemKind.TRUE_FALSE, {}, Fraction(1, 2)),
        (ItemKind.MATCHING, {"choices": 5}, Fraction(1, 5)),
        (ItemKind.MATCHING, {}, None),
        (ItemKind.FREE_TEXT, {}, Fraction(0)),
        (ItemKind.MULTIPLE_CHOICE, {"fractions": [1, 1, 0]}, None),
    ],
)
def test_what_blind_guessing_earns(kind, given, share):
    assert random_guess_share(kind, **given) == share

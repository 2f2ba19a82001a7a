"""What is pointed out about a question, and from how many attempts on."""

from fractions import Fraction

import pytest

from assessments.flags import Flag, flags

SOUND = {
    "n": 40,
    "facility": Fraction(4, 5),
    "discrimination_ci95": (0.1, 0.6),
    "guess": Fraction(1, 3),
    "unanswered": 0,
    "options": [(32, True), (5, False), (3, False)],
}


def test_a_sound_question_gets_no_flag():
    assert flags(**SOUND) == ()


def test_an_easy_question_is_no_fault_in_a_check_of_learning():
    easy = {"facility": Fraction(1), "options": [(38, True), (1, False), (1, False)]}

    assert flags(**SOUND | easy) == ()


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"options": [(15, True), (20, False), (5, False)]}, Flag.OPTION_BEFORE_KEY),
        ({"discrimination_ci95": (-0.6, -0.01)}, Flag.NEGATIVE_DISCRIMINATION),
        ({"facility": Fraction(13, 40)}, Flag.BELOW_GUESSING),
        ({"unanswered": 5}, Flag.MANY_UNANSWERED),
        ({"options": [(35, True), (5, False), (0, False)]}, Flag.UNUSED_DISTRACTOR),
    ],
)
def test_each_reason_to_look(change, flag):
    assert flags(**SOUND | change) == (flag,)


@pytest.mark.parametrize(
    "change",
    [
        {"options": [(20, True), (20, False), (1, False)]},
        {"discrimination_ci95": (-0.6, 0.0)},
        {"discrimination_ci95": None},
        {"facility": Fraction(1, 3)},
        {"guess": None, "facility": Fraction(0)},
        {"unanswered": 4},
        # Of two options neither can be done without.
        {"options": [(40, True), (0, False)]},
    ],
)
def test_just_below_each_limit_nothing_is_said(change):
    assert flags(**SOUND | change) == ()


def test_a_multiple_choice_is_compared_with_its_least_chosen_right_option():
    options = [(30, True), (12, True), (13, False), (2, False)]

    assert flags(**SOUND | {"options": options}) == (Flag.OPTION_BEFORE_KEY,)


def test_below_ten_attempts_nothing_is_pointed_out():
    bad = SOUND | {"n": 9, "facility": Fraction(0), "unanswered": 9}

    assert flags(**bad) == ()
    assert flags(**bad | {"n": 10}) != ()


def test_advice_on_unused_options_waits_for_thirty():
    unused = {"options": [(25, True), (4, False), (0, False)]}

    assert flags(**SOUND | unused | {"n": 29}) == ()
    assert flags(**SOUND | unused | {"n": 30}) == (Flag.UNUSED_DISTRACTOR,)


# Essential questions, and telling people apart ----------------------------------------


def test_an_essential_question_that_most_do_not_know_is_pointed_out():
    hard = SOUND | {"facility": Fraction(19, 40), "options": [(19, True), (11, False)]}

    assert flags(**hard, is_essential=True) == (Flag.ESSENTIAL_UNKNOWN,)
    assert flags(**hard) == ()


def test_half_is_not_fewer_than_half():
    assert flags(**SOUND | {"facility": Fraction(1, 2)}, is_essential=True) == ()


@pytest.mark.parametrize(
    ("change", "flag"),
    [
        ({"facility": Fraction(95, 100)}, Flag.TOO_EASY),
        ({"facility": Fraction(10, 100), "guess": None}, Flag.TOO_DIFFICULT),
        ({"discrimination_ci95": (-0.1, 0.29)}, Flag.WEAK_DISCRIMINATION),
    ],
)
def test_what_tells_nobody_apart_matters_only_where_that_is_the_purpose(change, flag):
    assert flags(**SOUND | change, is_selection=True) == (flag,)
    assert flags(**SOUND | change) == ()


def test_a_weak_discrimination_by_accident_is_not_pointed_out():
    wide = {"discrimination_ci95": (-0.3, 0.31)}

    assert flags(**SOUND | wide, is_selection=True) == ()

"""Two groups on one item, against comparing every pair of people."""

from fractions import Fraction
from itertools import combinations
from math import exp, log, sqrt
from statistics import mean, variance

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psychometrics.comparison import (
    Grade,
    VerdictWord,
    compare,
    funnel_limits,
    holm,
    judge,
    merge_buckets,
    permutation_p_two_sided,
)
from psychometrics.distributions import t_quantile, t_two_sided_p
from tests.psychometrics.worked_cases import explored

counted = st.lists(st.integers(0, 8), min_size=5, max_size=5)
p_values = st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=8)


@st.composite
def separated_groups(draw):
    """Two small groups of which one lies completely above the other."""
    low = draw(st.lists(st.integers(0, 2), min_size=2, max_size=2).filter(any))
    high = draw(st.lists(st.integers(0, 2), min_size=2, max_size=2).filter(any))
    groups = [*low, 0, 0], [0, 0, *high]
    return groups if draw(st.booleans()) else groups[::-1]


def written_out(counts):
    return [s for s, count in enumerate(counts, 1) for _ in range(count)]


def placement(rating, others):
    """The share of the other group below a rating, ties shared."""
    below = sum(other < rating for other in others)
    tied = sum(other == rating for other in others)
    return (below + Fraction(tied, 2)) / len(others)


@explored
@given(counts_x=counted, counts_y=counted)
def test_pairs_are_those_that_one_would_count_by_hand(counts_x, counts_y):
    outcome = compare(counts_x, counts_y)
    pairs = [(x, y) for x in written_out(counts_x) for y in written_out(counts_y)]

    assert outcome.pairs_x_greater == sum(x > y for x, y in pairs)
    assert outcome.pairs_y_greater == sum(x < y for x, y in pairs)
    assert outcome.pairs_tied == sum(x == y for x, y in pairs)
    if pairs:
        assert outcome.cliffs_delta == Fraction(
            outcome.pairs_x_greater - outcome.pairs_y_greater, len(pairs)
        )
        assert outcome.prob_superiority == (outcome.cliffs_delta + 1) / 2
    else:
        assert outcome.cliffs_delta is None
        assert outcome.prob_superiority is None


@explored
@given(counts_x=counted, counts_y=counted)
def test_the_test_follows_from_the_placements_of_every_person(counts_x, counts_y):
    xs, ys = written_out(counts_x), written_out(counts_y)
    assume(min(len(xs), len(ys)) >= 2)
    outcome = compare(counts_x, counts_y)
    placements_x = [placement(x, ys) for x in xs]
    placements_y = [placement(y, xs) for y in ys]
    part_x = variance(placements_x) / len(xs)
    part_y = variance(placements_y) / len(ys)

    if part_x + part_y == 0:
        assert outcome.brunner_munzel_t is None
        return
    superiority = float(mean(placements_x))
    error = sqrt(part_x + part_y)
    t = (superiority - 0.5) / error
    df = (part_x + part_y) ** 2 / (
        part_x**2 / (len(xs) - 1) + part_y**2 / (len(ys) - 1)
    )
    assert outcome.brunner_munzel_t == pytest.approx(t, abs=1e-9)
    assert outcome.df == pytest.approx(float(df))
    assert outcome.p_two_sided == pytest.approx(t_two_sided_p(t, float(df)), abs=1e-9)
    logit = log(superiority / (1 - superiority))
    half = t_quantile(0.975, float(df)) * error / (superiority * (1 - superiority))
    assert outcome.prob_superiority_ci95 == pytest.approx(
        [1 / (1 + exp(half - logit)), 1 / (1 + exp(-half - logit))]
    )


@explored
@given(counts_x=counted, counts_y=counted)
def test_swapping_the_groups_turns_the_sign(counts_x, counts_y):
    there, back = compare(counts_x, counts_y), compare(counts_y, counts_x)

    assert there.pairs_tied == back.pairs_tied
    assert there.p_two_sided == pytest.approx(back.p_two_sided)
    assert there.permutation_p_two_sided == back.permutation_p_two_sided
    if there.cliffs_delta is not None:
        assert there.cliffs_delta == -back.cliffs_delta
    if there.cliffs_delta_ci95 is not None:
        low, high = back.cliffs_delta_ci95
        assert there.cliffs_delta_ci95 == pytest.approx((-high, -low), abs=1e-9)


@explored
@given(counts_x=counted, counts_y=counted)
def test_the_interval_contains_the_estimate_and_stays_in_range(counts_x, counts_y):
    outcome = compare(counts_x, counts_y)

    if outcome.cliffs_delta_ci95 is not None:
        low, high = outcome.cliffs_delta_ci95
        assert -1 <= low <= float(outcome.cliffs_delta) + 1e-12
        assert float(outcome.cliffs_delta) - 1e-12 <= high <= 1


@explored
@given(counts=counted)
def test_a_group_compared_with_itself_is_no_different(counts):
    assume(sum(counts) >= 2)
    outcome = compare(counts, counts)
    (verdict,) = judge([outcome])

    assert outcome.cliffs_delta == 0
    assert outcome.p == pytest.approx(1)
    assert verdict.word is VerdictWord.NO_CLEAR_DIFFERENCE


@pytest.mark.parametrize(
    ("counts_x", "counts_y", "p"),
    [
        ([0, 0, 2, 3, 0], [0, 0, 0, 0, 6], Fraction(2, 462)),
        ([0, 0, 0, 0, 6], [0, 0, 2, 3, 0], Fraction(2, 462)),
        ([3, 0, 0, 0, 0], [0, 0, 0, 0, 3], Fraction(1, 10)),
        ([0, 0, 4, 0, 0], [0, 0, 9, 0, 0], Fraction(1)),
        ([1, 0, 0, 0, 0], [0, 1, 0, 0, 0], Fraction(1)),
        ([0, 1, 1, 0, 0], [0, 0, 1, 1, 0], None),
        ([0, 0, 0, 0, 0], [0, 0, 1, 1, 0], None),
    ],
    ids=[
        "five against six",
        "the other way round",
        "three against three",
        "all ratings equal",
        "one against one",
        "overlapping",
        "an empty group",
    ],
)
def test_the_exact_p_exists_for_separated_and_for_equal_groups(counts_x, counts_y, p):
    assert permutation_p_two_sided(counts_x, counts_y) == p


@explored
@given(groups=separated_groups())
def test_the_exact_p_is_twice_the_share_of_equally_extreme_deals(groups):
    counts_x, counts_y = groups
    people = sorted(written_out(counts_x) + written_out(counts_y))
    n_x = sum(counts_x)
    middle = compare(counts_x, counts_y).prob_superiority
    as_extreme = every = 0
    for dealt in combinations(range(len(people)), n_x):
        xs = [people[i] for i in dealt]
        ys = [people[i] for i in range(len(people)) if i not in dealt]
        superiority = mean(placement(x, ys) for x in xs)
        every += 1
        # Only deals in the direction that was observed.
        as_extreme += superiority <= middle if middle < 0.5 else superiority >= middle

    assert permutation_p_two_sided(counts_x, counts_y) == min(
        Fraction(2 * as_extreme, every), 1
    )


def test_huge_separated_groups_have_a_tiny_p_at_once():
    p = permutation_p_two_sided([10**15, 0], [0, 10**15])

    assert 0 < p < Fraction(1, 10**270)


def test_a_single_rating_has_an_effect_but_no_test():
    outcome = compare([0, 0, 1, 0, 0], [0, 2, 2, 2, 0])

    assert outcome.cliffs_delta == 0
    assert outcome.p is None
    assert outcome.cliffs_delta_ci95 is None
    assert judge([outcome])[0].word is VerdictWord.NO_CLEAR_DIFFERENCE


def test_empty_groups_have_no_effect_and_no_verdict():
    outcome = compare([0, 0, 0], [1, 2, 3])

    assert outcome.cliffs_delta is None
    assert judge([outcome])[0].word is None
    assert judge([outcome])[0].graded is None


def test_groups_with_different_points_are_not_compared():
    with pytest.raises(ValueError, match="same points"):
        compare([1, 2, 3], [1, 2, 3, 4])
    with pytest.raises(ValueError, match="negative"):
        compare([1, -2, 3], [1, 2, 3])


def by_steps(values):
    """Holm's procedure as one would carry it out with a list and a pencil."""
    tests = sorted(p for p in values if p is not None)
    adjusted = {}
    for rank, p in enumerate(tests):
        own = min(1.0, p * (len(tests) - rank))
        previous = adjusted[tests[rank - 1]] if rank else 0.0
        adjusted[p] = max(own, previous)
    return tuple(None if p is None else adjusted[p] for p in values)


def test_holm_on_worked_p_values():
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()
    assert holm([None, 0.02]) == (None, 0.02)


@explored
@given(values=p_values)
def test_holm_agrees_with_the_procedure_by_hand(values):
    assume(len(set(values)) == len(values))

    assert holm(values) == pytest.approx(by_steps(values))


@explored
@given(values=p_values)
def test_holm_only_raises_p_values_and_keeps_their_order(values):
    adjusted = holm(values)

    for p, after in zip(values, adjusted, strict=True):
        assert (p is None) == (after is None)
        assert p is None or p <= after <= 1
    known = sorted(
        (p, a) for p, a in zip(values, adjusted, strict=True) if p is not None
    )
    assert [a for _, a in known] == sorted(a for _, a in known)


CLEAR = compare([0, 1, 3, 8, 18], [4, 8, 10, 6, 2])
SLIGHT = compare([0, 5, 40, 100, 155], [5, 20, 75, 110, 90])
NEGLIGIBLE = compare([100, 200, 800, 2000, 2700], [200, 250, 900, 2100, 2350])
UNCLEAR = compare([1, 2, 8, 20, 27], [2, 4, 8, 25, 19])
SEPARATED = compare([0, 0, 2, 3, 0], [0, 0, 0, 0, 6])


@pytest.mark.parametrize(
    ("outcome", "word", "grade", "graded", "is_displayable"),
    [
        (CLEAR, VerdictWord.X_HIGHER, Grade.CLEARLY, "x_clearly_higher", True),
        (SLIGHT, VerdictWord.X_HIGHER, Grade.SOMEWHAT, "x_somewhat_higher", True),
        (NEGLIGIBLE, VerdictWord.PRACTICALLY_EQUAL, None, "practically_equal", True),
        (UNCLEAR, VerdictWord.NO_CLEAR_DIFFERENCE, None, "no_clear_difference", True),
        (SEPARATED, VerdictWord.Y_HIGHER, Grade.CLEARLY, "y_clearly_higher", False),
    ],
    ids=["clearly", "somewhat", "practically equal", "unclear", "separated"],
)
def test_verdicts_in_words(outcome, word, grade, graded, is_displayable):
    (verdict,) = judge([outcome])

    assert (verdict.word, verdict.grade, verdict.graded) == (word, grade, graded)
    assert verdict.is_displayable is is_displayable


def test_a_difference_can_be_lost_among_many_items():
    borderline = compare([0, 1, 3, 8, 10], [1, 3, 6, 8, 4])
    assert judge([borderline])[0].word is VerdictWord.X_HIGHER
    assert 0.05 / 4 < borderline.p < 0.05

    family = judge([borderline, UNCLEAR, UNCLEAR, UNCLEAR])

    assert {verdict.word for verdict in family} == {VerdictWord.NO_CLEAR_DIFFERENCE}


def test_a_strong_difference_survives_among_many_items():
    family = judge([UNCLEAR, CLEAR, UNCLEAR])

    assert [verdict.word for verdict in family] == [
        VerdictWord.NO_CLEAR_DIFFERENCE,
        VerdictWord.X_HIGHER,
        VerdictWord.NO_CLEAR_DIFFERENCE,
    ]


def test_the_limits_of_a_funnel():
    limits = funnel_limits(Fraction(4, 5), 20)

    assert limits.ci95 == pytest.approx((0.6246954919, 0.9753045081))
    assert limits.ci998 == pytest.approx((0.5236012199, 1.0))


@explored
@given(
    share=st.fractions(min_value=0, max_value=1, max_denominator=50),
    n=st.integers(1, 300),
)
def test_a_funnel_narrows_and_stays_in_range(share, n):
    limits, later = funnel_limits(share, n), funnel_limits(share, 4 * n)

    assert 0 <= limits.ci998[0] <= limits.ci95[0] <= float(share)
    assert float(share) <= limits.ci95[1] <= limits.ci998[1] <= 1
    assert later.ci95[0] >= limits.ci95[0]


@pytest.mark.parametrize(
    ("counts", "buckets"),
    [
        ([5, 6], [(0, 1), (1, 2)]),
        ([2, 3, 7, 1], [(0, 2), (2, 4)]),
        ([1, 2], []),
        ([], []),
        ([0, 9, 0, 0], [(0, 4)]),
        ([4, 4, 4], [(0, 3)]),
    ],
    ids=str,
)
def test_small_periods_are_merged_forward(counts, buckets):
    merged = merge_buckets(counts, 5)

    assert [(b.start, b.stop) for b in merged] == buckets


@explored
@given(counts=st.lists(st.integers(0, 12), max_size=12), threshold=st.integers(1, 9))
def test_merged_periods_cover_everything_and_none_is_small(counts, threshold):
    merged = merge_buckets(counts, threshold)

    assert all(sum(counts[i] for i in bucket) >= threshold for bucket in merged)
    if merged:
        assert [i for bucket in merged for i in bucket] == list(range(len(counts)))
    else:
        assert sum(counts) < threshold

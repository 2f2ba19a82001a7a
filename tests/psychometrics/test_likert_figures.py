"""One Likert item from its counts, against the ratings written out one by one."""

from fractions import Fraction
from math import ceil, floor, sqrt
from statistics import NormalDist, StatisticsError, median, variance

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from psychometrics.bands import Band, display_band
from psychometrics.likert import (
    clustered_ci95,
    count_quantile,
    default_top_box_size,
    interpolated_median,
    overall_mean,
    response_rate,
    reverse_counts,
    summarise,
)
from psychometrics.participation import (
    Participation,
    item_non_response,
    not_applicable_share,
    participation,
)
from tests.psychometrics.rating_cases import LIKERT
from tests.psychometrics.worked_cases import explored

counted = st.lists(st.integers(0, 30), min_size=2, max_size=11)
some_counted = counted.filter(any)
lowest_points = st.integers(-3, 3)


def written_out(counts, lowest=1):
    """All ratings in ascending order, as a person would list them."""
    return [s for s, count in enumerate(counts, lowest) for _ in range(count)]


def by_definition_type_2(ratings, share):
    """Hyndman and Fan's second definition, from the position n times p."""
    place = len(ratings) * share
    if place.denominator > 1:
        return Fraction(ratings[ceil(place) - 1])
    return Fraction(ratings[floor(place) - 1] + ratings[floor(place)], 2)


@pytest.mark.parametrize(
    "case", [c for c in LIKERT if "counts" in c.given], ids=lambda case: case.name
)
def test_the_worked_items_have_exact_means_and_shares(case):
    item = summarise(case.given["counts"], top_box_size=2)

    assert item.n == case.expected["n"]
    assert item.mean_display == case.expected.get("mean_display", item.mean_display)
    assert item.mean is None or item.mean * item.n == item.total


@explored
@given(counts=counted, lowest=lowest_points)
def test_figures_agree_with_the_ratings_written_out(counts, lowest):
    item = summarise(counts, lowest=lowest)
    ratings = written_out(counts, lowest)

    assert item.n == len(ratings)
    assert item.total == sum(ratings)
    if not ratings:
        assert (item.mean, item.median, item.q1, item.iqr) == (None,) * 4
        return
    assert item.mean == Fraction(sum(ratings), len(ratings))
    assert item.median == median([Fraction(r) for r in ratings])
    assert item.q1 == by_definition_type_2(ratings, Fraction(1, 4))
    assert item.q3 == by_definition_type_2(ratings, Fraction(3, 4))
    assert item.iqr == item.q3 - item.q1


@explored
@given(counts=counted)
def test_the_spread_divides_by_n_minus_1(counts):
    item = summarise(counts)

    try:
        expected = variance([Fraction(r) for r in written_out(counts)])
    except StatisticsError:
        expected = None

    assert item.variance == expected
    assert item.sd == (None if expected is None else sqrt(expected))


@explored
@given(counts=some_counted, numerator=st.integers(1, 19))
def test_any_quantile_follows_the_definition(counts, numerator):
    share = Fraction(numerator, 20)

    assert count_quantile(counts, share) == by_definition_type_2(
        written_out(counts), share
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([2, 0, 0, 9, 10], Fraction(40, 9)),
        ([1, 2, 8, 20, 27], Fraction(22, 5)),
        ([0, 0, 1, 3, 3], Fraction(13, 3)),
        ([0, 0, 0, 0, 8], Fraction(5)),
        ([3, 0, 0, 0, 3], Fraction(3)),
        ([0, 0, 0, 1, 0], Fraction(4)),
        ([0, 0, 0, 0, 0], None),
    ],
    ids=str,
)
def test_the_interpolated_median_of_worked_counts(counts, expected):
    assert interpolated_median(counts) == expected


@explored
@given(counts=some_counted)
def test_the_interpolated_median_splits_the_spread_out_answers_in_half(counts):
    middle = interpolated_median(counts)
    n = sum(counts)

    # Each point's answers lie evenly from half a point below it to half a point above.
    below = sum(
        count * min(max(middle - (s - Fraction(1, 2)), Fraction(0)), Fraction(1))
        for s, count in enumerate(counts, 1)
    )

    assert below == Fraction(n, 2)


@explored
@given(counts=some_counted, lowest=lowest_points)
def test_reversing_an_item_mirrors_its_figures(counts, lowest):
    item = summarise(counts, lowest=lowest)
    mirrored = summarise(reverse_counts(counts), lowest=lowest)
    ends = item.lowest + item.highest

    assert mirrored.mean == ends - item.mean
    assert mirrored.median == ends - item.median
    assert (mirrored.q1, mirrored.q3) == (ends - item.q3, ends - item.q1)
    assert mirrored.interpolated_median == ends - item.interpolated_median
    assert mirrored.variance == item.variance
    low, high = item.db_ci95
    assert mirrored.db_ci95 == pytest.approx((ends - high, ends - low), abs=1e-9)
    if 2 * item.top_box_size <= len(counts):
        assert mirrored.unfavourable_count == item.favourable_count


@explored
@given(counts=some_counted, shift=st.integers(-5, 5))
def test_moving_the_scale_moves_the_mean_and_nothing_else(counts, shift):
    item = summarise(counts)
    moved = summarise(counts, lowest=1 + shift)

    assert moved.mean == item.mean + shift
    assert moved.variance == item.variance
    assert moved.favourable_share == item.favourable_share
    assert moved.db_ci95 == pytest.approx([x + shift for x in item.db_ci95], abs=1e-9)


@explored
@given(counts=some_counted)
def test_every_figure_stays_in_its_range(counts):
    item = summarise(counts)

    assert 1 <= item.q1 <= item.median <= item.q3 <= len(counts)
    assert (
        item.favourable_count + item.unfavourable_count + item.neutral_count == item.n
    )
    assert item.neutral_count >= 0
    low, high = item.wilson95
    assert 0 <= low <= float(item.favourable_share) <= high <= 1
    low, high = item.db_ci95
    assert 1 <= low <= float(item.mean) <= high <= len(counts)
    assert high > low


@explored
@given(counts=some_counted, point=st.integers(0, 10))
def test_one_more_rating_moves_the_mean_towards_it(counts, point):
    point %= len(counts)
    more = [c + (s == point) for s, c in enumerate(counts)]
    before, after = summarise(counts).mean, summarise(more).mean

    assert abs(after - (point + 1)) <= abs(before - (point + 1))


@explored
@given(counts=some_counted)
def test_a_hundred_times_the_answers_narrow_the_interval(counts):
    low, high = summarise(counts).db_ci95
    narrow_low, narrow_high = summarise([100 * c for c in counts]).db_ci95

    assert narrow_high - narrow_low < high - low


@pytest.mark.parametrize(
    ("points", "size"),
    [(2, 1), (3, 1), (4, 2), (5, 2), (6, 2), (7, 2), (9, 2), (10, 3), (11, 3)],
)
def test_the_usual_top_box_depends_on_the_number_of_points(points, size):
    assert default_top_box_size(points) == size
    assert summarise([1] * points).favourable_count == size
    assert summarise([1] * points).unfavourable_count == size


def test_a_wide_top_box_leaves_the_rest_unfavourable_without_overlap():
    item = summarise([1, 2, 3, 4, 5], top_box_size=3)

    assert (item.favourable_count, item.unfavourable_count) == (12, 3)
    assert item.neutral_count == 0


def test_an_unused_point_keeps_its_place_in_the_distribution():
    item = summarise([0, 0, 1, 0, 3])

    assert item.percent_display == ("0", "0", "25", "0", "75")


def test_percent_labels_need_not_add_up_to_100():
    labels = summarise([0, 1, 1, 5, 1]).percent_display

    assert labels == ("0", "13", "13", "63", "13")
    assert sum(map(int, labels)) == 102


@pytest.mark.parametrize("counts", [[], [5]], ids=["no point", "one point"])
def test_an_item_needs_two_points(counts):
    with pytest.raises(ValueError, match="at least two points"):
        summarise(counts)


def test_counts_are_not_negative():
    with pytest.raises(ValueError, match="negative"):
        summarise([1, -1, 0])


@pytest.mark.parametrize("size", [0, -1, 6])
def test_the_top_box_lies_within_the_scale(size):
    with pytest.raises(ValueError, match="top box"):
        summarise([1, 1, 1, 1, 1], top_box_size=size)


@pytest.mark.parametrize(
    ("n", "band"),
    [
        (0, Band.HIDDEN),
        (4, Band.HIDDEN),
        (5, Band.COUNTS),
        (9, Band.COUNTS),
        (10, Band.PROVISIONAL),
        (29, Band.PROVISIONAL),
        (30, Band.PERCENT),
        (10**6, Band.PERCENT),
    ],
)
def test_what_is_printed_depends_on_n(n, band):
    assert display_band(n) is band


def test_a_higher_threshold_hides_more():
    assert display_band(9, threshold=10) is Band.HIDDEN
    assert display_band(10, threshold=10) is Band.PROVISIONAL
    assert display_band(0, threshold=0) is Band.HIDDEN


def test_the_overall_mean_weighs_every_rating_alike():
    assert overall_mean([(30, 7), (27, 6)]) == Fraction(57, 13)
    assert overall_mean([]) is None
    assert overall_mean([(0, 0), (0, 0)]) is None


@explored
@given(runs=st.lists(st.lists(st.integers(0, 9), min_size=5, max_size=5), max_size=4))
def test_the_overall_mean_is_the_mean_of_the_pooled_counts(runs):
    items = [summarise(counts) for counts in runs]
    pooled = [sum(column) for column in zip(*runs, strict=True)] or [0] * 5

    assert overall_mean((i.total, i.n) for i in items) == summarise(pooled).mean


def test_the_overall_interval_is_students_over_respondents():
    means = [Fraction(17, 4), 4, Fraction(9, 2), 5, Fraction(15, 4)]

    assert clustered_ci95(means, 1, 5) == pytest.approx((3.702902903, 4.897097097))
    assert clustered_ci95([4.25, 4.0, 4.5, 5.0, 3.75], 1, 5) == pytest.approx(
        (3.702902903, 4.897097097)
    )


def test_the_overall_interval_needs_two_respondents_and_stays_on_the_scale():
    assert clustered_ci95([], 1, 5) is None
    assert clustered_ci95([4], 1, 5) is None
    assert clustered_ci95([1, 5], 1, 5) == (1, 5)
    assert clustered_ci95([4, 4, 4], 1, 5) == (4, 4)


@pytest.mark.parametrize(
    ("complete", "eligible", "partial", "rate"),
    [
        (7, 8, 0, Fraction(7, 8)),
        (58, 71, 0, Fraction(58, 71)),
        (6, 8, 1, Fraction(7, 8)),
        (0, 8, 0, Fraction(0)),
        (0, 0, 0, None),
        (5, None, 0, None),
        (9, 8, 0, None),
    ],
)
def test_the_response_rate_names_its_denominator_or_is_unknown(
    complete, eligible, partial, rate
):
    assert response_rate(complete, eligible, partial=partial) == rate


@pytest.mark.parametrize(
    ("answered", "applicable", "outcome"),
    [
        (10, 10, Participation.COMPLETE),
        (8, 10, Participation.COMPLETE),
        (7, 10, Participation.PARTIAL),
        (5, 10, Participation.PARTIAL),
        (4, 10, Participation.BREAK_OFF),
        (0, 10, Participation.BREAK_OFF),
        (0, 0, Participation.COMPLETE),
    ],
)
def test_a_questionnaire_is_complete_partial_or_broken_off(
    answered, applicable, outcome
):
    assert participation(answered, applicable) is outcome


def test_more_answers_than_items_are_refused():
    with pytest.raises(ValueError, match="Not more items"):
        participation(3, 2)


def test_skipped_and_not_applicable_are_shares_of_those_who_saw_the_item():
    assert item_non_response(3, 60) == Fraction(1, 20)
    assert not_applicable_share(6, 60) == Fraction(1, 10)
    assert item_non_response(0, 0) is None
    assert not_applicable_share(0, 0) is None


@explored
@given(k=st.integers(0, 40), rest=st.integers(0, 40))
def test_wilson_limits_are_where_the_score_test_turns(k, rest):
    n = k + rest
    assume(n > 0)
    low, high = summarise([rest, k], top_box_size=1).wilson95
    z = NormalDist().inv_cdf(0.975)

    for limit in (low, high):
        score = abs(k / n - limit)
        assert score == pytest.approx(z * sqrt(limit * (1 - limit) / n), abs=1e-9)

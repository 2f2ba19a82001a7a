"""What is shown never gives away what is hidden."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.disclosure import (
    comments_allowed,
    may_release,
    pool_items,
    subset_allowed,
    suppress,
    unanimity_allowed,
)
from tests.psychometrics.worked_cases import explored

names = st.sampled_from("ABCDEFG")
sizes = st.one_of(st.integers(0, 9), st.integers(0, 25))
groupings = st.dictionaries(names, sizes, max_size=6)
thresholds = st.integers(3, 12)


@st.composite
def withheld_groupings(draw):
    """Groups of which another rule already hides some."""
    groups = draw(groupings)
    withheld = draw(st.sets(st.sampled_from(sorted(groups)))) if groups else set()
    return groups, withheld


def shared_out(total, groups):
    """All ways in which so many people can be in so many groups, none of them empty."""
    if groups == 1:
        yield (total,)
        return
    for first in range(1, total - groups + 2):
        for others in shared_out(total - first, groups - 1):
            yield (first, *others)


@pytest.mark.parametrize(
    ("groups", "primary", "secondary", "shown"),
    [
        ({"A": 12, "B": 8, "C": 3}, ("C",), ("B",), ("A",)),
        ({"A": 30, "B": 4}, ("B",), ("A",), ()),
        ({"A": 12, "B": 8}, (), (), ("A", "B")),
        ({"A": 12, "B": 3, "C": 2}, ("B", "C"), (), ("A",)),
        ({"A": 12, "B": 7, "C": 2, "D": 2}, ("C", "D"), ("B",), ("A",)),
        ({"A": 12, "B": 0}, ("B",), (), ("A",)),
        ({"A": 12, "B": 9, "C": 4, "D": 0}, ("C", "D"), ("B",), ("A",)),
        ({"A": 9, "B": 9, "C": 4}, ("C",), ("A",), ("B",)),
        ({"A": 7}, (), (), ("A",)),
    ],
    ids=[
        "one small group",
        "two groups only",
        "no small group",
        "two small groups protect each other",
        "two groups too small even together",
        "an empty group alone",
        "an empty group protects nobody",
        "of two equally small ones the first by name",
        "a single group",
    ],
)
def test_small_groups_are_hidden_with_what_would_reveal_them(
    groups, primary, secondary, shown
):
    outcome = suppress(threshold=5, groups=groups)

    assert outcome.total == sum(groups.values())
    assert outcome.total_shown
    assert (outcome.primary, outcome.secondary) == (primary, secondary)
    assert outcome.shown == shown
    assert outcome.hidden == tuple(sorted(primary + secondary))


@pytest.mark.parametrize("groups", [{}, {"A": 0}, {"A": 2, "B": 2}], ids=str)
def test_a_parent_below_the_threshold_hides_everything(groups):
    outcome = suppress(threshold=5, groups=groups)

    assert not outcome.total_shown
    assert outcome.hidden == outcome.primary == tuple(sorted(groups))
    assert outcome.shown == ()


def test_without_the_parents_figures_nothing_needs_protection():
    outcome = suppress(
        threshold=5, groups={"A": 12, "B": 8, "C": 3}, parent_shown=False
    )

    assert not outcome.total_shown
    assert (outcome.hidden, outcome.secondary) == (("C",), ())


def test_a_group_that_another_rule_hides_counts_as_hidden_whatever_its_size():
    outcome = suppress(threshold=5, groups={"A": 12, "B": 8, "C": 9}, withheld=["C"])

    assert outcome.withheld == ("C",)
    assert outcome.secondary == ("B",)
    assert (outcome.hidden, outcome.shown) == (("B", "C"), ("A",))


def test_two_withheld_groups_protect_each_other():
    outcome = suppress(
        threshold=5, groups={"A": 12, "B": 8, "C": 9}, withheld=["B", "C"]
    )

    assert (outcome.secondary, outcome.shown) == ((), ("A",))


@pytest.mark.parametrize("groups", [{"A": 6}, {"A": 6, "B": 0}], ids=str)
def test_the_total_goes_where_it_would_be_the_withheld_group_itself(groups):
    outcome = suppress(threshold=5, groups=groups, withheld=["A"])

    assert not outcome.total_shown
    assert outcome.shown == ()


def test_a_withheld_group_must_be_one_of_the_groups():
    with pytest.raises(ValueError, match="'Z'"):
        suppress(threshold=5, groups={"A": 12}, withheld=["Z"])


@pytest.mark.parametrize("threshold", [0, -5])
def test_a_threshold_below_1_protects_nobody_and_is_refused(threshold):
    for refused in (
        lambda: suppress(threshold=threshold, groups={"A": 12}),
        lambda: pool_items(threshold=threshold, respondents=9, items={}),
        lambda: may_release(
            threshold=threshold, n=9, last_released=None, window_open=False
        ),
        lambda: subset_allowed(9, 9, threshold),
    ):
        with pytest.raises(ValueError, match="threshold"):
            refused()


def test_a_group_cannot_have_negative_answers():
    with pytest.raises(ValueError, match="fewer than 0"):
        suppress(threshold=5, groups={"A": -1})


@explored
@given(given_groups=withheld_groupings(), threshold=thresholds)
def test_no_hidden_number_follows_from_the_total_and_the_shown_groups(
    given_groups, threshold
):
    groups, withheld = given_groups
    outcome = suppress(threshold=threshold, groups=groups, withheld=withheld)
    filled = [name for name in outcome.hidden if groups[name] > 0]

    if not outcome.total_shown or not filled:
        return
    left_over = outcome.total - sum(groups[name] for name in outcome.shown)
    assert left_over >= threshold
    # What a reader must reckon with who even knows which groups are empty.
    worlds = list(shared_out(left_over, len(filled))) if len(filled) < 4 else []
    for i, name in enumerate(filled):
        assert not worlds or len({world[i] for world in worlds}) > 1, name


@explored
@given(given_groups=withheld_groupings(), threshold=thresholds)
def test_every_group_is_either_hidden_for_a_reason_or_shown(given_groups, threshold):
    groups, withheld = given_groups
    outcome = suppress(threshold=threshold, groups=groups, withheld=withheld)

    assert sorted(outcome.hidden + outcome.shown) == sorted(groups)
    assert set(outcome.hidden) == (
        set(outcome.primary) | set(outcome.secondary) | set(outcome.withheld)
    )
    assert not set(outcome.secondary) & (set(outcome.primary) | withheld)
    assert all(groups[name] >= threshold for name in outcome.shown)
    assert all(groups[name] < threshold for name in outcome.primary)


@explored
@given(groups=groupings, threshold=thresholds)
def test_the_groups_hidden_beside_a_small_one_are_the_smallest_others(
    groups, threshold
):
    outcome = suppress(threshold=threshold, groups=groups)

    for hidden in outcome.secondary:
        assert all(
            (groups[hidden], hidden) < (groups[shown], shown) for shown in outcome.shown
        )


@explored
@given(groups=groupings, threshold=thresholds)
def test_nothing_is_hidden_without_need(groups, threshold):
    """Showing the largest one hidden beside a small one would break the protection."""
    outcome = suppress(threshold=threshold, groups=groups)
    if not outcome.secondary or not outcome.total_shown:
        return
    given_back = max(outcome.secondary, key=lambda name: (groups[name], name))
    filled = [groups[n] for n in outcome.hidden if n != given_back and groups[n] > 0]

    assert sum(filled) < threshold or len(filled) < 2


@explored
@given(groups=groupings, threshold=thresholds)
def test_the_order_of_the_groups_does_not_matter(groups, threshold):
    backwards = dict(reversed(groups.items()))

    assert suppress(threshold=threshold, groups=groups) == suppress(
        threshold=threshold, groups=backwards
    )


@explored
@given(groups=groupings, threshold=thresholds)
def test_a_group_withheld_for_its_size_changes_nothing(groups, threshold):
    plain = suppress(threshold=threshold, groups=groups)
    repeated = suppress(threshold=threshold, groups=groups, withheld=plain.primary)

    assert (repeated.hidden, repeated.shown) == (plain.hidden, plain.shown)


def test_an_item_with_few_answers_leaves_the_pooled_mean_and_its_n():
    items = {"Q1": (30, 7), "Q2": (15, 4), "Q3": (27, 6)}

    pooled = pool_items(threshold=5, respondents=7, items=items)

    assert (pooled.shown, pooled.hidden) == (("Q1", "Q3"), ("Q2",))
    assert (pooled.total, pooled.n_ratings) == (57, 13)
    assert pooled.mean == Fraction(57, 13)


def test_a_run_with_few_respondents_shows_no_item_at_all():
    pooled = pool_items(threshold=5, respondents=4, items={"Q1": (30, 7)})

    assert (pooled.shown, pooled.mean, pooled.n_ratings) == ((), None, 0)


def test_items_keep_the_order_of_the_questionnaire():
    items = {f"Q{number}": (20, 5) for number in range(12, 0, -1)}

    assert pool_items(threshold=5, respondents=5, items=items).shown == tuple(items)


@explored
@given(
    items=st.dictionaries(
        names, st.tuples(st.integers(0, 50), st.integers(0, 9)), max_size=6
    ),
    respondents=st.integers(0, 12),
)
def test_the_pooled_mean_is_made_of_the_shown_items_only(items, respondents):
    pooled = pool_items(threshold=5, respondents=respondents, items=items)

    assert pooled.n_ratings == sum(items[name][1] for name in pooled.shown)
    assert pooled.total == sum(items[name][0] for name in pooled.shown)
    assert all(items[name][1] >= 5 for name in pooled.shown)


@pytest.mark.parametrize(
    ("parent_n", "n", "allowed"),
    [
        (20, 20, True),
        (20, 15, True),
        (20, 16, False),
        (20, 19, False),
        (20, 5, True),
        (20, 4, False),
        (20, 0, False),
        (9, 5, False),
        (0, 0, False),
    ],
)
def test_neither_a_part_nor_its_rest_may_be_small(parent_n, n, allowed):
    assert subset_allowed(parent_n, n, 5) is allowed


@pytest.mark.parametrize("n", [-1, 21])
def test_a_part_cannot_be_larger_than_the_whole(n):
    with pytest.raises(ValueError, match="part"):
        subset_allowed(20, n, 5)


@explored
@given(parent_n=st.integers(0, 60), n=st.integers(0, 60), threshold=thresholds)
def test_a_shown_part_and_what_is_left_are_nobody_or_many(parent_n, n, threshold):
    if n <= parent_n and subset_allowed(parent_n, n, threshold):
        assert n >= threshold
        assert parent_n - n == 0 or parent_n - n >= threshold


@pytest.mark.parametrize(("respondents", "allowed"), [(9, False), (10, True)])
def test_free_text_needs_more_people_than_ratings(respondents, allowed):
    assert comments_allowed(respondents, 10) is allowed


@pytest.mark.parametrize(
    ("counts", "allowed"),
    [
        ([0, 0, 0, 0, 9], False),
        ([0, 0, 0, 0, 10], True),
        ([0, 0, 0, 1, 8], True),
        ([0, 0, 0, 0, 0], True),
    ],
    ids=str,
)
def test_unanimous_ratings_of_a_sensitive_item_need_ten_people(counts, allowed):
    assert unanimity_allowed(counts) is allowed

"""What stands out: sentences made of the figures that are shown, and of no others."""

import dataclasses
import datetime

from feedback import findings
from feedback.comparing import with_comparison
from feedback.trends import trend_of
from tests.feedback import made_reports

LOW = (6, 9, 8, 6, 2)
HIGH = (0, 0, 2, 10, 24)


def item(counts, key="clarity", **changes):
    return made_reports.item(
        counts, **{"key": key, "wording": f"About {key}."} | changes
    )


def run_of(number, *items, **changes):
    day = datetime.date(2025, 1, 1) + datetime.timedelta(days=100 * number)
    run = {"pk": number, "name": f"R{number}", "opened_on": day, "closed_on": day}
    return made_reports.report(*items, run=run, **changes)


def test_the_highest_and_the_lowest_are_named_with_their_n():
    report = made_reports.report(
        item((1, 2, 8, 20, 27), "a"), item(LOW, "b"), item(HIGH, "c")
    )

    assert findings.extremes(report) == (
        "Rated highest: “About c.” (mean 4.61, n = 36). Rated lowest: “About b.” "
        "(mean 2.65, n = 31)."
    )


def test_statements_that_share_the_highest_mean_are_all_named():
    report = made_reports.report(
        item(HIGH, "a"), item(tuple(2 * n for n in HIGH), "b"), item(LOW, "c")
    )

    assert "“About a.”, “About b.” (mean 4.61, n = 36, 72)" in findings.extremes(report)


def test_nothing_stands_out_where_nothing_differs_or_is_shown():
    assert findings.extremes(made_reports.report(item(HIGH, "a"))) == ""
    same = made_reports.report(item(HIGH, "a"), item(HIGH, "b"))
    assert findings.extremes(same) == ""
    assert findings.span(same.items) == ""
    assert findings.extremes(made_reports.unreleased()) == ""
    assert findings.span(made_reports.unreleased().items) == ""


def test_of_fewer_than_ten_ratings_none_is_the_highest_or_the_lowest():
    few = item((0, 0, 1, 3, 5), "c")
    report = made_reports.report(item(HIGH, "a"), item(LOW, "b"), few)

    assert few.n == 9
    assert findings.extremes(report) == ""


def test_a_hidden_statement_is_in_no_finding():
    report = made_reports.report(item(HIGH, "a"), made_reports.hidden_item())

    assert findings.extremes(report) == ""
    assert findings.span(report.items) == ""


def test_a_statement_on_another_scale_is_not_the_lowest():
    yes_no = item((20, 5), "b", labels=("no", "yes"))
    report = made_reports.report(item(HIGH, "a"), yes_no, item(LOW, "c"))

    assert "About b." not in findings.extremes(report)


def test_favourable_shares_reach_from_to():
    shown = [item(LOW, "a"), item(HIGH, "b"), item((0, 0, 1, 3, 3), "c")]

    assert findings.span(shown) == (
        "Favourable by statement: from 8 of 31 (26%) to 34 of 36 (94%)."
    )


def test_the_mean_over_runs_says_whether_the_ranges_overlap():
    first = run_of(1, item(LOW, "a"), overall_ci95=(2.2, 3.1))
    apart = run_of(2, item(HIGH, "a"), overall_ci95=(4.3, 4.8))
    near = run_of(2, item(HIGH, "a"), overall_ci95=(3.1, 4.8))

    assert findings.over_runs(trend_of(apart, [first, apart])) == (
        "The mean of all ratings went from 2.65 in “R1” to 4.61 in “R2”; their "
        "plausible ranges do not overlap."
    )
    assert "overlap, so that chance" in findings.over_runs(
        trend_of(near, [first, near])
    )
    bare = dataclasses.replace(apart, overall_ci95=None)
    assert findings.over_runs(trend_of(bare, [first, bare])).endswith("4.61 in “R2”.")


def test_means_of_other_statements_are_not_set_against_each_other():
    first = run_of(1, item(LOW, "a"))
    second = run_of(2, item(HIGH, "a"), item(HIGH, "b"))

    assert findings.over_runs(trend_of(second, [first, second])) == ""


def test_verdicts_are_counted_and_differences_named_first():
    this = run_of(2, item((1, 2, 8, 20, 27), "a"), item(HIGH, "b"))
    other = run_of(1, item((1, 2, 8, 20, 27), "a"), item(LOW, "b"))
    report = with_comparison(this, other)

    assert findings.verdict_lines(report) == [
        "Clearly higher in “R2”. 2. About b.",
        "No clear difference. 1 statement.",
    ]


def test_nothing_is_said_of_a_run_that_shows_nothing():
    report = with_comparison(run_of(2, item(HIGH)), made_reports.unreleased())

    assert findings.verdicts(report) == []
    assert findings.verdicts(run_of(2, item(HIGH))) == []

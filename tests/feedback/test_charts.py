"""The points of the scale have the same names in every bar and in the legend."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.charts import Form, chart_of, diverging_chart, plotly_figure
from feedback.report import ItemReport, scale_blocks
from psychometrics.bands import display_band
from psychometrics.likert import summarise
from tests.feedback import made_reports

SCALE = ("Never", "Seldom", "Sometimes", "Often", "Always")


def item(key, counts, *, is_reversed=False):
    """Return the report of one statement; `counts` are turned, as in a report."""
    summary = summarise(counts, top_box_size=2)
    return ItemReport(
        key=key,
        wording=f"Statement {key}.",
        labels=SCALE[::-1] if is_reversed else SCALE,
        is_reversed=is_reversed,
        shown=True,
        counts=tuple(counts),
        not_applicable=0,
        skipped=0,
        summary=summary,
        band=display_band(summary.n),
    )


def test_a_reverse_worded_statement_at_the_top_does_not_turn_the_legend():
    items = (item("a", (1, 2, 3, 4, 5), is_reversed=True), item("b", (1, 2, 3, 4, 5)))

    (block,) = scale_blocks(items)
    assert block.labels == SCALE
    assert [name for _tone, name in diverging_chart(items).legend] == list(SCALE)


def test_a_survey_of_reverse_worded_statements_has_its_scale_the_right_way_round():
    items = (item("a", (1, 2, 3, 4, 5), is_reversed=True),)

    (block,) = scale_blocks(items)
    assert block.labels == SCALE
    assert scale_blocks(()) == ()


def test_a_part_of_a_turned_bar_says_what_its_respondents_chose():
    """Five said "Never" to it, which is the most favourable thing to say."""
    items = (item("a", (1, 2, 3, 4, 5), is_reversed=True), item("b", (0, 0, 0, 4, 11)))
    texts = [
        text
        for trace in plotly_figure(diverging_chart(items))["traces"]
        for text in trace["hovertext"]
    ]

    assert "Never: 5 of 15" in texts
    assert "Always: 11 of 15" in texts
    assert "Always: 5 of 15" not in texts


# The forms ----------------------------------------------------------------------------

COUNTS = st.lists(st.integers(0, 40), min_size=3, max_size=11).filter(any)


@given(counts=COUNTS, form=st.sampled_from(Form))
def test_every_form_draws_each_rating_once_and_nothing_else(counts, form):
    labels = tuple(f"Point {number}" for number in range(len(counts)))
    one = made_reports.item(tuple(counts), labels=labels)
    chart = chart_of([one, made_reports.hidden_item()], form)
    bar, hidden = chart.bars

    assert [(s.point, s.count) for s in bar.segments] == [
        (point, count) for point, count in enumerate(counts, start=1) if count
    ]
    assert hidden.segments == ()
    n = sum(counts)
    length = {Form.COUNTS: n}.get(form, 100)
    assert sum(segment.width for segment in bar.segments) == length
    for segment in bar.segments:
        assert segment.left >= 0
        assert segment.left + segment.width <= chart.width
        assert segment.width * n == segment.count * length
    # One beside the other, apart from the middle that stands aside.
    beside = [
        s for s in bar.segments if form is not Form.DIVERGING or s.tone != "neutral"
    ]
    for left, right in pairwise(beside):
        assert left.left + left.width == right.left


@given(counts=COUNTS, form=st.sampled_from(Form))
def test_below_ten_ratings_no_form_shows_a_percentage(counts, form):
    labels = tuple(f"Point {number}" for number in range(len(counts)))
    chart = chart_of([made_reports.item(tuple(counts), labels=labels)], form)
    texts = [segment.label for segment in chart.bars[0].segments]

    if sum(counts) < 10 or form is Form.COUNTS:
        assert not [text for text in texts if "%" in text]


@pytest.mark.parametrize("form", Form)
def test_the_chart_for_exploring_has_the_segments_of_the_plain_one(form):
    items = [
        made_reports.item((1, 2, 8, 20, 27), wording="A."),
        made_reports.item((0, 0, 1, 3, 3), wording="B.", is_reversed=True),
        made_reports.hidden_item(),
    ]
    chart = chart_of(items, form)
    figure = plotly_figure(chart)

    drawn = sorted(
        (bar.item.wording, float(s.left), float(s.width), s.label)
        for bar in chart.bars
        for s in bar.segments
    )
    explored = sorted(
        entry
        for trace in figure["traces"]
        for entry in zip(
            trace["y"], trace["base"], trace["x"], trace["text"], strict=True
        )
    )
    assert drawn == explored
    assert figure["rows"] == ["A.", "B."]
    assert "pace" not in str(figure)


def test_statements_on_two_scales_have_a_legend_and_a_range_each():
    agree = made_reports.item((1, 2, 8, 20, 27), wording="A.")
    often = made_reports.item((5, 3, 2, 1), labels=("a", "b", "c", "d"), wording="B.")
    also = made_reports.item((0, 0, 1, 3, 3), wording="C.", is_reversed=True)
    report = made_reports.report(agree, often, also)

    assert [block.places for block in report.blocks] == [(0, 2), (1,)]
    assert report.labels == made_reports.SCALE
    legends = [
        [
            name
            for _tone, name in chart_of([report.items[p] for p in block.places]).legend
        ]
        for block in report.blocks
    ]
    assert legends == [list(made_reports.SCALE), ["a", "b", "c", "d"]]


def test_the_rows_of_the_chart_for_exploring_have_n_and_short_lines():
    wording = "The examples of people <b>with</b> severe illness felt realistic to me."
    [label] = plotly_figure(
        chart_of([made_reports.item((1, 2, 8, 20, 27), wording=wording)])
    )["labels"]

    assert label == (
        "The examples of people &lt;b&gt;with&lt;/b&gt;<br>"
        "severe illness felt realistic to me.<br>n = 58"
    )

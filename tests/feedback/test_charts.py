"""The points of the scale have the same names in every bar and in the legend."""

from feedback.charts import diverging_chart, plotly_figure
from feedback.report import ItemReport, scale_blocks
from psychometrics.bands import display_band
from psychometrics.likert import summarise

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

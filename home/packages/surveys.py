"""Surveys and the scales that their statements are rated on."""

from collections.abc import Mapping

from .content import OpenQuestion, Scale, Statement, Survey
from .fields import Fields, fields_of
from .problems import Place, nearest, quoted

FEWEST_POINTS, MOST_POINTS = 3, 11


def scale_of(fields: Fields, name: str) -> Scale:
    """Return the scale that the file of this name holds."""
    points = fields.each_texts("points")
    if fields.has("points") and not FEWEST_POINTS <= len(points) <= MOST_POINTS:
        fields.at("points").problem(
            f"A scale has {FEWEST_POINTS} to {MOST_POINTS} points, the lowest first; "
            f"here are {len(points)}."
        )
    scale = Scale(
        key=fields.key_as_file(name),
        name=fields.text("name", most=120),
        favourable_from=fields.integer(
            "favourable_from", least=2, most=max(2, len(points))
        ),
        points=points,
    )
    fields.finish()
    return scale


def survey_of(fields: Fields, name: str, scales: Mapping[str, Scale]) -> Survey:
    """Return the survey that the file of this name holds."""
    scale = fields.text("scale")
    if scale and scale not in scales:
        fields.at("scale").problem(
            f"There is no scale {quoted(scale)} in the folder scales."
            f"{nearest(scale, scales)}"
        )
    entries = fields.each("items")
    if fields.has("items") and not entries:
        fields.at("items").problem("The survey has no items. Add at least one.")
    items = []
    taken: dict[str, Place] = {}
    for node in entries:
        inner = fields_of(node, fields.languages)
        if inner is None:
            continue
        item = _item(inner)
        if item.key in taken:
            inner.at("key").problem(
                f"The item {quoted(item.key)} is in line {taken[item.key].line} too. "
                "Give one of them another key."
            )
        elif item.key:
            taken[item.key] = inner.at("key")
        items.append(item)
    survey = Survey(
        key=fields.key_as_file(name),
        name=fields.text("name", most=200),
        scale=scale,
        minutes=fields.integer("minutes", least=1, most=240, default=2),
        items=tuple(items),
    )
    fields.finish()
    return survey


def _item(fields: Fields) -> Statement | OpenQuestion:
    key = fields.item_key("key")
    is_question = fields.has("question")
    if is_question and fields.has("statement"):
        fields.at("question").problem(
            "An item is either a statement to rate or an open question. Keep one."
        )
    item: Statement | OpenQuestion
    if is_question:
        item = OpenQuestion(key, fields.texts("question", most=500))
    else:
        item = Statement(
            key,
            fields.texts("statement", most=500),
            fields.boolean("reverse", default=False),
        )
    fields.finish()
    return item

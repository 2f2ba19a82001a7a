"""Surveys and the scales that their statements are rated on."""

from collections import Counter
from collections.abc import Mapping

from .content import AskedIf, NewPage, OpenQuestion, Scale, Statement, Survey
from .fields import Fields, fields_of, one_line
from .problems import Place, nearest, quoted
from .yamltree import Scalar, expect

FEWEST_POINTS, MOST_POINTS = 3, 11
# Fewer statements make no score.
FEWEST_OF_A_SCALE = 3
# What stands for "not applicable" among points.
ASIDE = "NA"

SurveyItem = Statement | OpenQuestion | NewPage


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
    scale = _scale_key(fields, scales, required=True)
    offers = fields.boolean("not_applicable", default=True)
    entries = fields.each("items")
    if fields.has("items") and not entries:
        fields.at("items").problem("The survey has no items. Add at least one.")
    reader = _Items(scales, scale, offers)
    for node in entries:
        inner = fields_of(node, fields.languages)
        if inner is not None:
            reader.add(inner)
    is_one_scale = fields.boolean("one_scale", default=False)
    if is_one_scale and not reader.can_be_one_scale():
        fields.at("one_scale").problem(
            f"A score needs at least {FEWEST_OF_A_SCALE} statements that everybody is "
            "asked and that are rated on the same scale. Remove one_scale."
        )
    minutes = fields.mentions("minutes")
    survey = Survey(
        key=fields.key_as_file(name),
        name=fields.text("name", most=200),
        scale=scale,
        minutes=fields.integer("minutes", least=1, most=240) if minutes else None,
        items=reader.finish(),
        offers_not_applicable=offers,
        is_one_scale=is_one_scale,
        is_confidential=fields.boolean("confidential", default=False),
    )
    fields.finish()
    return survey


def _scale_key(fields: Fields, scales: Mapping[str, Scale], *, required: bool) -> str:
    scale = fields.text("scale", required=required)
    if scale and scale not in scales:
        fields.at("scale").problem(
            f"There is no scale {quoted(scale)} in the folder scales."
            f"{nearest(scale, scales)}"
        )
    return scale


class _Items:
    """The items of one survey, each checked against those before it."""

    def __init__(self, scales: Mapping[str, Scale], scale: str, offers: bool) -> None:
        self._scales = scales
        self._scale = scale
        self._offers = offers
        self._items: list[SurveyItem] = []
        self._taken: dict[str, Place] = {}
        self._statements: dict[str, Statement] = {}
        self._begun: Place | None = None

    def add(self, fields: Fields) -> None:
        """Read one entry of the list."""
        if fields.mentions("new_page"):
            self._add_page(fields)
            return
        item = self._item(fields)
        if item.key in self._taken:
            fields.at("key").problem(
                f"The item {quoted(item.key)} is in line {self._taken[item.key].line} "
                "too. Give one of them another key."
            )
        elif item.key:
            self._taken[item.key] = fields.at("key")
        if isinstance(item, Statement):
            self._statements[item.key] = item
        self._items.append(item)
        self._begun = None

    def can_be_one_scale(self) -> bool:
        """Answer whether enough statements for a score are on one scale."""
        asked = Counter(
            str(self._scales[key].points)
            for statement in self._statements.values()
            if statement.asked_if is None
            # Another key may well name the same points.
            and (key := statement.scale or self._scale) in self._scales
        )
        return max(asked.values(), default=0) >= FEWEST_OF_A_SCALE

    def finish(self) -> tuple[SurveyItem, ...]:
        """Return all items, after a look at the last page."""
        self._check_page()
        return tuple(self._items)

    def _add_page(self, fields: Fields) -> None:
        if not fields.boolean("new_page"):
            fields.at("new_page").problem(
                "A new page begins with new_page: true. Write that, or remove the key."
            )
        self._check_page()
        self._begun = fields.place
        self._items.append(NewPage(fields.texts("title", required=False)))
        fields.finish()

    def _check_page(self) -> None:
        if self._begun is not None:
            self._begun.problem("There is nothing on this page. Remove it.")

    def _item(self, fields: Fields) -> Statement | OpenQuestion:
        key = fields.item_key("key")
        is_question = fields.has("question")
        if is_question and fields.has("statement"):
            fields.at("question").problem(
                "An item is either a statement to rate or an open question. Keep one."
            )
        item: Statement | OpenQuestion
        if is_question:
            item = OpenQuestion(
                key, fields.texts("question", most=500), self._asked_if(fields, key)
            )
        else:
            offers = fields.mentions("not_applicable")
            item = Statement(
                key,
                fields.texts("statement", most=500),
                fields.boolean("reverse", default=False),
                _scale_key(fields, self._scales, required=False),
                fields.boolean("not_applicable") if offers else None,
                self._asked_if(fields, key),
            )
        fields.finish()
        return item

    def _asked_if(self, fields: Fields, key: str) -> AskedIf | None:
        if not fields.mentions("asked_if"):
            return None
        inner = fields.inner("asked_if")
        if inner is None:
            return None
        earlier = inner.item_key("item")
        statement = self._statements.get(earlier)
        if statement is None and earlier:
            inner.at("item").problem(self._no_statement(earlier, key))
        points = self._points(inner, statement)
        inner.finish()
        return AskedIf(earlier, points)

    def _no_statement(self, earlier: str, key: str) -> str:
        if earlier == key:
            return "An item cannot depend on itself. Name an earlier statement."
        if earlier in self._taken:
            return (
                f"{quoted(earlier)} is an open question. Only the rating of a "
                "statement decides who is asked."
            )
        return (
            f"No statement before this one has the key {quoted(earlier)}."
            f"{nearest(earlier, self._statements)}"
        )

    def _points(self, fields: Fields, statement: Statement | None) -> tuple[str, ...]:
        nodes = fields.each("points")
        if fields.has("points") and not nodes:
            fields.at("points").problem("Name at least one point.")
        found = set()
        for node in nodes:
            scalar = expect(node, Scalar, "a point")
            if scalar is None:
                continue
            text = one_line(scalar, 20)
            if sentence := self._point_problem(text, statement):
                scalar.place.problem(sentence)
            elif text == ASIDE or text.isdecimal():
                found.add(text if text == ASIDE else str(int(text)))
        return tuple(sorted(found, key=lambda t: (t == ASIDE, t.rjust(2))))

    def _point_problem(self, text: str, statement: Statement | None) -> str:
        if statement is None:
            return ""
        offers = statement.offers_not_applicable
        if text == ASIDE:
            offered = self._offers if offers is None else offers
            return (
                ""
                if offered
                else f"{quoted(statement.key)} does not offer “not applicable”."
            )
        scale = self._scales.get(statement.scale or self._scale)
        most = len(scale.points) if scale else MOST_POINTS
        if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= most:
            return ""
        return (
            f"{quoted(text)} is no point. Write numbers from 1 to {most}, or {ASIDE}."
        )

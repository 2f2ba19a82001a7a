"""Turns drafts of questions into questions, whoever wrote the draft.

What is left out gets its usual value; each value that is there is looked at first.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from assessments.content import (
    FALSE_TEXT,
    SCHEMA,
    TRUE_TEXT,
    ContentError,
    ItemContent,
    ItemType,
    content_from_json,
)

from .records import (
    CategoryName,
    Draft,
    OutcomeName,
    PictureFile,
    Problem,
    ReadItem,
    gettext_noop,
)
from .values import (
    LONGEST_NAME,
    MOST_PARTS,
    TOO_LONG,
    ValueShaper,
    misshapen,
    slug_value,
)

PRINCIPLES = 8


class Shaper(ValueShaper):
    """Shapes one draft of a question."""

    # Contents -------------------------------------------------------------------------

    def content(self, data: Draft) -> ItemContent:
        """Return the content of a draft. Raises Problem for what cannot be asked."""
        try:
            item_type = ItemType(data.get("type") or "")
        except ValueError as error:
            raise misshapen("type", data.get("type")) from error
        whole: Draft = {
            "schema": SCHEMA,
            "type": str(item_type),
            "stem": self.texts(data, "stem"),
            "feedback": self.texts(data, "feedback"),
            **_OWN[item_type](self, data),
            **self.picture(data),
        }
        hints = data.get("hints", [])
        if not isinstance(hints, list) or len(hints) > MOST_PARTS:
            raise misshapen("hints", hints)
        whole["hints"] = [self.texts({"hint": hint}, "hint") for hint in hints]
        if data.get("stimulus") is not None:
            whole["stimulus"] = self._stimulus(data["stimulus"])
        try:
            return content_from_json(whole)
        except ContentError as error:
            raise Problem(str(error)) from error

    def _stimulus(self, value: Any) -> Draft:
        if not isinstance(value, dict):
            raise misshapen("stimulus", value)
        return {
            "key": slug_value(self.text(value, "key"), "stimulus"),
            "title": self.texts(value, "title"),
            "story": self.texts(value, "story"),
        }

    def _choice(self, data: Draft) -> Draft:
        def option(part: Draft) -> Draft:
            shaped = {
                "text": self.texts(part, "text"),
                "is_key": self.flag(part, "is_key", False),
                "feedback": self.texts(part, "feedback"),
                **self.picture(part),
            }
            if self.flag(part, "is_pinned", False):
                shaped["is_pinned"] = True
            return shaped

        if data.get("type") == ItemType.TRUE_FALSE:
            data = {"shuffle": False, **data}
        return {
            "options": self.keyed(data, "options", option, "option"),
            "shuffle": self.flag(data, "shuffle", True),
            "partial_credit": self.flag(data, "partial_credit", False),
        }

    def _matching(self, data: Draft) -> Draft:
        pairs = self.keyed(
            data,
            "pairs",
            lambda part: {
                "prompt": self.texts(part, "prompt"),
                "answer": self.texts(part, "answer"),
            },
            "pair",
        )
        wrong = self.keyed(
            data,
            "distractors",
            lambda part: {"text": self.texts(part, "text")},
            "further",
            required=False,
        )
        return {
            "pairs": pairs,
            "distractors": wrong,
            "shuffle": self.flag(data, "shuffle", True),
            "partial_credit": self.flag(data, "partial_credit", True),
        }

    def _ordering(self, data: Draft) -> Draft:
        elements = self.keyed(
            data, "elements", lambda p: {"text": self.texts(p, "text")}, "element"
        )
        return {
            "elements": elements,
            "partial_credit": self.flag(data, "partial_credit", True),
        }

    def _gaps(self, data: Draft) -> Draft:
        def word(part: Draft) -> Draft:
            return {
                "text": self.texts(part, "text"),
                "is_key": self.flag(part, "is_key", False),
            }

        def gap(part: Draft) -> Draft:
            return {"words": self.keyed(part, "words", word, "word")}

        return {
            "text": self.texts(data, "text"),
            "gaps": self.keyed(data, "gaps", gap, "gap"),
            "partial_credit": self.flag(data, "partial_credit", True),
        }

    def _short_text(self, data: Draft) -> Draft:
        accepted = self.keyed(
            data,
            "accepted",
            lambda part: {
                "text": self.text(part, "text"),
                "share": self.share(part, "share"),
                "feedback": self.texts(part, "feedback"),
            },
            "accepted",
        )
        return {
            "accepted": accepted,
            "ignore_case": self.flag(data, "ignore_case", True),
            "ignore_accents": self.flag(data, "ignore_accents", False),
        }

    def _number(self, data: Draft) -> Draft:
        accepted = self.keyed(
            data,
            "accepted",
            lambda part: {
                "value": self.decimal(part, "value"),
                "tolerance": self.decimal(part, "tolerance", "0"),
                "share": self.share(part, "share"),
                "feedback": self.texts(part, "feedback"),
            },
            "accepted",
        )
        units = self.parts(
            data,
            "units",
            lambda part: {
                "text": self.text(part, "text"),
                "factor": self.decimal(part, "factor", "1"),
            },
            required=False,
        )
        return {
            "accepted": accepted,
            "units": units,
            "unit_required": self.flag(data, "unit_required", False),
        }

    def _free_text(self, data: Draft) -> Draft:
        rubric = self.keyed(
            data,
            "rubric",
            lambda part: {
                "text": self.texts(part, "text"),
                "points": self.whole(part, "points", 1, 1000),
            },
            "criterion",
            required=False,
        )
        return {
            "is_reflection": self.flag(data, "is_reflection", False),
            "rubric": rubric,
            "model_answer": self.texts(data, "model_answer"),
        }

    # Items ----------------------------------------------------------------------------

    def item(
        self, draft: Draft, pictures: dict[int, PictureFile], line: int
    ) -> ReadItem:
        """Return the question of a draft. Raises Problem for what is none."""
        content_draft = draft.get("content")
        if not isinstance(content_draft, dict):
            raise misshapen("content", content_draft)
        content = self.content(content_draft)
        numbers = set(content.image_ids())
        if not numbers <= pictures.keys():
            raise Problem(gettext_noop("A picture of the question is not in the file."))
        outcome = draft.get("outcome")
        if outcome is not None and not isinstance(outcome, dict):
            raise misshapen("outcome", outcome)
        principle = draft.get("principle")
        if principle is not None:
            principle = self.whole(draft, "principle", 0, PRINCIPLES)
            if not principle:
                raise misshapen("principle", principle)
        return ReadItem(
            key=slug_value(self.text(draft, "key"), "key"),
            content=content,
            points=self._points(draft),
            category=tuple(self.parts(draft, "category", self._category, False)),
            outcome=self._outcome(outcome) if outcome else None,
            principle=principle,
            tags=self._tags(draft.get("tags", [])),
            is_essential=self.flag(draft, "is_essential", False),
            is_retired=self.flag(draft, "is_retired", False),
            pictures={number: pictures[number] for number in numbers},
            line=line,
        )

    def _points(self, data: Draft) -> Decimal | None:
        if data.get("points") is None:
            return None
        points = Decimal(self.decimal(data, "points"))
        # As many places as a quiz keeps.
        if not 0 < points < 1000 or points != round(points, 2):
            raise misshapen("points", data["points"])
        return points

    def _category(self, data: Draft) -> CategoryName:
        name = self.texts(data, "name")
        key = self.text(data, "key", "")
        if not any(text.strip() for text in name.values()) and not key:
            raise misshapen("category", data)
        self._short(name, "category")
        return CategoryName(name, slug_value(key, "category") if key else "")

    def _outcome(self, data: Draft) -> OutcomeName:
        return OutcomeName(
            slug_value(self.text(data, "key"), "outcome"), self.texts(data, "text")
        )

    def _short(self, texts: dict[str, str], name: str) -> None:
        if any(len(text) > LONGEST_NAME for text in texts.values()):
            raise Problem(TOO_LONG, name=name, most=LONGEST_NAME)

    def _tags(self, value: Any) -> tuple[str, ...]:
        if not isinstance(value, list) or len(value) > MOST_PARTS:
            raise misshapen("tags", value)
        tags = [self.text({"tags": tag}, "tags").strip() for tag in value]
        if any(len(tag) > 100 for tag in tags):
            raise Problem(TOO_LONG, name="tags", most=100)
        return tuple(dict.fromkeys(tag for tag in tags if tag))


_OWN: dict[ItemType, Callable[[Shaper, Draft], Draft]] = {
    ItemType.SINGLE_CHOICE: Shaper._choice,
    ItemType.MULTIPLE_CHOICE: Shaper._choice,
    ItemType.TRUE_FALSE: Shaper._choice,
    ItemType.MATCHING: Shaper._matching,
    ItemType.ORDERING: Shaper._ordering,
    ItemType.GAP_SELECT: Shaper._gaps,
    ItemType.SHORT_TEXT: Shaper._short_text,
    ItemType.NUMBER: Shaper._number,
    ItemType.FREE_TEXT: Shaper._free_text,
}


def true_false_options(
    is_true: bool, feedback_true: Draft, feedback_false: Draft
) -> list[Draft]:
    """Return the options of a true-or-false item, as `true_false` has them."""
    return [
        {
            "key": "true",
            "text": dict(TRUE_TEXT),
            "is_key": is_true,
            "feedback": feedback_true,
        },
        {
            "key": "false",
            "text": dict(FALSE_TEXT),
            "is_key": not is_true,
            "feedback": feedback_false,
        },
    ]

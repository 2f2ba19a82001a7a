"""Quizzes, items and the bank as values for YAML: the way back from the readers."""

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    ChoiceContent,
    FreeTextContent,
    GapContent,
    ItemContent,
    ItemType,
    MatchingContent,
    NumberContent,
    OrderingContent,
    Picture,
    ShortTextContent,
)
from courses.texts import Texts
from home.packages.yamlwriter import Word, texts_value

from .values import Assessment, Draw, Entry, Item

# Where items are written that no quiz of the package asks by name.
POOL = "items"

# The usual rules, which are not written.
USUAL = Assessment(key="", name="")


class QuizWriter:
    """The quizzes of one package. Items of several quizzes are written in the bank."""

    def __init__(self, package: Any) -> None:
        self.language = package.language
        self.package = package
        self._written: set[str] = set()

    # Files

    def bank_files(self) -> dict[str, dict[str, Any]]:
        """Return the items that are written apart, and the cases, by file."""
        files: dict[str, dict[str, Any]] = {}
        for item in self.package.bank.values():
            name = f"bank/{item.category or POOL}.yaml"
            files.setdefault(name, {"items": []})["items"].append(self._item(item))
        for case in self.package.cases.values():
            files[f"cases/{case.key}.yaml"] = {
                "key": Word(case.key),
                "title": self._texts(case.title),
                "story": self._texts(case.story),
            }
        return files

    def categories(self) -> list[dict[str, Any]]:
        return [
            {
                "key": Word(category.key),
                "name": self._texts(category.name),
                **_said(parent=Word(category.parent)),
            }
            for category in self.package.categories.values()
        ]

    def outcomes(self) -> list[dict[str, Any]]:
        return [
            {"key": Word(outcome.key), "text": self._texts(outcome.text)}
            for outcome in self.package.outcomes.values()
        ]

    # Quizzes

    def quiz(self, assessment: Assessment, module: str) -> dict[str, Any]:
        """Return the keys of a quiz step that say what is asked and by which rules."""
        if assessment.key in self._written:
            return {"assessment": Word(assessment.key)}
        self._written.add(assessment.key)
        return {
            "assessment": self._rules(assessment),
            "items": [self._entry(entry, module) for entry in assessment.entries],
        }

    def _rules(self, assessment: Assessment) -> dict[str, Any]:
        found: dict[str, Any] = {
            "key": Word(assessment.key),
            "name": assessment.name,
            "pass_mark": _plain(assessment.pass_mark),
        }
        for field in dataclasses.fields(Assessment):
            value = getattr(assessment, field.name)
            if field.name in {"entries", *found} or value == getattr(USUAL, field.name):
                continue
            found[field.name] = self._rule(value)
        return found

    def _rule(self, value: Any) -> Any:
        if isinstance(value, dict):
            return self._texts(value)
        if isinstance(value, Decimal):
            return _plain(value)
        if isinstance(value, tuple):
            return [
                Word(entry)
                if isinstance(entry, str)
                else {
                    "from_percent": entry.from_percent,
                    "text": self._texts(entry.text),
                }
                for entry in value
            ]
        return Word(value) if isinstance(value, str) else value

    def _entry(self, entry: Entry, module: str) -> dict[str, Any]:
        place = {
            **_said(
                points=None if entry.points == 1 else _plain(entry.points),
                revisit=Word(_lesson_from(entry.revisit, module)),
            ),
        }
        section = _said(section=self._texts(entry.section))
        if entry.draw is not None:
            return {**_draw(entry.draw), **section, **place}
        item = entry.item
        if item is None or item.key in self.package.bank:
            return {"item": Word(item.key if item else ""), **section, **place}
        return {**self._item(item, section), **place}

    # Items

    def _item(
        self, item: Item, section: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        content = item.content
        is_statement = content.type is ItemType.TRUE_FALSE
        return {
            "key": Word(item.key),
            "type": Word(content.type),
            **(section or {}),
            **_said(case=Word(content.stimulus.key if content.stimulus else "")),
            "statement" if is_statement else "question": self._texts(content.stem),
            **self._picture(item, content.picture),
            **self._own(item, content),
            **_said(
                explanation=self._texts(content.feedback),
                hints=[self._texts(hint) for hint in content.hints],
                sources=[Word(tag) for tag in item.sources],
                tags=[Word(tag) for tag in item.tags],
                category=Word(item.category),
                outcome=Word(item.outcome),
                principle=item.principle,
                essential=item.is_essential,
                retired=item.is_retired,
            ),
        }

    def _own(self, item: Item, content: ItemContent) -> dict[str, Any]:
        """Return what is particular to the type of the item."""
        match content:
            case ChoiceContent(type=ItemType.TRUE_FALSE):
                return {
                    "answer": "true" in content.right_keys,
                    **_said(
                        feedback_true=self._texts(content.option("true").feedback),
                        feedback_false=self._texts(content.option("false").feedback),
                    ),
                }
            case ChoiceContent():
                return {
                    "options": [
                        {
                            "key": Word(option.key),
                            **_said(text=self._texts(option.text)),
                            **self._picture(item, option.picture),
                            **_said(
                                right=option.is_key,
                                pinned=option.is_pinned,
                                feedback=self._texts(option.feedback),
                            ),
                        }
                        for option in content.options
                    ],
                    **_unless(content.shuffle, shuffle=False),
                    **_said(partial_credit=content.partial_credit),
                }
            case MatchingContent():
                return {
                    "pairs": [
                        {
                            "key": Word(pair.key),
                            "prompt": self._texts(pair.prompt),
                            "answer": self._texts(pair.answer),
                        }
                        for pair in content.pairs
                    ],
                    **_said(distractors=[self._part(d) for d in content.distractors]),
                    **_unless(content.shuffle, shuffle=False),
                    **_unless(content.partial_credit, partial_credit=False),
                }
            case OrderingContent():
                return {
                    "elements": [self._part(element) for element in content.elements],
                    **_unless(content.partial_credit, partial_credit=False),
                }
            case GapContent():
                return {
                    "text": self._texts(content.text),
                    "gaps": [
                        {
                            "key": Word(gap.key),
                            "words": [
                                {**self._part(word), **_said(right=word.is_key)}
                                for word in gap.words
                            ],
                        }
                        for gap in content.gaps
                    ],
                    **_unless(content.partial_credit, partial_credit=False),
                }
            case ShortTextContent():
                return {
                    "accepted": [
                        {"key": Word(form.key), "text": form.text, **self._worth(form)}
                        for form in content.accepted
                    ],
                    **_unless(content.ignore_case, ignore_case=False),
                    **_said(ignore_accents=content.ignore_accents),
                }
            case NumberContent():
                return {
                    "accepted": [
                        {
                            "key": Word(number.key),
                            "value": _plain(number.value),
                            **_said(tolerance=_plain_or_none(number.tolerance)),
                            **self._worth(number),
                        }
                        for number in content.accepted
                    ],
                    **_said(
                        units=[
                            {
                                "text": unit.text,
                                **_unless(unit.factor == 1, factor=_plain(unit.factor)),
                            }
                            for unit in content.units
                        ],
                        unit_required=content.unit_required,
                    ),
                }
            case FreeTextContent():
                return _said(
                    reflection=content.is_reflection,
                    rubric=[
                        {
                            **self._part(criterion),
                            **_unless(criterion.points == 1, points=criterion.points),
                        }
                        for criterion in content.rubric
                    ],
                    model_answer=self._texts(content.model_answer),
                )
        raise TypeError(f"No form for {content.type}.")

    def _worth(self, form: AcceptedText | AcceptedNumber) -> dict[str, Any]:
        return {
            **_unless(form.share == 1, share=Word(_share(form.share))),
            **_said(feedback=self._texts(form.feedback)),
        }

    def _part(self, part: Any) -> dict[str, Any]:
        return {"key": Word(part.key), "text": self._texts(part.text)}

    def _picture(self, item: Item, picture: Picture | None) -> dict[str, Any]:
        if picture is None:
            return {}
        return {
            "picture": {
                "file": Word(item.pictures[picture.image_id]),
                "alt": self._texts(picture.alt),
            }
        }

    def _texts(self, texts: Texts) -> Any:
        return texts_value(texts, self.language)


def _said(**values: Any) -> dict[str, Any]:
    """Return those of the values that say something."""
    return {key: value for key, value in values.items() if value}


def _unless(is_usual: bool, **values: Any) -> dict[str, Any]:
    return {} if is_usual else values


def _draw(draw: Draw) -> dict[str, Any]:
    return {
        "draw": draw.count,
        **_said(
            category=Word(draw.category),
            outcome=Word(draw.outcome),
            tag=Word(draw.tag),
            per_outcome=draw.per_outcome,
        ),
    }


def _lesson_from(address: str, module: str) -> str:
    """Return how a lesson is named from inside a module."""
    return address.removeprefix(f"{module}/") if module else address


def _plain(number: Decimal) -> Decimal:
    """Return the number without needless zeros."""
    number = number.normalize()
    return number if number.as_tuple().exponent <= 0 else number.quantize(Decimal(1))  # type: ignore[operator]


def _plain_or_none(number: Decimal) -> Decimal | None:
    return _plain(number) if number else None


def _share(share: Fraction) -> str:
    """Return a share as a decimal number."""
    return f"{Decimal(share.numerator) / share.denominator:f}"

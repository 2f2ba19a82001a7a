"""The fields of a question, by the kind of its answer. None has a place for the key."""

import dataclasses
from typing import Any, ClassVar

from assessments.content import (
    GAP,
    Answer,
    ChoiceContent,
    FreeTextContent,
    GapContent,
    ItemContent,
    MatchingContent,
    NumberContent,
    OrderingContent,
    ShortTextContent,
    written,
)
from courses.translated import Wording, in_language

from .pictures import ShownPicture, Sources, shown_picture


@dataclasses.dataclass(frozen=True)
class ShownOption:
    """One option as it is shown. `value` is its place on the page, not its key."""

    value: str
    text: str
    is_chosen: bool
    picture: ShownPicture | None = None


@dataclasses.dataclass(frozen=True)
class ChoiceForm:
    """Options to choose from."""

    kind: ClassVar[str] = "choice"
    allows_several: bool
    options: tuple[ShownOption, ...]


@dataclasses.dataclass(frozen=True)
class ShownPrompt:
    """One prompt with the list to choose its answer from. `name` is of its field."""

    name: str
    text: str
    choices: tuple[ShownOption, ...]


@dataclasses.dataclass(frozen=True)
class MatchingForm:
    """Prompts, each with a list of all answers."""

    kind: ClassVar[str] = "matching"
    prompts: tuple[ShownPrompt, ...]


@dataclasses.dataclass(frozen=True)
class ShownElement:
    """One thing to order. `number` names it on the page; `place` counts from 1."""

    number: int
    text: str
    place: int


@dataclasses.dataclass(frozen=True)
class OrderingForm:
    """Things in the order in which they are now.

    Nobody has chosen this order while `is_untouched`: it is the one they were put in.
    """

    kind: ClassVar[str] = "ordering"
    elements: tuple[ShownElement, ...]
    is_untouched: bool

    @property
    def places(self) -> range:
        return range(1, len(self.elements) + 1)


@dataclasses.dataclass(frozen=True)
class ShownGap:
    """One gap with its list of words. `number` counts gaps in the text from 1."""

    name: str
    number: int
    words: tuple[ShownOption, ...]


@dataclasses.dataclass(frozen=True)
class GapForm:
    """A text in pieces: wordings and gaps in turn."""

    kind: ClassVar[str] = "gaps"
    pieces: tuple[str | ShownGap, ...]
    language: str


@dataclasses.dataclass(frozen=True)
class TextForm:
    """A field to write in. `units` are those that a number may be written with."""

    kind: ClassVar[str] = "text"
    text: str
    is_long: bool = False
    is_number: bool = False
    units: tuple[str, ...] = ()
    unit_required: bool = False
    longest: int = 500
    is_reflection: bool = False
    # Whether a number was asked for, and what is written is none.
    is_unreadable: bool = False


AnswerShape = ChoiceForm | MatchingForm | OrderingForm | GapForm | TextForm


def answer_form(
    content: ItemContent,
    arrangement: Any,
    answer: Answer | None,
    sources: Sources,
) -> AnswerShape:
    """Return the fields of a question with an answer in them."""
    given = content.given(arrangement, answer)
    match content:
        case ChoiceContent():
            chosen = given.get("option", ())
            return ChoiceForm(
                allows_several=content.allows_several,
                options=tuple(
                    ShownOption(
                        str(place),
                        in_language(content.option(key).text),
                        str(place) in chosen,
                        shown_picture(content.option(key).picture, sources),
                    )
                    for place, key in enumerate(arrangement)
                ),
            )
        case MatchingContent():
            choices = [in_language(content.choices[k]) for k in arrangement["choices"]]
            return MatchingForm(
                tuple(
                    ShownPrompt(
                        name := f"pair-{place}",
                        in_language(content.pair(key).prompt),
                        _list(choices, given.get(name, ())),
                    )
                    for place, key in enumerate(arrangement["prompts"])
                )
            )
        case OrderingContent():
            order = (answer or {}).get("order", arrangement)
            return OrderingForm(
                tuple(
                    ShownElement(
                        arrangement.index(key),
                        in_language(content.element(key).text),
                        place,
                    )
                    for place, key in enumerate(order, start=1)
                ),
                is_untouched=answer is None,
            )
        case GapContent():
            return _gap_form(content, arrangement, given)
        case ShortTextContent():
            return TextForm(written(answer))
        case NumberContent():
            return TextForm(
                written(answer),
                is_number=True,
                units=tuple(unit.text for unit in content.units),
                unit_required=content.unit_required,
                is_unreadable=answer is not None and content.value(answer) is None,
            )
        case FreeTextContent():
            return TextForm(
                written(answer),
                is_long=True,
                longest=content.longest,
                is_reflection=content.is_reflection,
            )
    raise TypeError(content)


def _list(texts: list[str], chosen: Any) -> tuple[ShownOption, ...]:
    return tuple(
        ShownOption(str(place), text, str(place) in chosen)
        for place, text in enumerate(texts)
    )


def _gap_form(content: GapContent, arrangement: dict, given: Any) -> GapForm:
    text = in_language(content.text)
    places = {gap.key: place for place, gap in enumerate(content.gaps)}
    pieces: list[str | ShownGap] = []
    # Splitting at a pattern with a group gives texts and names of gaps in turn.
    for index, piece in enumerate(GAP.split(text)):
        if index % 2 == 0:
            pieces.append(piece)
            continue
        name = f"gap-{places[piece]}"
        gap = content.gaps[places[piece]]
        words = [in_language(gap.word(key).text) for key in arrangement[piece]]
        pieces.append(
            ShownGap(name, (index + 1) // 2, _list(words, given.get(name, ())))
        )
    language = text.language if isinstance(text, Wording) else ""
    return GapForm(tuple(pieces), language)

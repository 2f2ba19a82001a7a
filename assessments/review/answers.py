"""An answer in words: for the page before submission, and for results."""

import dataclasses

from assessments.content import (
    GAP,
    ChoiceContent,
    GapContent,
    ItemContent,
    MatchingContent,
    OrderingContent,
    written,
)
from courses.translated import Wording, in_language


@dataclasses.dataclass(frozen=True)
class AnswerLine:
    """One line of an answer: "" or what it answers, like a prompt, and the answer."""

    text: str
    prompt: str = ""
    # Whether the prompt is a number, as of a list.
    is_numbered: bool = False


def answer_lines(
    content: ItemContent, arrangement: object, answer: dict | None
) -> tuple[AnswerLine, ...]:
    """Return a stored answer in words, in the active language; () for no answer."""
    if answer is None:
        return ()
    match content:
        case ChoiceContent():
            order = arrangement if isinstance(arrangement, list) else []
            chosen = content.chosen(answer)
            keys = [key for key in order if key in chosen] or sorted(chosen)
            return tuple(AnswerLine(_option_text(content, key)) for key in keys)
        case MatchingContent():
            return tuple(
                AnswerLine(
                    in_language(content.choices[answer["pairs"][pair.key]]),
                    in_language(pair.prompt),
                )
                for pair in content.pairs
                if pair.key in answer["pairs"]
            )
        case OrderingContent():
            return tuple(
                AnswerLine(in_language(content.element(key).text), f"{place}.", True)
                for place, key in enumerate(answer["order"], start=1)
            )
        case GapContent():
            return (AnswerLine(filled_text(content, answer)),)
    return (AnswerLine(written(answer)),)


def _option_text(content: ChoiceContent, key: str) -> str:
    option = content.option(key)
    if any(option.text.values()) or option.picture is None:
        return in_language(option.text)
    return in_language(option.picture.alt)


def filled_text(content: GapContent, answer: dict) -> str:
    """Return the text with the chosen words in brackets; … where nothing was chosen."""
    text = in_language(content.text)
    words = answer.get("gaps", {})
    gaps = {gap.key: gap for gap in content.gaps}
    filled = GAP.sub(
        lambda match: (
            f"[{in_language(gaps[match[1]].word(words[match[1]]).text)}]"
            if match[1] in words
            else "[…]"
        ),
        text,
    )
    return Wording(filled, text.language) if isinstance(text, Wording) else filled

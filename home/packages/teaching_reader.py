"""Reading the directives that shape a text or ask a learner something."""

import itertools
import re
from collections.abc import Callable

from .directives import Attributes, Segment, Surroundings, filled
from .fields import Fields, fields_of
from .problems import Place, quoted
from .richtext import plain, to_html, tokens_of
from .teaching import (
    Accordion,
    CheckOption,
    Comparison,
    ContentNote,
    Quote,
    Reflection,
    Section,
    SelfCheck,
    Steps,
    TeachingBlock,
    TrueOrFalse,
)
from .yamltree import parse

MOST_SECTIONS = 12
LEAST_STEPS, MOST_STEPS = 2, 10
LEAST_OPTIONS, MOST_OPTIONS = 2, 8
HEADING = re.compile(r"###(?!#)")
# Of a block that was made in the editor it is the block's own id.
REFLECTION_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
MOST_KEY = 40


def _quote(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    return Quote(
        html=to_html(filled(segment), segment.place),
        name=attributes.text("name"),
        role=attributes.text("role"),
    )


def _accordion(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    sections = _sections(segment, needs_text=True)
    if len(sections) > MOST_SECTIONS:
        segment.head.problem(
            f"These are {len(sections)} parts; at most {MOST_SECTIONS} can be "
            "overlooked. Divide them among two lessons."
        )
    return Accordion(sections)


def _steps(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    steps = _sections(segment, needs_text=False)
    if steps and not LEAST_STEPS <= len(steps) <= MOST_STEPS:
        segment.head.problem(
            f"The number of steps must be from {LEAST_STEPS} to {MOST_STEPS}, not "
            f"{len(steps)}."
        )
    return Steps(attributes.text("title"), steps)


def _comparison(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    sections = _sections(segment, needs_text=True)
    if sections and len(sections) != 2:
        segment.head.problem(
            f"A comparison has two sides, each after “### ”; here are {len(sections)}."
        )
    left, right, *_ = (*sections, Section("", ""), Section("", ""))
    return Comparison(attributes.text("title"), left, right)


def _content_note(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    return ContentNote(to_html(filled(segment), segment.place))


def _reflection(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock:
    key = attributes.text("key", required=True, most=MOST_KEY)
    if key and not REFLECTION_KEY.fullmatch(key):
        segment.head.problem(
            f"{quoted(key)} is no short name. Use small letters, digits and single "
            "hyphens, like “my-next-step”."
        )
    return Reflection(key, _plain_paragraph(segment))


def _self_check(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> TeachingBlock | None:
    fields = fields_of(parse(filled(segment), segment.place), around.languages)
    if fields is None:
        return None
    fields.rarely("statement", "answer")
    check = _statement(fields) if fields.mentions("statement") else _question(fields)
    fields.finish()
    return check


def _statement(fields: Fields) -> TrueOrFalse:
    return TrueOrFalse(
        statement=fields.text("statement"),
        is_true=fields.boolean("answer"),
        explanation=fields.text("explanation", most=500),
    )


def _question(fields: Fields) -> SelfCheck:
    question = fields.text("question")
    found = (fields_of(node, fields.languages) for node in fields.each("options"))
    options = tuple(_option(option) for option in found if option)
    if fields.has("options"):
        place = fields.at("options")
        if not LEAST_OPTIONS <= len(options) <= MOST_OPTIONS:
            place.problem(
                f"The number of options must be from {LEAST_OPTIONS} to "
                f"{MOST_OPTIONS}, not {len(options)}."
            )
        elif not any(option.is_right for option in options):
            place.problem("No option is right. Write “right: true” to at least one.")
    return SelfCheck(
        question, options, fields.text("explanation", required=False, most=500)
    )


def _option(fields: Fields) -> CheckOption:
    option = CheckOption(
        text=fields.text("text"),
        is_right=fields.boolean("right", default=False),
        feedback=fields.text("feedback", most=500),
    )
    fields.finish()
    return option


# Parts of a text


def _sections(segment: Segment, *, needs_text: bool) -> tuple[Section, ...]:
    """Return the parts of the text, each below a line that begins with “### ”."""
    lines = filled(segment).split("\n")
    starts = [number for number, line in enumerate(lines) if HEADING.match(line)]
    before = lines[: starts[0]] if starts else lines
    if any(line.strip() for line in before):
        segment.place.problem(
            f"The text of “::: {segment.name}” begins with a heading: “### ” and a few "
            "words. Add it."
        )
    found = []
    for start, end in itertools.pairwise([*starts, len(lines)]):
        place = segment.place.below(start)
        text = "\n".join(lines[start + 1 : end])
        if needs_text and not text.strip():
            place.problem("There is no text below this heading. Write it.")
        html = to_html(text, place.below(1))
        found.append(Section(_heading(lines[start], place), html))
    return tuple(found)


def _heading(line: str, place: Place) -> str:
    texts = [plain(token, place) for token in tokens_of(line) if token.type == "inline"]
    heading = " ".join(texts).strip()
    if not heading:
        place.problem("This heading is empty. Write it after “### ”.")
    if len(heading) > 255:
        place.problem(
            f"This heading has {len(heading)} characters; at most 255 fit. Shorten it."
        )
    return heading


def _plain_paragraph(segment: Segment) -> str:
    """Return the one plain paragraph that the text must be."""
    tokens = tokens_of(filled(segment))
    texts = [plain(token, segment.place) for token in tokens if token.type == "inline"]
    text = " ".join(texts).strip()
    if text and [token.type for token in tokens] != [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]:
        segment.place.problem(
            f"The text of “::: {segment.name}” is one paragraph. Write it as one."
        )
    if len(text) > 255:
        segment.place.problem(
            f"This text has {len(text)} characters; at most 255 fit. Shorten it."
        )
    return text


TEACHING_DIRECTIVES: dict[
    str, Callable[[Segment, Attributes, Surroundings], TeachingBlock | None]
] = {
    "quote": _quote,
    "accordion": _accordion,
    "steps": _steps,
    "comparison": _comparison,
    "content-note": _content_note,
    "self-check": _self_check,
    "reflection": _reflection,
}

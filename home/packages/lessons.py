"""Lessons: front matter and a body of blocks, one file for each language."""

from collections.abc import Callable, Iterable

from .content import (
    Block,
    Callout,
    Case,
    Download,
    Figure,
    KeyPoints,
    Lesson,
    Reference,
    References,
    Table,
    Text,
    Tone,
)
from .directives import (
    Attributes,
    Segment,
    Surroundings,
    filled,
    nothing_inside,
    segments,
)
from .fields import Fields, fields_of
from .media import DOCUMENTS, PICTURES, media_path
from .played_reader import PLAYED_DIRECTIVES
from .problems import Place, listed, nearest, quoted
from .richtext import plain_list, plain_table, to_html
from .teaching_reader import TEACHING_DIRECTIVES
from .yamltree import Listing, expect, parse

MOST_KEY_POINTS = 7
QUESTIONS = "Questions:"


def front_matter(text: str, place: Place) -> tuple[str, str, Place] | None:
    """Return the front matter, the body and the body's first line.

    None, and a problem, if the file has no front matter.
    """
    head, _, rest = text.partition("\n")
    lines = rest.split("\n")
    if head.rstrip() == "---":
        for number, line in enumerate(lines):
            if line.rstrip() == "---":
                body = "\n".join(lines[number + 1 :])
                return "\n".join(lines[:number]), body, place.below(number + 2)
    place.problem(
        "A lesson begins with its title and more between two lines “---”. Add them."
    )
    return None


def blocks_of(body: str, place: Place, around: Surroundings) -> tuple[Block, ...]:
    """Return the blocks of the body, whose first line is at `place`."""
    blocks = []
    for segment in segments(body, place):
        read = DIRECTIVES.get(segment.name)
        if read is None:
            segment.head.problem(
                f"There is no directive {quoted(segment.name)}."
                f"{nearest(segment.name, (name for name in DIRECTIVES if name))}"
            )
            continue
        attributes = Attributes(segment)
        block = read(segment, attributes, around)
        attributes.finish()
        if block is not None:
            blocks.append(block)
    if not blocks:
        place.problem("The lesson has no text. Write it below the second “---”.")
    return tuple(blocks)


def tags_of(lessons: Iterable[Lesson]) -> frozenset[str]:
    """Return the tags of the sources that the lessons name."""
    return frozenset(
        source.tag
        for lesson in lessons
        for blocks in lesson.body.values()
        for block in blocks
        if isinstance(block, References)
        for source in block.sources
        if source.tag
    )


def _text(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    return Text(to_html(segment.text, segment.place, headings=True))


def _callout(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    tone = attributes.text("tone") or Tone.NOTE
    if tone not in list(Tone):
        segment.head.problem(
            f"There is no tone {quoted(tone)}. Use {listed(map(str, Tone))}."
        )
        tone = Tone.NOTE
    return Callout(
        tone=Tone(tone),
        title=attributes.text("title"),
        html=to_html(filled(segment), segment.place),
    )


def _key_points(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> Block:
    points = plain_list(filled(segment), segment.place, "Key points")
    if len(points) > MOST_KEY_POINTS:
        segment.head.problem(
            f"These are {len(points)} key points; at most {MOST_KEY_POINTS} are "
            "remembered. Keep the most important."
        )
    return KeyPoints(points)


def _case(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    lines = filled(segment).split("\n")
    marks = [number for number, line in enumerate(lines) if line.strip() == QUESTIONS]
    questions: tuple[str, ...] = ()
    story = segment.text
    if marks:
        story = "\n".join(lines[: marks[0]])
        asked = "\n".join(lines[marks[0] + 1 :])
        at = segment.place.below(marks[0] + 1)
        questions = plain_list(asked, at, "The questions of a case")
        if not story.strip():
            segment.head.problem(
                "The case has no story. Write it before the questions."
            )
    return Case(
        title=attributes.text("title", required=True),
        html=to_html(story, segment.place),
        questions=questions,
    )


def _table(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    header, rows = plain_table(filled(segment), segment.place)
    return Table(attributes.text("caption", required=True), header, rows)


def _figure(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    nothing_inside(segment)
    file = attributes.text("file", required=True)
    decorative = attributes.text("decorative")
    if decorative not in {"", "true"}:
        segment.head.problem("“decorative” is true or left out. Put it right.")
    return Figure(
        file=media_path(file, around.media, PICTURES, segment.head),
        alt=attributes.text("alt", required=not decorative),
        caption=attributes.text("caption"),
        is_decorative=bool(decorative),
    )


def _download(segment: Segment, attributes: Attributes, around: Surroundings) -> Block:
    nothing_inside(segment)
    file = attributes.text("file", required=True)
    return Download(
        file=media_path(file, around.media, DOCUMENTS, segment.head),
        title=attributes.text("title"),
    )


def _references(
    segment: Segment, attributes: Attributes, around: Surroundings
) -> Block | None:
    tree = parse(segment.text, segment.place)
    listing = tree and expect(tree, Listing, "a list of sources (- title: …)")
    if not listing:
        return None
    found = (fields_of(node, around.languages) for node in listing.items)
    return References(tuple(_reference(fields) for fields in found if fields))


def _reference(fields: Fields) -> Reference:
    has_year = fields.has("year")
    reference = Reference(
        title=fields.text("title"),
        authors=fields.text("authors", required=False),
        year=fields.integer("year", least=1900, most=2100) if has_year else None,
        source=fields.text("source", required=False),
        url=fields.url("url"),
        supports=fields.text("supports", required=False, most=500),
        review_by=fields.date("review_by"),
        tag=fields.text("tag", required=False, most=40),
    )
    fields.finish()
    return reference


DIRECTIVES: dict[str, Callable[[Segment, Attributes, Surroundings], Block | None]] = {
    "": _text,
    "callout": _callout,
    "key-points": _key_points,
    "case": _case,
    "table": _table,
    "figure": _figure,
    "download": _download,
    "references": _references,
    **TEACHING_DIRECTIVES,
    **PLAYED_DIRECTIVES,
}

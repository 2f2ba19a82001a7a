"""What of a course is translated, and what a translation must not change."""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields

from assessments.content import ItemContent
from home.packages import (
    Block,
    Callout,
    Case,
    ChoiceItem,
    CoursePackage,
    Download,
    Figure,
    Item,
    KeyPoints,
    Lesson,
    Reference,
    References,
    Table,
    Text,
)
from home.packages.content import Texts
from home.packages.teaching import (
    Accordion,
    Comparison,
    ContentNote,
    Reflection,
    Section,
    SelfCheck,
    Steps,
    TrueOrFalse,
)

DATE = re.compile(r"\b(\d{1,2})\.\s?\d{1,2}\.\s?(\d{4})\b")
GROUPED = re.compile(
    r"(?<![\d.,])([1-9]\d{0,2})((?:[ \u00a0\u202f]\d{3})+)(?![\d.,]?\d)"
)
GROUPED_IN_ENGLISH = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:,\d{3})+)(?![\d.,]?\d)")


def texts_of(course: CoursePackage) -> Iterator[tuple[str, Texts]]:
    """Every text of the course that may be in several languages, and its place."""
    yield "course: title", course.title
    yield "course: summary", course.summary
    yield "course: aim", course.aim
    yield "course: audience", course.audience
    for number, objective in enumerate(course.objectives, 1):
        yield f"course: objective {number}", objective
    for module in course.modules:
        yield f"{module.slug}: title", module.title
        yield f"{module.slug}: summary", module.summary
        for number, objective in enumerate(module.objectives, 1):
            yield f"{module.slug}: objective {number}", objective
    for step in course.steps:
        yield f"{step.address}: title", step.title
        yield f"{step.address}: introduction", step.introduction
    for item in course.items.values():
        for place, text in texts_of_item(item):
            yield f"{item.key}: {place}", text


def texts_of_item(item: Item) -> Iterator[tuple[str, Texts]]:
    """The wordings of an item: its own, and those of its options."""
    for part in (item, *(item.options if isinstance(item, ChoiceItem) else ())):
        name = "" if part is item else f"{part.key} "
        for field in fields(part):
            value = getattr(part, field.name)
            if isinstance(value, dict):
                yield f"{name}{field.name}", value
            # Choices have their options and feedback as fields of their own.
            elif isinstance(value, ItemContent) and type(part) is Item:
                for choosable in value.choosable():
                    for texts in choosable.wording:
                        if "und" not in texts:
                            yield choosable.name, texts


def wording(block: Block) -> list[str]:
    """What a learner reads in the block, in order; of a source, what it supports."""
    match block:
        case Text(html=markup):
            return [markup]
        case Callout(title=title, html=markup):
            return [title, markup]
        case KeyPoints(points=points):
            return [*points]
        case Case(title=title, html=markup, questions=questions):
            return [title, markup, *questions]
        case Table(caption=caption, header=header, rows=rows):
            return [caption, *header, *(cell for row in rows for cell in row)]
        case Figure(alt=alt, caption=caption):
            return [alt, caption]
        case Download(title=title):
            return [title]
        case References(sources=sources):
            return [source.supports for source in sources]
        case ContentNote(html=markup):
            return [markup]
        case Accordion(sections=sections):
            return parts(sections)
        case Steps(title=title, steps=steps):
            return [title, *parts(steps)]
        case Comparison(title=title, left=left, right=right):
            return [title, *parts([left, right])]
        case SelfCheck(question=question, options=options, explanation=explanation):
            answers = [text for one in options for text in (one.text, one.feedback)]
            return [question, *answers, explanation]
        case TrueOrFalse(statement=statement, explanation=explanation):
            return [statement, explanation]
        case Reflection(question=question):
            return [question]


def parts(sections: Iterable[Section]) -> list[str]:
    return [text for one in sections for text in (one.heading, one.html)]


def plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def language_of(lesson: Lesson, language: str) -> list[str]:
    """What a learner reads in the lesson in one language."""
    found = [lesson.title[language], lesson.introduction.get(language, "")]
    for block in lesson.body[language]:
        found += [plain(text) for text in wording(block)]
    return found


def shape(block: Block) -> list[object]:
    """What a translation of the block must not change."""
    found: list[object] = [block.kind]
    match block:
        case Callout(tone=tone):
            found.append(tone)
        case Table(header=header, rows=rows):
            found += [len(header), len(rows)]
        case References(sources=sources):
            found += [unchanging(source) for source in sources]
        case KeyPoints(points=points):
            found.append(len(points))
        case Case(questions=questions):
            found.append(len(questions))
        case Accordion(sections=sections):
            found.append(len(sections))
        case Steps(steps=steps):
            found.append([bool(step.html) for step in steps])
        case SelfCheck(options=options):
            found.append([option.is_right for option in options])
        case TrueOrFalse(is_true=is_true):
            found.append(is_true)
        case Reflection(key=key):
            # The notes hang on it in both languages.
            found.append(key)
    markup = getattr(block, "html", "")
    found.append(Counter(re.findall(r"<(h2|h3|p|ul|ol|li)\b", markup)))
    found.append(re.findall(r'href="([^"]*)"', markup))
    return found


def unchanging(source: Reference) -> tuple[object, ...]:
    return (source.year, source.url, source.review_by, source.tag)


def numbers(text: str, language: str) -> Counter[str]:
    """The numbers of a text as English would write them, without grouping.

    A date that is all digits counts as its day and its year, as the English one does.
    """
    if language == "en":
        text = GROUPED_IN_ENGLISH.sub(lambda m: m[0].replace(",", ""), text)
    else:
        text = DATE.sub(r"\1 \2", text)
        text = GROUPED.sub(lambda m: re.sub(r"\s", "", m[0]), text)
        # A point stands in a time of the day (16.20), never before decimals.
        text = re.sub(r"(?<=\d)\.(?=\d)", " ", text)
        text = re.sub(r"(?<=\d),(?=\d)", ".", text)
    return Counter(re.findall(r"\d+(?:\.\d+)?", text))

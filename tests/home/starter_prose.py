"""What learners read in the starter courses, in English."""

import re
from html.parser import HTMLParser

from home.packages import (
    Callout,
    Case,
    ChoiceItem,
    Figure,
    Item,
    KeyPoints,
    Lesson,
    Table,
    Text,
    TrueFalseItem,
)
from home.packages.teaching import (
    Accordion,
    Comparison,
    ContentNote,
    Reflection,
    SelfCheck,
    Steps,
    TrueOrFalse,
)

# Words that hurt or blame, and promises that nobody can keep.
UNWANTED = re.compile(
    r"\b(schizophrenics?|psychotics?|the mentally ill|bipolars|manic-depressives?|"
    r"suffer(s|ed|ing|er|ers)?|victims?|afflicted|crazy|insane|lunatic|"
    r"addicts?|junkies?|alcoholics?|the disabled|handicapped|low[- ]functioning|"
    r"(non-?)?complian(t|ce)|treatment[- ]resistant|hard to engage|unmotivated|"
    r"commit(s|ted)? suicide|failed attempt|successful suicide|wheelchair-bound|"
    r"miracle|revolutionary|game[- ]changer|proven to|guarantee[sd]?|"
    r"three times|successfully|simply|just|obviously)\b",
    re.IGNORECASE,
)


class Paragraphs(HTMLParser):
    """The texts of paragraphs, headings and list items, each on its own."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts = [""]
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        if tag in {"p", "li", "h2", "h3"}:
            self.texts.append("")

    def handle_data(self, data):
        self.texts[-1] += data


def prose(lesson: Lesson) -> list[str]:
    """What a learner reads in the lesson, without the list of sources."""
    found = [lesson.introduction["en"]]
    for block in lesson.body["en"]:
        match block:
            case Text(html=markup):
                found += Paragraphs(markup).texts
            case Callout(title=title, html=markup):
                found += [title, *Paragraphs(markup).texts]
            case Case(title=title, html=markup, questions=questions):
                found += [title, *Paragraphs(markup).texts, *questions]
            case KeyPoints(points=points):
                found += points
            case Table(caption=caption, header=header, rows=rows):
                found += [caption, *header, *(cell for row in rows for cell in row)]
            case Figure(caption=caption):
                found.append(caption)
            case _:
                found += of_teaching(block)
    return [text.strip() for text in found if text.strip()]


def of_teaching(block) -> list[str]:
    """What a learner reads in a block that shapes a text or asks something."""
    match block:
        case ContentNote(html=markup):
            return Paragraphs(markup).texts
        case Accordion(sections=parts):
            return sections(parts)
        case Steps(title=title, steps=parts):
            return [title, *sections(parts)]
        case Comparison(title=title, left=left, right=right):
            return [title, *sections([left, right])]
        case SelfCheck(question=question, options=options, explanation=explanation):
            answers = [text for one in options for text in (one.text, one.feedback)]
            return [question, *answers, explanation]
        case TrueOrFalse(statement=statement, explanation=explanation):
            return [statement, explanation]
        case Reflection(question=question):
            return [question]
    return []


def sections(parts) -> list[str]:
    return [
        text for one in parts for text in [one.heading, *Paragraphs(one.html).texts]
    ]


def feedback_of(item: Item) -> dict[str, str]:
    """What an item says to each choice, by the choice; {} where there is none."""
    if isinstance(item, ChoiceItem):
        return {option.key: option.feedback.get("en", "") for option in item.options}
    if not isinstance(item, TrueFalseItem):
        return {}
    return {
        "true": item.feedback_true.get("en", ""),
        "false": item.feedback_false.get("en", ""),
    }


def parts_of(item: Item) -> list[str]:
    """What learners read in the parts of an item that has no options of its own."""
    if isinstance(item, ChoiceItem | TrueFalseItem):
        return []
    return [
        texts["en"]
        for choosable in item.content.choosable()
        for texts in choosable.wording
        if "en" in texts
    ]


def words(texts: list[str]) -> int:
    return sum(len(re.findall(r"[\w’'-]+", text)) for text in texts)


def sentences(texts: list[str]) -> list[str]:
    whole = [text for text in texts if text.endswith((".", "?", "!", ".”", "?”", ":"))]
    return [part for text in whole for part in re.split(r"(?<=[.?!:])[”*]* +", text)]

"""A translated starter course says what the original says, all of it, in its language.

A course is in the languages that its title is in. These tests ask nothing of a language
that no title names, so a translation can be written a file at a time before its title.
"""

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest

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
    read_package,
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

STARTER = Path(__file__).resolve().parents[2] / "home" / "starter"
COURSES = [read_package(file.parent) for file in sorted(STARTER.glob("*/course.yaml"))]

# Words that hurt or blame, and promises; in English: see test_starter_content.py.
UNWANTED = {
    "fi": re.compile(
        r"\b(skitsofreenik\w*|psykootik\w*|mielisair\w*|mielenvika\w*|hullu\w*|"
        r"kärsi(i|n|vä|vät|nyt|neet|mä[äa]n)?|uhri(t|n|a|en|ksi)?|"
        r"narkomaan\w*|narkkar\w*|alkoholist\w*|juopo\w*|invalid[ie]\w*|"
        r"tehnyt itsemurhan|teki itsemurhan|onnistunut itsemurha|"
        r"mullistav\w*|takuuvarma\w*|tietenkin|tietysti|ilmiselvästi)\b",
        re.IGNORECASE,
    ),
    "sv": re.compile(
        r"\b(schizofreniker\w*|psykotiker\w*|sinnessjuk\w*|galen\w*|galna|dårar?|"
        r"lider|lidande|offer|offren|narkoman\w*|knarkare\w*|alkoholist\w*|"
        r"begick självmord|begått självmord|begå självmord|lyckat självmord|"
        r"revolutioner\w*|garanter\w*|naturligtvis|självklart)\b",
        re.IGNORECASE,
    ),
}

# How the texts of a language quote: “like this” in English, ”like this” in Finnish.
FOREIGN_MARKS = {"fi": "“„‘«»", "sv": "“„‘«»"}

TRANSLATIONS = [
    (course, language)
    for course in COURSES
    for language in course.title
    if language != course.language
]
translations = pytest.mark.parametrize(
    ("course", "language"),
    TRANSLATIONS,
    ids=[f"{course.slug}-{language}" for course, language in TRANSLATIONS],
)
TRANSLATED_LESSONS = [
    (course, language, lesson)
    for course, language in TRANSLATIONS
    for lesson in course.lessons
    if language in lesson.body
]
translated_lessons = pytest.mark.parametrize(
    ("course", "language", "lesson"),
    TRANSLATED_LESSONS,
    ids=[f"{lesson.address}-{language}" for _, language, lesson in TRANSLATED_LESSONS],
)


# What there is to translate


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


# Numbers

DATE = re.compile(r"\b(\d{1,2})\.\s?\d{1,2}\.\s?(\d{4})\b")
GROUPED = re.compile(
    r"(?<![\d.,])([1-9]\d{0,2})((?:[ \u00a0\u202f]\d{3})+)(?![\d.,]?\d)"
)
GROUPED_IN_ENGLISH = re.compile(r"(?<![\d.,])([1-9]\d{0,2})((?:,\d{3})+)(?![\d.,]?\d)")


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


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("6,844 people", "6\u00a0844 ihmistä"),
        ("1,191 people, 502 jobs", "1 191 ihmistä, 502 työtä"),
        ("a ratio of 2.07 (1.82–2.35)", "suhdeluku 2,07 (1,82–2,35)"),
        ("by 18 December 2024", "18.12.2024 mennessä"),
        ("by 18 December 2024", "18. joulukuuta 2024 mennessä"),
        ("the 1980s, at 46%.", "1980-luku, 46\u00a0%."),
        ("0.456, or 46 per cent", "0,456 eli 46 prosenttia"),
        ("the bus at 16:20", "bussi kello 16.20"),
    ],
)
def test_a_number_is_the_same_in_either_way_of_writing(english, finnish):
    assert numbers(english, "en") == numbers(finnish, "fi") != Counter()


@pytest.mark.parametrize(
    ("english", "finnish"),
    [
        ("46 per cent", "64 prosenttia"),
        ("a ratio of 2.07", "suhdeluku 2,70"),
        ("a ratio of 2.07", "suhdeluku 2.07"),
        ("6,844 people", "6\u00a0448 ihmistä"),
        ("348 of 763", "763"),
        ("20 of 100", "20 ihmistä 100:sta, 2 uutta"),
    ],
)
def test_a_number_that_drifted_is_seen(english, finnish):
    assert numbers(english, "en") != numbers(finnish, "fi")


# All of it


@translations
def test_every_text_is_there(course, language):
    missing = [
        place for place, texts in texts_of(course) if texts and language not in texts
    ]
    missing += [
        f"{lesson.address}: text"
        for lesson in course.lessons
        if language not in lesson.body
    ]

    assert not missing


@translations
def test_every_survey_is_there(course, language):
    for survey in course.surveys.values():
        assert all(language in item.wording for item in survey.items), survey.key
    for scale in course.scales.values():
        assert all(language in label for label in scale.points), scale.key


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)
def test_no_text_is_in_a_language_that_the_course_is_not_in(course):
    """It would be in the package and on no page."""
    strays = [
        place for place, texts in texts_of(course) if set(texts) - set(course.title)
    ]
    strays += [
        lesson.address
        for lesson in course.lessons
        if set(lesson.body) - set(course.title)
    ]

    assert not strays


@translated_lessons
def test_a_lesson_keeps_its_shape(course, language, lesson):
    original, translated = lesson.body[course.language], lesson.body[language]

    assert [block.kind for block in translated] == [block.kind for block in original]
    for before, after in zip(original, translated, strict=True):
        assert shape(after) == shape(before)


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.slug)
def test_every_picture_is_shown_in_some_language(course):
    shown = {
        block.file
        for lesson in course.lessons
        for blocks in lesson.body.values()
        for block in blocks
        if isinstance(block, Figure | Download)
    }

    assert set(course.media) == shown


# The same figures


@translated_lessons
def test_a_lesson_keeps_its_numbers(course, language, lesson):
    for before, after in zip(
        lesson.body[course.language], lesson.body[language], strict=True
    ):
        for said, translated in zip(wording(before), wording(after), strict=True):
            assert numbers(plain(translated), language) == numbers(
                plain(said), course.language
            ), translated


@translations
def test_the_other_texts_keep_their_numbers(course, language):
    for place, texts in texts_of(course):
        if language in texts:
            assert numbers(plain(texts[language]), language) == numbers(
                plain(texts[course.language]), course.language
            ), place


# In its language


@translated_lessons
def test_a_lesson_is_translated(course, language, lesson):
    """Nothing of a sentence's length was left in the course's own language."""
    original = set(language_of(lesson, course.language))
    left = [
        text
        for text in language_of(lesson, language)
        if text in original and len(text.split()) > 3
    ]

    assert not left


@translations
def test_quotation_marks_are_those_of_the_language(course, language):
    foreign = FOREIGN_MARKS[language]
    texts = [texts[language] for _, texts in texts_of(course) if language in texts]
    for lesson in course.lessons:
        if language in lesson.body:
            texts += language_of(lesson, language)

    assert not [text for text in texts if any(mark in text for mark in foreign)]


@translations
def test_nothing_hurts_blames_or_promises_too_much(course, language):
    """Options are left out: a wrong one may say what nobody should."""
    texts = [
        plain(texts[language])
        for place, texts in texts_of(course)
        if language in texts and not place.endswith(" text")
    ]
    for lesson in course.lessons:
        if language in lesson.body:
            texts += language_of(lesson, language)

    assert not [text for text in texts if UNWANTED[language].search(text)]


@translations
def test_the_right_option_is_not_given_away_by_its_length(course, language):
    items = [
        item
        for item in course.items.values()
        if item.type == "single_choice" and language in item.stem
    ]
    longest = 0
    for item in items:
        sizes = {option.is_key: 0 for option in item.options}
        for option in item.options:
            size = len(option.text.get(language, ""))
            sizes[option.is_key] = max(size, sizes[option.is_key])
        longest += sizes[True] >= sizes[False]

    assert longest <= len(items) / 3

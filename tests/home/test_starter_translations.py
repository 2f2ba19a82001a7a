"""A translated starter course says what the original says, all of it, in its language.

A course is in the languages that its title is in. These tests ask nothing of a language
that no title names, so a translation can be written a file at a time before its title.
"""

import re

import pytest

from home.packages import Download, Figure
from tests.home.starter_courses import COURSES, courses
from tests.home.translated_texts import (
    language_of,
    numbers,
    plain,
    shape,
    texts_of,
    wording,
)

# Words that hurt or blame, and promises; in English: see starter_prose.py.
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


@courses
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


@courses
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

"""The lessons of the starter courses: short, plain, ending with dated sources."""

from collections import Counter

import pytest

from home.packages import KeyPoints, References
from home.packages.teaching import ContentNote, SelfCheck
from tests.home.starter_courses import LESSONS, SOURCES
from tests.home.starter_prose import prose, sentences, words

lessons = pytest.mark.parametrize(
    "lesson", LESSONS, ids=[lesson.address for lesson in LESSONS]
)


@lessons
def test_a_lesson_has_a_bearable_length(lesson):
    assert 300 <= words(prose(lesson)) <= 800


CHECKS = [
    pytest.param(lesson, block, id=lesson.address)
    for lesson in LESSONS
    for block in lesson.body["en"]
    if isinstance(block, SelfCheck)
]


@pytest.mark.parametrize(("lesson", "check"), CHECKS)
def test_a_self_check_teaches_whatever_is_chosen(lesson, check):
    assert all(len(option.feedback) >= 20 for option in check.options)
    longest = max(len(option.text) for option in check.options)
    assert any(not option.is_right for option in check.options)
    wrong = [option for option in check.options if not option.is_right]
    # The right answer is not given away by being by far the longest.
    assert longest <= 1.6 * max(len(option.text) for option in wrong)


def test_the_right_answer_of_a_self_check_has_no_place_of_its_own():
    """These are not shuffled: a lesson looks the same to everybody."""
    places = Counter()
    for parameters in CHECKS:
        _lesson, check = parameters.values
        right = [at for at, one in enumerate(check.options) if one.is_right]
        if len(right) == 1:
            first, last = right[0] == 0, right[0] == len(check.options) - 1
            places["first" if first else "last" if last else "between"] += 1

    assert set(places) == {"first", "between", "last"}
    assert max(places.values()) <= sum(places.values()) / 2


def test_a_sensitive_lesson_begins_with_a_note_of_what_it_is_about():
    (lesson,) = (lesson for lesson in LESSONS if lesson.slug == "when-life-is-at-stake")

    for blocks in lesson.body.values():
        assert isinstance(blocks[0], ContentNote)


@lessons
def test_a_lesson_is_in_plain_language(lesson):
    said = sentences(prose(lesson))

    assert len(said) >= 15
    assert words(said) / len(said) <= 20
    assert max(words([sentence]) for sentence in said) <= 40


@lessons
def test_a_lesson_ends_with_key_points_and_dated_sources(lesson):
    *_, points, references = lesson.body["en"]

    assert isinstance(points, KeyPoints)
    assert isinstance(references, References)
    assert len({source.tag for source in references.sources}) == len(references.sources)
    for source in references.sources:
        assert source.tag in SOURCES
        assert source.supports
        assert 2027 <= source.review_by.year <= 2030


@lessons
def test_a_lesson_cites_a_source_as_the_table_does(lesson):
    for source in lesson.body["en"][-1].sources:
        row = SOURCES[source.tag]
        assert source.title in row["citation"]
        assert source.url == row.get("url", "")

"""The knowledge checks of the starter courses teach, and rest on sources."""

import pytest

from home.packages import TrueFalseItem
from tests.home.starter_courses import COURSES, REVISIT, SOURCES, courses
from tests.home.starter_prose import feedback_of

ITEMS = [(course, item) for course in COURSES for item in course.items.values()]
items = pytest.mark.parametrize(
    ("course", "item"), ITEMS, ids=[item.key for _course, item in ITEMS]
)


@items
def test_an_item_teaches_whatever_is_chosen(course, item):
    feedback = feedback_of(item)

    assert all(len(text) >= 20 for text in feedback.values()), feedback
    assert len(set(feedback.values())) == len(feedback)
    assert len(item.explanation["en"]) >= 40
    assert REVISIT[item.key] in {lesson.address for lesson in course.lessons}


@items
def test_a_scored_key_rests_on_verified_sources(course, item):
    assert item.sources
    for tag in item.sources:
        assert SOURCES[tag]["status"] == "verified"


@items
def test_an_item_cites_what_the_lesson_to_revisit_cites(course, item):
    """Who rereads the lesson must find the source there."""
    address = REVISIT[item.key]
    (lesson,) = (lesson for lesson in course.lessons if lesson.address == address)
    cited = {source.tag for source in lesson.body["en"][-1].sources}

    assert cited & set(item.sources)


def test_an_item_has_a_key_of_its_own():
    assert len({item.key for _course, item in ITEMS}) == len(ITEMS) == len(REVISIT)


def test_a_draw_finds_the_questions_of_its_own_course_only():
    """A site has one bank: a tag that both courses use would mix them."""
    tags = [
        {tag for one in course.bank.values() for tag in one.tags} for course in COURSES
    ]

    assert not set.intersection(*tags)


LANGUAGES = pytest.mark.parametrize("language", ["en", "fi"])


@courses
@LANGUAGES
def test_the_right_option_is_not_given_away_by_its_place_or_length(course, language):
    """Neither the longest nor the shortest: both are rules that learners try."""
    single = [one for one in course.items.values() if one.type == "single_choice"]
    longest = shortest = 0
    for item in single:
        sizes = {option.key: len(option.text[language]) for option in item.options}
        right = sizes.pop(next(one.key for one in item.options if one.is_key))
        longest += right >= max(sizes.values())
        shortest += right < min(sizes.values())

    assert all(item.shuffle for item in single)
    assert longest <= len(single) / 3
    assert shortest <= len(single) / 3


@courses
@LANGUAGES
def test_several_right_options_are_as_long_as_the_others(course, language):
    for item in course.items.values():
        if item.type == "multiple_choice":
            sizes = {True: [], False: []}
            for option in item.options:
                sizes[option.is_key].append(len(option.text[language]))
            right, wrong = (sum(sizes[key]) / len(sizes[key]) for key in (True, False))
            assert 0.6 <= right / wrong <= 1.6, item.key


@courses
def test_of_the_statements_neither_most_nor_few_are_true(course):
    answers = [
        item.answer for item in course.items.values() if isinstance(item, TrueFalseItem)
    ]

    assert len(answers) / 4 <= sum(answers) <= len(answers) * 3 / 4

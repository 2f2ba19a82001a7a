"""The starter courses keep their promises: sourced, respectful, adding up."""

from datetime import date
from decimal import Decimal

import pytest

from courses.glossary import Finder, Word
from home.packages import Case, CoursePackage, Text
from home.packages.teaching import SelfCheck, TrueOrFalse
from tests.home.starter_courses import (
    COURSES,
    ENGAGING,
    IPS,
    LESSONS,
    REVISIT,
    SOURCES,
    asked_by,
    courses,
)
from tests.home.starter_prose import UNWANTED, feedback_of, parts_of, prose

# The shape of the course


def test_the_ips_course_has_seven_modules():
    assert [module.slug for module in IPS.modules] == [
        "why-work",
        "eight-principles",
        "roles-and-integration",
        "profile-and-search",
        "employers",
        "on-the-job",
        "evidence-and-quality",
    ]


def test_the_engaging_course_follows_its_model_in_six_modules():
    assert [module.slug for module in ENGAGING.modules] == [
        "what-we-mean",
        "living-with-it",
        "relationship",
        "communication",
        "preferences-and-plan",
        "change-and-safety",
    ]


def test_nobody_has_to_read_about_suicide():
    (lesson,) = (lesson for lesson in LESSONS if lesson.slug == "when-life-is-at-stake")

    assert not lesson.is_required
    assert lesson.address not in REVISIT.values()


@courses
def test_a_course_ends_with_the_survey(course):
    last = course.steps[-1]
    assert (last.survey, last.is_required) == ("closing", False)
    assert last.unlock == "after_required"


@pytest.mark.parametrize(
    ("course", "module"),
    [
        pytest.param(course, module, id=module.slug)
        for course in COURSES
        for module in course.modules
    ],
)
def test_a_module_is_short_and_has_a_case_and_a_check(course, module):
    *read, check = module.steps

    assert 10 <= sum(step.minutes for step in module.steps) <= 20
    assert 3 <= len(read) <= 5
    assert len(module.objectives) >= 3
    blocks = [block for step in read for block in step.body["en"]]
    assert any(isinstance(block, Case) for block in blocks)
    assert any(isinstance(block, SelfCheck | TrueOrFalse) for block in blocks)
    assert 6 <= len(asked_by(course, check)) <= 8
    entries = check.assessment.entries
    assert 4 <= sum(one.draw.count if one.draw else 1 for one in entries) <= 6
    # Somebody who tries again meets other questions.
    assert any(one.draw for one in entries)
    assert (check.assessment.pass_mark, check.unlock) == (
        Decimal("0.8"),
        "after_required",
    )
    assert check.assessment.attempts_allowed is None


# The words


def all_texts(course: CoursePackage) -> dict[str, list[str]]:
    texts = {lesson.address: prose(lesson) for lesson in course.lessons}
    texts["course"] = [
        course.title["en"],
        course.summary["en"],
        course.aim["en"],
        *(objective["en"] for objective in course.objectives),
    ]
    for module in course.modules:
        texts[module.slug] = [module.summary["en"]]
        texts[module.slug] += [objective["en"] for objective in module.objectives]
    for item in course.items.values():
        texts[item.key] = [item.stem["en"], item.explanation["en"]]
        texts[item.key] += feedback_of(item).values()
        texts[item.key] += parts_of(item)
    return texts


TEXTS = {
    f"{course.slug}/{place}": texts
    for course in COURSES
    for place, texts in all_texts(course).items()
}


@pytest.mark.parametrize("texts", TEXTS.values(), ids=TEXTS.keys())
def test_nothing_hurts_blames_or_promises_too_much(texts):
    assert not [text for text in texts if UNWANTED.search(text)]


# The glossary


@courses
@pytest.mark.parametrize("language", ["en", "fi"])
def test_a_word_of_the_glossary_is_said_in_a_lesson(course, language):
    """What no lesson says is left out when the course is exported."""
    finder = Finder(
        Word(
            term.key,
            term.term[language],
            term.definition[language],
            tuple(form.strip() for form in term.forms[language].split(","))
            if term.forms
            else (),
        )
        for term in course.glossary.values()
    )
    said: set[str] = set()
    for lesson in course.lessons:
        for block in lesson.body[language]:
            if isinstance(block, Text):
                finder.marked(block.html, said)

    assert said == set(course.glossary)


def test_a_word_that_both_courses_explain_is_explained_alike():
    both = set(IPS.glossary) & set(ENGAGING.glossary)

    assert both
    assert all(IPS.glossary[key] == ENGAGING.glossary[key] for key in both)


@courses
def test_a_word_is_explained_in_every_language_and_without_harm(course):
    for term in course.glossary.values():
        assert set(term.term) == set(term.definition) == {"en", "fi", "sv"}
        assert not UNWANTED.search(term.definition["en"])


# The table of sources


def test_every_source_says_what_was_read_and_is_used():
    cited = {
        source.tag for lesson in LESSONS for source in lesson.body["en"][-1].sources
    }

    assert set(SOURCES) == cited
    for row in SOURCES.values():
        assert row["status"] in {"verified", "secondary", "opinion"}
        assert row["read"] in {"abstract", "article", "page"}
        assert row["citation"].endswith(".")
        assert row.get("since") in {None, "notes"}


def test_what_rests_on_notes_is_among_the_first_to_be_read_again():
    due = {
        source.review_by
        for lesson in LESSONS
        for source in lesson.body["en"][-1].sources
        if "since" in SOURCES[source.tag]
    }

    assert due
    assert max(due) <= date(2027, 5, 31)

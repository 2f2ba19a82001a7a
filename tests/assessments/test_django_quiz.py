"""What django-quiz-app kept, carried over from a database and from a fixture.

The tables are made here as its migrations make them, with data of our own.
"""

import datetime
from decimal import Decimal

import pytest
from django.core.management import CommandError

from assessments.carrying_over.old import old_site
from assessments.carrying_over.tables import read_tables
from assessments.models import (
    Assessment,
    Attempt,
    Behaviour,
    CarriedProgress,
    Category,
    Item,
    Practice,
    QuizPage,
)
from assessments.progress import category_progress
from courses.models import StepCompletion
from tests.factories.courses import build_course
from tests.factories.people import UserFactory

from .django_quiz import QUESTIONS, database, fixture, run

MADE = (Item, Assessment, Attempt, QuizPage, Category)


@pytest.fixture
def course(site):
    return build_course(lessons=0).page


@pytest.fixture
def ann(site):
    return UserFactory(email="ann@example.org")


@pytest.fixture(params=["database", "fixture"])
def data(request, tmp_path):
    return database(tmp_path) if request.param == "database" else fixture()


def test_a_database_and_its_fixture_say_the_same(tmp_path):
    one, other = (
        old_site(read_tables(data), "djq", "en")
        for data in (database(tmp_path), fixture())
    )

    assert one == other


def test_questions_are_carried_with_their_types_and_categories(
    data, tmp_path, course, ann
):
    run(tmp_path, data, course=course.slug)

    contents = {i.key: i.current_version.plain_content for i in Item.objects.all()}
    choice = contents["djq-question-1"]
    assert (choice.type, choice.stem) == ("single_choice", {"en": QUESTIONS[0][1]})
    assert [o.text["en"] for o in choice.options] == [
        "An ordinary paid job",
        "Sheltered work",
    ]
    assert (choice.right_keys, choice.shuffle) == ({"a12"}, False)
    assert choice.feedback == {"en": "An ordinary paid job."}
    assert contents["djq-question-2"].right_keys == {"false"}
    assert contents["djq-question-3"].type == "free_text"
    sub = Category.objects.get(key="djq-subcategory-1")
    assert Item.objects.get(key="djq-question-1").category == sub
    assert sub.parent.name == {"en": "supported employment"}


def test_quizzes_are_carried_with_their_rules(data, tmp_path, course, ann):
    run(tmp_path, data, course=course.slug)

    first = Assessment.objects.get(key="djq-first-quiz")
    assert (first.pass_mark, first.attempts_allowed) == (Decimal("0.6"), 1)
    assert (first.shuffle_items, first.behaviour) == (True, Behaviour.DEFERRED)
    assert first.passed_text == {"en": "Well done!"}
    assert first.entries.count() == 3
    second = Assessment.objects.get(key="djq-second-quiz")
    assert (second.behaviour, second.practice) == (
        Behaviour.IMMEDIATE,
        Practice.ALWAYS,
    )
    entry = second.entries.get()
    assert (entry.draw_count, entry.draw_tag.slug) == (1, "djq-second-quiz")
    assert Item.objects.filter(tags=entry.draw_tag).count() == 2
    assert QuizPage.objects.child_of(course).live().count() >= 2


def test_a_sitting_becomes_an_attempt(data, tmp_path, course, ann):
    run(tmp_path, data, course=course.slug)

    attempt = Attempt.objects.get(enrolment__user=ann)
    assert (attempt.score, attempt.max_score, attempt.passed) == (2, 3, True)
    assert attempt.submitted_at == datetime.datetime(
        2015, 3, 1, 10, 20, tzinfo=datetime.UTC
    )
    answers = list(
        attempt.responses.order_by("position").values_list("answer", flat=True)
    )
    assert answers == [
        {"chosen": ["false"]},
        {"chosen": ["a12"]},
        {"text": "I listen."},
    ]
    assert StepCompletion.objects.filter(enrolment__user=ann).exists()


def test_progress_is_what_is_not_in_an_attempt(data, tmp_path, course, ann):
    run(tmp_path, data, course=course.slug)

    carried = CarriedProgress.objects.get(user=ann)
    # One of the 20 was question 2, in the attempt; the other has a sub-category.
    assert (carried.score, carried.possible) == (11, 19)
    rows = category_progress(ann)
    shown = {row.category.key: (row.score, row.possible) for row in rows}
    assert shown == {
        "djq-category-1": (12, 20),
        "djq-subcategory-1": (1, 1),
    }


def test_carrying_over_twice_changes_nothing(data, tmp_path, course, ann):
    first, _losses = run(tmp_path, data, course=course.slug)
    counts = [
        m.objects.count() for m in (Item, Assessment, Attempt, QuizPage, Category)
    ]
    versions = [item.versions.count() for item in Item.objects.all()]
    run(tmp_path, data, course=course.slug)

    assert [model.objects.count() for model in MADE] == counts
    assert [item.versions.count() for item in Item.objects.all()] == versions
    assert "Questions: 3. Quizzes: 2. Pages: 2. Sittings: 1." in first


def test_a_trial_writes_nothing(data, tmp_path, course, ann):
    out, _err = run(tmp_path, data, "--dry-run", course=course.slug)

    assert "Nothing was written." in out
    assert not Item.objects.exists()
    assert not Category.objects.exists()


def test_what_stays_behind_is_listed_and_stops_everything(data, tmp_path, course):
    """Nobody here is called Ann."""
    with pytest.raises(CommandError, match="Nothing was written"):
        run(tmp_path, data, course=course.slug)
    assert not Item.objects.exists()

    _out, err = run(tmp_path, data, "--keep-good", course=course.slug)
    assert "quiz.sitting 5: Nobody here has the e-mail address of its owner." in err
    assert Item.objects.count() == 3
    assert not Attempt.objects.exists()


def test_without_a_course_sittings_have_nowhere_to_go(data, tmp_path, site, ann):
    _out, err = run(tmp_path, data, "--keep-good")

    assert "quiz.sitting 5: Its quiz has no page." in err
    assert Assessment.objects.count() == 2


def test_an_unfinished_sitting_goes_on_here(tmp_path, course, ann):
    rows = {
        "quiz_sitting": [
            (6, "2,1,3,", "1,3,", "", 1, 0, '{"2": "False"}',
             "2015-03-01 10:00:00", None, 1, 7),
        ]
    }  # fmt: skip
    run(tmp_path, database(tmp_path, rows), course=course.slug)

    attempt = Attempt.objects.get()
    assert (attempt.submitted_at, attempt.score) == (None, None)
    assert attempt.responses.filter(answer__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (
            {"multichoice_answer": [(11, 1, "A", 0), (12, 1, "B", 0)]},
            "quiz.question 1: Exactly one option must be marked as right.",
        ),
        ({"multichoice_answer": []}, "quiz.question 1: A question needs at least two"),
        ({"essay_essay_question": []}, "quiz.question 3: Its type is not one of the"),
        (
            {"multichoice_answer": [(11, 1, "A", 1), (12, 1, "B", 1)]},
            "quiz.question 1: Several of its answers are right",
        ),
        ({"quiz_question_quiz": []}, "quiz.quiz 1: It has no question"),
        ({"auth_user": []}, "quiz.sitting 5: Whose it is cannot be told."),
        ({"quiz_progress": [(1, "gone,1,2,", 7)]}, "“gone” is no category"),
        (
            {"quiz_question": [(1, "uploads/x.png", "Which?", "", 1, None)]},
            "quiz.question 1: Its figure has no text alternative",
        ),
    ],
)
def test_what_cannot_be_carried_is_named(tmp_path, rows, sentence):
    site = old_site(read_tables(database(tmp_path, rows)), "djq", "en")

    assert any(str(loss).startswith(sentence) or sentence in str(loss)
               for loss in site.losses)  # fmt: skip

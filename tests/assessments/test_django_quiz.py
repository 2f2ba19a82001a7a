"""What django-quiz-app kept, carried over from a database and from a fixture.

The tables are made here as its migrations make them, with data of our own.
"""

import contextlib
import datetime
import io
import json
import sqlite3
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from assessments.carrying_over.old import old_site
from assessments.carrying_over.tables import NotReadable, read_tables
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

TABLES = """
CREATE TABLE auth_user (id integer primary key, username text, email text,
  password text);
CREATE TABLE quiz_category (id integer primary key, category varchar(250));
CREATE TABLE quiz_subcategory (id integer primary key, sub_category text,
  category_id int);
CREATE TABLE quiz_quiz (id integer primary key, title text, description text, url text,
  random_order bool, max_questions int, answers_at_end bool, exam_paper bool,
  single_attempt bool, pass_mark int, success_text text, fail_text text, draft bool,
  category_id int);
CREATE TABLE quiz_question (id integer primary key, figure text, content text,
  explanation text, category_id int, sub_category_id int);
CREATE TABLE quiz_question_quiz (id integer primary key, question_id int, quiz_id int);
CREATE TABLE quiz_sitting (id integer primary key, question_order text,
  question_list text, incorrect_questions text, current_score int, complete bool,
  user_answers text, start datetime, "end" datetime, quiz_id int, user_id int);
CREATE TABLE quiz_progress (id integer primary key, score text, user_id int);
CREATE TABLE multichoice_mcquestion (question_ptr_id int primary key,
  answer_order text);
CREATE TABLE multichoice_answer (id integer primary key, question_id int, content text,
  correct bool);
CREATE TABLE true_false_tf_question (question_ptr_id int primary key, correct bool);
CREATE TABLE essay_essay_question (question_ptr_id int primary key);
"""

QUESTIONS = [
    # number, content, explanation, category, sub-category
    (1, "What does IPS aim at?", "An ordinary paid job.", 1, 1),
    (2, "Readiness is tested first.", "", 1, None),
    (3, "How would you begin?", "", None, None),
]
ROWS = {
    "auth_user": [
        (7, "ann", "Ann@Example.org", "x"),
        (8, "ben", "ben@example.org", "x"),
    ],
    "quiz_category": [(1, "supported-employment")],
    "quiz_subcategory": [(1, "principles", 1)],
    "quiz_quiz": [
        (1, "First quiz", "", "first-quiz", 1, None, 1, 1, 1, 60, "Well done!",
         "Read it again.", 0, 1),
        (2, "Second quiz", "", "second-quiz", 0, 1, 0, 0, 0, 0, "", "", 0, None),
    ],
    "quiz_question": [(q[0], "", *q[1:]) for q in QUESTIONS],
    "quiz_question_quiz": [(1, 1, 1), (2, 2, 1), (3, 3, 1), (4, 1, 2), (5, 2, 2)],
    "multichoice_mcquestion": [(1, "content")],
    "multichoice_answer": [
        (11, 1, "Sheltered work", 0),
        (12, 1, "An ordinary paid job", 1),
    ],
    "true_false_tf_question": [(2, 0)],
    "essay_essay_question": [(3,)],
    "quiz_sitting": [
        (5, "2,1,3,", "", "3,", 2, 1,
         json.dumps({"1": "12", "2": "False", "3": "I listen."}),
         "2015-03-01 10:00:00", "2015-03-01 10:20:00", 1, 7),
    ],
    "quiz_progress": [(1, "supported-employment,12,20,", 7)],
}  # fmt: skip


def database(tmp_path, rows=None) -> bytes:
    """Return the file of a database with these rows."""
    path = tmp_path / "old.sqlite3"
    path.unlink(missing_ok=True)
    connection = sqlite3.connect(path)
    connection.executescript(TABLES)
    for table, values in (ROWS | (rows or {})).items():
        for row in values:
            marks = ",".join("?" * len(row))
            connection.execute(f"INSERT INTO {table} VALUES ({marks})", row)
    connection.commit()
    connection.close()
    return path.read_bytes()


def fixture() -> bytes:
    """Return the same as `dumpdata` writes it."""

    def record(model, pk, **fields):
        return {"model": model, "pk": pk, "fields": fields}

    in_quizzes = {1: [1, 2], 2: [1, 2], 3: [1]}
    return json.dumps(
        [
            record("auth.user", 7, username="a", email="Ann@Example.org", password="x"),
            record("quiz.category", 1, category="supported-employment"),
            record("quiz.subcategory", 1, sub_category="principles", category=1),
            record(
                "quiz.quiz", 1, title="First quiz", description="", url="first-quiz",
                category=1, random_order=True, max_questions=None, answers_at_end=True,
                exam_paper=True, single_attempt=True, pass_mark=60, draft=False,
                success_text="Well done!", fail_text="Read it again.",
            ),
            record(
                "quiz.quiz", 2, title="Second quiz", description="", url="second-quiz",
                category=None, random_order=False, max_questions=1,
                answers_at_end=False, exam_paper=False, single_attempt=False,
                pass_mark=0, draft=False, success_text="", fail_text="",
            ),
            *(
                record(
                    "quiz.question", pk, quiz=in_quizzes[pk], category=category,
                    sub_category=sub, figure="", content=content, explanation=why,
                )
                for pk, content, why, category, sub in QUESTIONS
            ),
            record("multichoice.mcquestion", 1, answer_order="content"),
            record("multichoice.answer", 11, question=1, content="Sheltered work",
                   correct=False),
            record("multichoice.answer", 12, question=1,
                   content="An ordinary paid job", correct=True),
            record("true_false.tf_question", 2, correct=False),
            record("essay.essay_question", 3),
            record(
                "quiz.sitting", 5, user=7, quiz=1, question_order="2,1,3,",
                question_list="", incorrect_questions="3,", current_score=2,
                complete=True, start="2015-03-01T10:00:00Z",
                end="2015-03-01T10:20:00Z",
                user_answers=json.dumps({"1": "12", "2": "False", "3": "I listen."}),
            ),
            record("quiz.progress", 1, user=7, score="supported-employment,12,20,"),
        ]
    ).encode()  # fmt: skip


MADE = (Item, Assessment, Attempt, QuizPage, Category)


@pytest.fixture
def course(site):
    return build_course(lessons=0).page


@pytest.fixture
def ann(site):
    return UserFactory(email="ann@example.org")


def run(tmp_path, data, *args, **options):
    path = tmp_path / "file"
    path.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    call_command("import_django_quiz", path, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


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


# Hostile files ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"{",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b"SQLite format 3\x00",
        b"SQLite format 3\x00" + b"\x00" * 5000,
        b'[{"model": "quiz.quiz", "pk": "1", "fields": []}]',
    ],
)
def test_what_is_no_such_file_gets_a_sentence(tmp_path, site, data):
    with pytest.raises(CommandError, match=r"\.$"):
        run(tmp_path, data)


def test_views_of_a_database_are_not_asked(tmp_path):
    path = tmp_path / "hostile.sqlite3"
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE VIEW quiz_quiz AS WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT "
        "id + 1 FROM n) SELECT id, 'x' AS title FROM n;"
    )
    connection.close()

    with pytest.raises(NotReadable):
        read_tables(path.read_bytes())


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(data):
    with contextlib.suppress(NotReadable):
        old_site(read_tables(data), "djq", "en")


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=8), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    "quiz.quiz",
                    "quiz.question",
                    "quiz.sitting",
                    "quiz.progress",
                    "quiz.category",
                    "quiz.subcategory",
                    "multichoice.mcquestion",
                    "multichoice.answer",
                    "true_false.tf_question",
                    "auth.user",
                ]
            ),
            st.integers(0, 3),
            st.dictionaries(
                st.sampled_from(
                    ["quiz", "category", "sub_category", "content", "user", "score",
                     "question", "url", "pass_mark", "max_questions", "user_answers",
                     "question_order", "email", "password", "start", "end"]
                ),
                JUNK,
            ),
        ),
        min_size=1,
        max_size=8,
    )
)  # fmt: skip
def test_no_fixture_crashes_the_reader(records):
    data = json.dumps(
        [{"model": m, "pk": pk, "fields": fields} for m, pk, fields in records]
    ).encode()
    with contextlib.suppress(NotReadable):
        old_site(read_tables(data), "djq", "en")

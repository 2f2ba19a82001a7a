"""A small django-quiz-app site, as its database and as its fixture."""

import io
import json
import sqlite3

from django.core.management import call_command

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


def run(tmp_path, data, *args, **options):
    path = tmp_path / "file"
    path.write_bytes(data)
    out, err = io.StringIO(), io.StringIO()
    call_command("import_django_quiz", path, *args, stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()

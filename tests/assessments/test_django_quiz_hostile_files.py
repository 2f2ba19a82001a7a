"""Hostile files in place of a django-quiz-app database: each gets a sentence."""

import contextlib
import json
import sqlite3

import pytest
from django.core.management import CommandError
from hypothesis import given
from hypothesis import strategies as st

from assessments.carrying_over.old import old_site
from assessments.carrying_over.tables import NotReadable, read_tables

from .django_quiz import run

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

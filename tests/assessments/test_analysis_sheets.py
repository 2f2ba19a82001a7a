"""Which attempts count, and which of them may be shown. Pure, and on the database."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group
from hypothesis import given
from hypothesis import strategies as st

from assessments.listings import quizzes
from assessments.models import Attempt, Mark
from assessments.sheets import Cell, Column, Row, sheet, sheets
from home.setup import TRAINERS, set_up_groups
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.attempts import NOTHING, sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory

ONE_HOUR = datetime.timedelta(hours=1)


def row(*versions):
    cell = Cell(Decimal(1), {"chosen": ["a"]})
    return Row({Column(version, Decimal(1)): cell for version in versions}, True)


def given_to(made):
    return {column.version: n for column, n in made.counts.items()}


def test_attempts_with_a_version_that_few_had_are_left_out_as_a_whole():
    made = sheet([row(1, 2)] * 20 + [row(1, 3)] * 4, threshold=5)

    # Else the total would give away what 4 people got for version 3.
    assert len(made.rows) == 20
    assert made.left_out == 4
    assert given_to(made) == {1: 20, 2: 20, 3: 0}


def test_the_fifth_attempt_brings_all_five_back():
    made = sheet([row(1, 2)] * 20 + [row(1, 3)] * 5, threshold=5)

    assert (len(made.rows), made.left_out) == (25, 0)
    assert not made.is_one_form


def test_leaving_out_goes_on_until_nothing_small_is_left():
    rows = [row(1, 2)] * 6 + [row(3, 2)] * 4 + [row(3, 4)] * 3

    made = sheet(rows, threshold=5)

    # Version 4 goes, then 3 has only 4, and with it goes the second group.
    assert given_to(made) == {1: 6, 2: 6, 3: 0, 4: 0}
    assert made.is_one_form


@given(
    forms=st.lists(st.sets(st.integers(1, 6), min_size=1), max_size=40),
    threshold=st.integers(1, 8),
)
def test_what_is_shown_rests_on_enough_and_subtraction_finds_nothing(forms, threshold):
    made = sheet([row(*form) for form in forms], threshold)

    for column, n in made.counts.items():
        assert n == 0 or n >= threshold
        assert n == sum(column in kept.cells for kept in made.rows)
    assert made.finished == len(forms)


@pytest.fixture
def quiz(site):
    return AssessmentFactory(items=[ItemFactory(key="a"), ItemFactory(key="b")])


@pytest.fixture
def built(quiz):
    return build_course(lessons=0, assessment=quiz)


def only_row(quiz):
    (found,) = sheets([quiz.pk], threshold=1)[quiz.pk].rows
    return found


def test_only_the_first_finished_attempt_of_a_person_counts(built, quiz, noon):
    learner = UserFactory()
    sit(built, {"a": True, "b": NOTHING}, at=noon, user=learner)
    sit(built, {"a": True, "b": True}, at=noon + ONE_HOUR, user=learner)

    assert only_row(quiz).total == 1


def test_running_attempts_never_count(built, quiz, noon):
    sit(built, {"a": True}, at=noon, is_finished=False)

    assert sheets([quiz.pk], threshold=1) == {}


def test_of_two_attempts_of_one_moment_the_earlier_made_counts(built, quiz, noon):
    learner = UserFactory()
    sit(built, {"a": True}, at=noon, user=learner)
    sit(built, {"a": True, "b": True}, at=noon, user=learner)

    assert Attempt.objects.first_per_learner().count() == 1
    assert only_row(quiz).total == 1


def test_a_person_counts_once_over_all_courses_with_the_quiz(built, quiz, noon):
    learner = UserFactory()
    other = build_course(title="Another course", lessons=0, assessment=quiz)
    sit(other, {"a": True, "b": True}, at=noon, user=learner)
    sit(built, {}, at=noon + ONE_HOUR, user=learner)

    assert only_row(quiz).total == 2


def test_those_who_write_quizzes_only_try_them_out(built, quiz, noon, site):
    set_up_groups(site.root_page)
    trainer, administrator = UserFactory(), UserFactory(is_superuser=True)
    trainer.groups.add(Group.objects.get(name=TRAINERS))
    for user in (trainer, administrator, UserFactory()):
        sit(built, {"a": True}, at=noon, user=user)

    assert sheets([quiz.pk], threshold=1)[quiz.pk].finished == 1
    assert [entry.finished for entry in quizzes()] == [1]


def test_the_latest_mark_counts(built, quiz, noon):
    attempt = sit(built, {"a": True, "b": False}, at=noon)
    response = attempt.responses.get(item_version__item__key="b")
    Mark.objects.create(response=response, value="0.50", marked_at=noon, reason="Fair")

    assert only_row(quiz).total == Decimal("1.50")


def test_another_quiz_with_the_same_question_stays_apart(built, quiz, noon):
    item = quiz.entries.first().item
    other = AssessmentFactory(items=[item])
    elsewhere = build_course(title="Another course", lessons=0, assessment=other)
    learner = UserFactory()
    sit(built, {"a": True}, at=noon, user=learner)
    sit(elsewhere, {"a": True}, at=noon, user=learner)

    both = sheets([quiz.pk, other.pk], threshold=1)

    assert {pk: made.finished for pk, made in both.items()} == {quiz.pk: 1, other.pk: 1}

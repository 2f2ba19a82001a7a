"""Free text: marks that a person gives, and the score that waits for them."""

from decimal import Decimal

import pytest

from assessments import actions
from assessments.models import Attempt, Mark
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    free_text,
    single_choice,
)
from tests.factories.attempts import sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory

RUBRIC = {"listens": 2, "asks": 1}


@pytest.fixture
def built(site):
    quiz = AssessmentFactory(
        key="the-quiz",
        items=[
            ItemFactory(key="choice", content=single_choice()),
            ItemFactory(key="essay", content=free_text(rubric=RUBRIC)),
        ],
    )
    quiz.entries.filter(item__key="essay").update(max_mark=Decimal(3))
    return build_course(lessons=0, assessment=quiz)


@pytest.fixture
def attempt(built, noon):
    return sit(built, {"choice": True, "essay": {"text": "I listen."}}, at=noon)


@pytest.fixture
def marker(site):
    return UserFactory(email="marker@example.org")


def essay(attempt):
    return attempt.responses.get(item_version__item__key="essay")


def judge(attempt, marker, at, points=None, after=None, **fields):
    return actions.mark_response(
        response=essay(attempt),
        rubric_points=points or {"listens": 2, "asks": 0},
        after=after,
        by=marker,
        at=at,
        **fields,
    )


def test_a_submitted_attempt_waits_for_the_marker(attempt):
    attempt.refresh_from_db()

    assert (attempt.is_submitted, attempt.score, attempt.passed) == (True, None, None)
    assert attempt.awaits_marking
    assert not Attempt.objects.first_per_learner().exists()


def test_what_nobody_wrote_needs_no_marker(built, noon):
    attempt = sit(built, {"choice": True}, at=noon)
    attempt.refresh_from_db()

    assert (attempt.score, attempt.max_score, attempt.passed) == (1, 4, False)


def test_the_last_mark_settles_score_and_outcome(attempt, built, marker, noon):
    mark = judge(attempt, marker, noon, {"listens": 2, "asks": 1}, comment="Well put.")
    attempt.refresh_from_db()

    assert (mark.value, mark.marked_by, mark.comment) == (3, marker, "Well put.")
    assert (attempt.score, attempt.passed) == (4, True)
    assert attempt.enrolment.completions.filter(step=built.step(built.quiz)).exists()


def test_points_of_the_rubric_are_shares_of_the_points(attempt, marker, noon):
    assert judge(attempt, marker, noon, {"listens": 1, "asks": 0}).value == 1


@pytest.mark.parametrize("points", [{"listens": 3}, {"listens": -1}, {"sings": 1}])
def test_points_that_the_rubric_does_not_have_are_refused(
    attempt, marker, noon, points
):
    with pytest.raises(actions.UnreadableAnswer):
        judge(attempt, marker, noon, points)


def test_the_same_judgement_sent_twice_is_given_once(attempt, marker, noon):
    first = judge(attempt, marker, noon)
    again = judge(attempt, marker, noon)

    assert again == first
    assert Mark.objects.filter(response=essay(attempt)).count() == 1


def test_two_markers_do_not_overwrite_each_other(attempt, marker, noon):
    judge(attempt, marker, noon)

    with pytest.raises(actions.MarkedMeanwhile):
        judge(attempt, UserFactory(), noon, {"listens": 0, "asks": 0})


def test_marking_again_appends(attempt, marker, noon):
    first = judge(attempt, marker, noon)
    judge(
        attempt, marker, noon, {"listens": 0}, after=first.pk, reason="Read it again."
    )
    attempt.refresh_from_db()

    assert Mark.objects.filter(response=essay(attempt)).count() == 2
    assert (attempt.score, attempt.passed) == (1, False)


def test_an_attempt_in_progress_is_not_marked(built, marker, noon):
    attempt = sit(built, {"essay": {"text": "Draft."}}, at=noon, is_finished=False)

    with pytest.raises(actions.NotForHand):
        judge(attempt, marker, noon)


def test_answers_to_choose_are_not_marked_by_hand(attempt, marker, noon):
    with pytest.raises(actions.NotForHand):
        actions.mark_response(
            response=attempt.responses.get(item_version__item__key="choice"),
            value=Decimal(1),
            after=None,
            by=marker,
            at=noon,
        )


@pytest.mark.parametrize("value", [None, Decimal("-0.01"), Decimal("3.01"), "NaN"])
def test_points_without_a_rubric_lie_in_their_range(site, noon, marker, value):
    quiz = AssessmentFactory(items=[ItemFactory(key="essay", content=free_text())])
    quiz.entries.update(max_mark=Decimal(3))
    built = build_course(lessons=0, assessment=quiz)
    attempt = sit(built, {"essay": {"text": "I listen."}}, at=noon)

    with pytest.raises(actions.MarkOutOfRange):
        actions.mark_response(
            response=essay(attempt),
            value=None if value is None else Decimal(value),
            after=None,
            by=marker,
            at=noon,
        )


def test_a_reflection_is_never_marked_and_earns_nothing(site, noon):
    quiz = AssessmentFactory(
        items=[
            ItemFactory(key="choice", content=single_choice()),
            ItemFactory(key="essay", content=free_text(is_reflection=True)),
        ]
    )
    built = build_course(lessons=0, assessment=quiz)
    attempt = sit(built, {"choice": True, "essay": {"text": "Hm."}}, at=noon)
    attempt.refresh_from_db()

    assert (attempt.score, attempt.max_score, attempt.passed) == (1, 1, True)

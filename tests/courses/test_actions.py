"""Enrolling, completing steps, and completing a course."""

import datetime
import itertools

import pytest
from django.db import IntegrityError

from courses import actions
from courses.models import Enrolment, StepCompletion
from tests.factories.courses import CohortFactory, build_course, enrolled
from tests.factories.people import UserFactory

ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def built(site):
    return build_course(lessons=3)


@pytest.fixture
def enrolment(built):
    return enrolled(UserFactory(), built.course)


def test_enrolling_twice_keeps_the_first_enrolment(built, noon):
    user = UserFactory()
    first = actions.enrol(user=user, course=built.course, at=noon)
    second = actions.enrol(user=user, course=built.course, at=noon + ONE_DAY)

    assert second == first
    assert Enrolment.objects.get().enrolled_at == noon


def test_coming_back_after_leaving_reopens_what_was_done(built, enrolment, noon):
    step = built.step(built.lessons[0])
    actions.complete_step(enrolment=enrolment, step=step, at=noon)
    actions.withdraw(enrolment=enrolment, at=noon)

    again = actions.enrol(user=enrolment.user, course=built.course, at=noon + ONE_DAY)

    assert again == enrolment
    assert again.withdrawn_at is None
    assert again.completions.count() == 1


def test_the_database_refuses_a_second_active_enrolment(enrolment, noon):
    with pytest.raises(IntegrityError):
        Enrolment.objects.create(
            user=enrolment.user, course=enrolment.course, enrolled_at=noon
        )


def test_a_cohort_can_be_joined_within_its_window_only(built, noon):
    cohort = CohortFactory(course=built.course)
    user = UserFactory()

    joined = actions.enrol(user=user, course=built.course, at=noon, cohort=cohort)

    assert joined.cohort == cohort
    for late in (datetime.datetime(2027, 1, 1, tzinfo=datetime.UTC),):
        with pytest.raises(actions.CohortNotOpen):
            actions.enrol(
                user=UserFactory(), course=built.course, at=late, cohort=cohort
            )


def test_joining_a_cohort_later_keeps_the_progress(built, enrolment, noon):
    cohort = CohortFactory(course=built.course)

    joined = actions.enrol(
        user=enrolment.user, course=built.course, at=noon, cohort=cohort
    )

    assert (joined.pk, joined.cohort) == (enrolment.pk, cohort)


def test_completing_a_step_twice_keeps_the_first_time(built, enrolment, noon):
    step = built.step(built.lessons[0])
    actions.complete_step(enrolment=enrolment, step=step, at=noon)
    actions.complete_step(enrolment=enrolment, step=step, at=noon + ONE_DAY)

    assert StepCompletion.objects.get().completed_at == noon


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))), ids=str)
def test_the_last_required_step_completes_the_course_in_any_order(
    built, enrolment, noon, order
):
    for index in order[:-1]:
        step = built.step(built.lessons[index])
        assert not actions.complete_step(
            enrolment=enrolment, step=step, at=noon
        ).is_completed
    step = built.step(built.lessons[order[-1]])
    done = actions.complete_step(enrolment=enrolment, step=step, at=noon + ONE_DAY)

    assert done.completed_at == noon + ONE_DAY
    assert done.completion_rule == ("All required steps: Lesson 1; Lesson 2; Lesson 3.")


def test_an_optional_step_is_not_needed(built, enrolment, noon):
    page = built.lessons[2]
    page.is_required = False
    page.save_revision().publish()
    for index in (0, 1):
        enrolment = actions.complete_step(
            enrolment=enrolment, step=built.step(built.lessons[index]), at=noon
        )

    assert enrolment.is_completed


def test_a_completion_stays_when_the_course_grows(built, enrolment, noon):
    for page in built.lessons:
        enrolment = actions.complete_step(
            enrolment=enrolment, step=built.step(page), at=noon
        )
    from tests.factories.courses import lesson

    lesson(built.module, "A new lesson")
    again = actions.recompute_completion(enrolment=enrolment, at=noon + ONE_DAY)

    assert again.completed_at == noon


def test_removing_the_last_missing_step_lets_the_course_be_completed(
    built, enrolment, noon
):
    for page in built.lessons[:2]:
        actions.complete_step(enrolment=enrolment, step=built.step(page), at=noon)
    built.lessons[2].unpublish()

    done = actions.recompute_completion(enrolment=enrolment, at=noon + ONE_DAY)

    assert done.completed_at == noon + ONE_DAY


def test_a_course_without_required_steps_is_never_completed_by_nothing(
    built, enrolment, noon
):
    for page in built.lessons:
        page.is_required = False
        page.save_revision().publish()

    done = actions.complete_step(
        enrolment=enrolment, step=built.step(built.lessons[0]), at=noon
    )

    assert not done.is_completed


def test_a_step_of_another_course_is_refused(built, enrolment, noon):
    other = build_course(title="Another", lessons=1)

    with pytest.raises(actions.StepNotInCourse):
        actions.complete_step(
            enrolment=enrolment, step=other.step(other.lessons[0]), at=noon
        )

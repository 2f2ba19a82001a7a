"""Corrections: another key, a question taken out; listed first, then applied."""

import dataclasses
from decimal import Decimal

import pytest

from assessments import actions
from assessments.blocks import stored_content
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

WHY = "Option 1 is right as well."


@pytest.fixture
def quiz(site):
    return AssessmentFactory(
        key="the-quiz",
        items=[ItemFactory(key=key, content=single_choice()) for key in ("q1", "q2")],
    )


@pytest.fixture
def built(quiz):
    return build_course(lessons=0, assessment=quiz)


@pytest.fixture
def item(quiz):
    return quiz.entries.get(item__key="q1").item


@pytest.fixture
def by(site):
    return UserFactory(email="trainer@example.org")


def rekey(item, noon, right=1):
    """Publish the item with another right option; its options keep their names."""
    content = item.plain_content()
    options = tuple(
        dataclasses.replace(option, is_key=place == right)
        for place, option in enumerate(content.options)
    )
    changed = dataclasses.replace(content, options=options)
    item.content = stored_content(changed)
    item.save()
    item.refresh_from_db()
    return actions.freeze_item(item=item, at=noon)


def outcome(attempt):
    attempt.refresh_from_db()
    return attempt.score, attempt.max_score, attempt.passed


def correct(quiz, plan, by, noon, reason=WHY):
    return actions.apply_correction(
        assessment=quiz, plan=plan, reason=reason, by=by, at=noon
    )


# The plan -----------------------------------------------------------------------------


def test_a_plan_lists_what_would_change_and_changes_nothing(
    quiz, built, item, noon, by
):
    gained = sit(built, {"q1": 1, "q2": True}, at=noon)
    lost = sit(built, {"q1": 0, "q2": True}, at=noon)
    sit(built, {"q1": 2, "q2": True}, at=noon)
    marks = Mark.objects.count()

    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))

    listed = {c.attempt_id: (c.old_mark, c.new_mark) for c in plan.changes}
    assert listed == {gained.pk: (0, 1), lost.pk: (1, 0)}
    assert (plan.newly_passed, plan.newly_failed) == (1, 1)
    assert (plan.looked_at, plan.left_alone) == (3, 0)
    assert Mark.objects.count() == marks
    assert outcome(gained) == (1, 2, False)


def test_the_same_key_changes_nothing(quiz, built, item, noon):
    sit(built, {"q1": 0, "q2": True}, at=noon)
    plan = actions.plan_regrade(
        assessment=quiz, item=item, version=item.current_version
    )

    assert plan.changes == ()


def test_an_answer_that_names_an_option_of_the_past_is_left_alone(
    quiz, built, item, noon
):
    sit(built, {"q1": 2, "q2": True}, at=noon)
    content = item.plain_content()
    fewer = dataclasses.replace(content, options=content.options[:2])
    item.content = stored_content(fewer)
    item.save()
    item.refresh_from_db()
    version = actions.freeze_item(item=item, at=noon)

    plan = actions.plan_regrade(assessment=quiz, item=item, version=version)

    assert (plan.changes, plan.looked_at, plan.left_alone) == ((), 0, 1)


def test_attempts_in_progress_are_not_judged(quiz, built, item, noon):
    sit(built, {"q1": 1}, at=noon, is_finished=False)
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))

    assert plan.looked_at == 0


# Applying -----------------------------------------------------------------------------


def test_applying_appends_marks_with_reason_and_author(quiz, built, item, noon, by):
    gained = sit(built, {"q1": 1, "q2": True}, at=noon)
    version = rekey(item, noon)
    correct(
        quiz,
        actions.plan_regrade(assessment=quiz, item=item, version=version),
        by,
        noon,
    )

    marks = Mark.objects.filter(response__attempt=gained, response__position=1)
    old, new = marks.order_by("pk")
    assert (old.value, old.reason) == (0, "")
    assert (new.value, new.reason, new.marked_by, new.marked_as) == (
        1,
        WHY,
        by,
        version,
    )
    assert outcome(gained) == (2, 2, True)


def test_whoever_passes_now_completes_the_step(quiz, built, item, noon, by):
    gained = sit(built, {"q1": 1, "q2": True}, at=noon)
    step = built.step(built.quiz)
    assert not gained.enrolment.completions.filter(step=step).exists()
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))
    correct(quiz, plan, by, noon)

    assert gained.enrolment.completions.filter(step=step).exists()


def test_a_completion_that_was_given_stays(quiz, built, item, noon, by):
    lost = sit(built, {"q1": 0, "q2": True}, at=noon)
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))
    correct(quiz, plan, by, noon)

    assert outcome(lost) == (1, 2, False)
    step = built.step(built.quiz)
    assert lost.enrolment.completions.filter(step=step).exists()


def test_a_plan_that_is_out_of_date_is_refused(quiz, built, item, noon, by):
    sit(built, {"q1": 1, "q2": True}, at=noon)
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))
    sit(built, {"q1": 0, "q2": True}, at=noon)
    marks = Mark.objects.count()

    with pytest.raises(actions.PlanChanged):
        correct(quiz, plan, by, noon)
    assert Mark.objects.count() == marks


def test_a_plan_is_applied_once(quiz, built, item, noon, by):
    sit(built, {"q1": 1, "q2": True}, at=noon)
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))
    correct(quiz, plan, by, noon)
    marks = Mark.objects.count()

    with pytest.raises(actions.PlanChanged):
        correct(quiz, plan, by, noon)
    assert Mark.objects.count() == marks


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_correction_needs_a_reason(quiz, built, item, noon, by, reason):
    plan = actions.plan_void(assessment=quiz, item=item)

    with pytest.raises(actions.NoReason):
        correct(quiz, plan, by, noon, reason)


def test_a_failure_half_way_leaves_nothing(quiz, built, item, noon, by, monkeypatch):
    gained = sit(built, {"q1": 1, "q2": True}, at=noon)
    plan = actions.plan_regrade(assessment=quiz, item=item, version=rekey(item, noon))
    marks = Mark.objects.count()

    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("assessments.actions.regrading.complete_step", broken)
    with pytest.raises(RuntimeError):
        correct(quiz, plan, by, noon)

    assert Mark.objects.count() == marks
    assert outcome(gained) == (1, 2, False)


def test_what_waits_for_a_marker_is_not_judged(site, noon, by):
    quiz = AssessmentFactory(
        items=[
            ItemFactory(key="q1", content=single_choice()),
            ItemFactory(key="essay", content=free_text()),
        ]
    )
    built = build_course(lessons=0, assessment=quiz)
    sit(built, {"q1": True, "essay": {"text": "I listen."}}, at=noon)
    item = quiz.entries.get(item__key="q1").item

    assert actions.plan_void(assessment=quiz, item=item).looked_at == 0


# Void ---------------------------------------------------------------------------------


def test_a_void_item_leaves_score_and_maximum(quiz, built, item, noon, by):
    failed = sit(built, {"q1": 1, "q2": True}, at=noon)
    passed = sit(built, {"q1": 0, "q2": True}, at=noon)
    correct(quiz, actions.plan_void(assessment=quiz, item=item), by, noon)

    assert outcome(failed) == (1, 1, True)
    assert outcome(passed) == (1, 1, True)
    latest = Mark.objects.latest().filter(response__item_version__item=item)
    assert set(latest.values_list("value", "is_void")) == {(0, True)}


def test_a_void_item_comes_back_by_a_regrade(quiz, built, item, noon, by):
    attempt = sit(built, {"q1": 0, "q2": True}, at=noon)
    correct(quiz, actions.plan_void(assessment=quiz, item=item), by, noon)
    plan = actions.plan_regrade(
        assessment=quiz, item=item, version=item.current_version
    )
    correct(quiz, plan, by, noon, "It was right after all.")

    assert outcome(attempt) == (2, 2, True)


def test_the_last_item_that_counts_stays(quiz, built, item, noon, by):
    attempt = sit(built, {"q1": 0, "q2": True}, at=noon)
    correct(quiz, actions.plan_void(assessment=quiz, item=item), by, noon)
    other = quiz.entries.get(item__key="q2").item
    plan = actions.plan_void(assessment=quiz, item=other)

    assert (plan.changes, plan.left_alone) == ((), 1)
    assert outcome(attempt) == (1, 1, True)


def test_later_submissions_leave_it_out_as_well(quiz, built, item, noon, by):
    """Who was at it when the question was taken out is treated like the others."""
    sit(built, {"q1": 1, "q2": True}, at=noon)
    slow = sit(built, {"q1": 1, "q2": True}, at=noon, is_finished=False)
    correct(quiz, actions.plan_void(assessment=quiz, item=item), by, noon)

    actions.submit_attempt(attempt=slow, at=noon)

    assert outcome(slow) == (1, 1, True)


def test_statistics_do_not_know_a_void_item(quiz, built, item, noon, by):
    from assessments.sheets import sheets

    for _ in range(6):
        sit(built, {"q1": 1, "q2": True}, at=noon)
    correct(quiz, actions.plan_void(assessment=quiz, item=item), by, noon)

    sheet = sheets([quiz.pk], 5)[quiz.pk]
    assert len(sheet.columns) == 1


def test_a_correction_takes_few_queries_however_many_attempts(
    quiz, built, item, noon, by, django_assert_max_num_queries
):
    for _ in range(12):
        sit(built, {"q1": 2, "q2": True}, at=noon)
    version = rekey(item, noon, right=1)
    with django_assert_max_num_queries(8):
        plan = actions.plan_void(assessment=quiz, item=item)
    assert len(plan.changes) == 12
    assert plan.version is None
    assert version.number == 2
    assert Attempt.objects.filter(max_score=Decimal(2)).count() == 12

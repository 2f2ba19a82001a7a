"""Freezing items, starting, answering and submitting attempts."""

import datetime
import random
from decimal import Decimal

import pytest
from django.db import IntegrityError

from assessments import actions
from assessments.models import Attempt, ItemVersion, Mark, Response
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

ONE_DAY = datetime.timedelta(days=1)


@pytest.fixture
def assessment(site):
    return AssessmentFactory(
        items=[
            ItemFactory(content=single_choice(right=1)),
            ItemFactory(content=multiple_choice(right=(0, 2))),
            ItemFactory(content=true_false(is_true=False)),
        ]
    )


@pytest.fixture
def built(assessment):
    return build_course(lessons=1, assessment=assessment)


@pytest.fixture
def enrolment(built, noon):
    from courses.actions import complete_step

    enrolment = enrolled(UserFactory(), built.course)
    return complete_step(
        enrolment=enrolment, step=built.step(built.lessons[0]), at=noon
    )


@pytest.fixture
def start(built, enrolment, assessment, noon):
    """Return a function that starts an attempt of the quiz."""

    def start(key="first", at=noon):
        return actions.start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=assessment,
            start_key=key,
            at=at,
            rng=random.Random(1),
        )

    return start


@pytest.fixture
def attempt(start):
    return start()


def right_keys(response):
    return response.item_version.plain_content.right_keys


def given_for(response, keys):
    content = response.item_version.plain_content
    return content.given(response.option_order, {"chosen": sorted(keys)})


def answer_all(attempt, at, right=True, revision=1):
    for response in attempt.responses.select_related("item_version"):
        keys = right_keys(response)
        if not right:
            keys = {next(k for k in response.option_order if k not in keys)}
        actions.save_response(
            attempt=attempt,
            position=response.position,
            given=given_for(response, keys),
            revision=revision,
            at=at,
        )


# Versions -----------------------------------------------------------------------------


def test_publishing_an_unchanged_item_again_makes_no_version(site, noon):
    item = ItemFactory()
    actions.freeze_item(item=item, at=noon)

    assert item.versions.count() == 1


def test_a_changed_item_gets_a_new_version_and_the_old_one_stays(site, noon):
    item = ItemFactory(content=single_choice(right=0))
    first = item.current_version
    item.content = type(item.content)(
        item.content.stream_block, single_choice(right=1), is_lazy=True
    )
    item.save()
    item.refresh_from_db()
    second = actions.freeze_item(item=item, at=noon)

    assert (first.number, second.number) == (1, 2)
    first.refresh_from_db()
    assert first.plain_content.right_keys != second.plain_content.right_keys


def test_an_attempt_keeps_the_version_it_was_started_with(attempt, assessment, noon):
    entry = assessment.entries.order_by("sort_order").first()
    item = entry.item
    item.content = type(item.content)(
        item.content.stream_block, single_choice(right=0), is_lazy=True
    )
    item.save()
    item.refresh_from_db()
    actions.freeze_item(item=item, at=noon)

    answer_all(attempt, noon)

    assert actions.submit_attempt(attempt=attempt, at=noon).score == 3


# Starting -----------------------------------------------------------------------------


def test_starting_freezes_items_order_maximum_and_pass_mark(attempt, assessment, noon):
    assessment.pass_mark = Decimal("0.1")
    assessment.save()

    assert attempt.responses.count() == 3
    assert (attempt.max_score, attempt.pass_mark) == (3, Decimal("0.800"))
    for response in attempt.responses.all():
        keys = {o.key for o in response.item_version.plain_content.options}
        assert set(response.option_order) == keys


def test_starting_again_returns_to_the_attempt_in_progress(start):
    assert start("first") == start("second")
    assert Attempt.objects.count() == 1


def test_the_form_that_began_an_attempt_never_begins_another(start, noon):
    first = start("first")
    actions.submit_attempt(attempt=first, at=noon)

    assert start("first") == first
    assert start("second").number == 2


def test_no_more_attempts_than_allowed(start, assessment, noon):
    assessment.attempts_allowed = 1
    assessment.save()
    actions.submit_attempt(attempt=start("first"), at=noon)

    with pytest.raises(actions.NoAttemptsLeft):
        start("second")


def test_the_database_refuses_a_second_open_attempt(attempt, noon):
    with pytest.raises(IntegrityError):
        Attempt.objects.create(
            enrolment=attempt.enrolment,
            step=attempt.step,
            assessment=attempt.assessment,
            number=2,
            start_key="other",
            started_at=noon,
            item_count=3,
            max_score=3,
            pass_mark=Decimal("0.8"),
        )


def test_a_quiz_without_published_questions_does_not_start(built, enrolment, noon):
    empty = AssessmentFactory(items=[ItemFactory(published=False)])

    with pytest.raises(actions.QuizNotReady):
        actions.start_attempt(
            enrolment=enrolment,
            step=built.step(built.quiz),
            assessment=empty,
            start_key="x",
            at=noon,
        )


def test_true_and_false_keep_their_order(attempt):
    response = attempt.responses.get(position=3)

    assert response.option_order == ["true", "false"]


# Answering ----------------------------------------------------------------------------


def save(attempt, places, revision, at, position=1):
    given = {"option": [str(place) for place in places]}
    return actions.save_response(
        attempt=attempt, position=position, given=given, revision=revision, at=at
    )


def test_a_later_answer_replaces_an_earlier_one(attempt, noon):
    save(attempt, [0], 1, noon)

    saved = save(attempt, [1], 2, noon)

    assert saved.answer == {"chosen": [saved.option_order[1]]}


def test_an_answer_that_was_overtaken_is_refused(attempt, noon):
    save(attempt, [1], 6, noon)

    with pytest.raises(actions.StaleAnswer):
        save(attempt, [0], 5, noon)
    assert attempt.responses.get(position=1).revision == 6


def test_repeating_a_save_changes_nothing(attempt, noon):
    save(attempt, [0], 1, noon)
    again = save(attempt, [0], 1, noon + ONE_DAY)

    assert again.saved_at == noon


def test_an_answer_can_be_cleared(attempt, noon):
    save(attempt, [0], 1, noon)

    assert save(attempt, [], 2, noon).answer is None


def test_an_option_that_is_not_there_is_refused(attempt, noon):
    with pytest.raises(actions.UnreadableAnswer):
        save(attempt, [3], 1, noon)
    assert not Response.objects.filter(answer__isnull=False).exists()


def test_two_options_of_a_single_choice_question_are_refused(attempt, noon):
    with pytest.raises(actions.UnreadableAnswer):
        save(attempt, [0, 1], 1, noon)


def test_an_answer_after_submission_is_refused(attempt, noon):
    actions.submit_attempt(attempt=attempt, at=noon)

    with pytest.raises(actions.AttemptClosed):
        save(attempt, [0], 1, noon)


def test_saving_an_answer_takes_few_queries(
    attempt, noon, django_assert_max_num_queries
):
    with django_assert_max_num_queries(5):
        save(attempt, [0], 1, noon)


# Submitting ---------------------------------------------------------------------------


def test_all_right_passes_and_completes_the_step(attempt, built, noon):
    answer_all(attempt, noon)
    done = actions.submit_attempt(attempt=attempt, at=noon)

    assert (done.score, done.passed, done.submitted_at) == (3, True, noon)
    assert done.enrolment.completions.filter(step=built.step(built.quiz)).exists()


def test_all_wrong_fails_and_completes_nothing(attempt, built, noon):
    answer_all(attempt, noon, right=False)
    done = actions.submit_attempt(attempt=attempt, at=noon)

    assert (done.score, done.passed) == (0, False)
    assert not done.enrolment.completions.filter(step=built.step(built.quiz)).exists()


def test_submitting_twice_keeps_the_first_outcome(attempt, noon):
    actions.submit_attempt(attempt=attempt, at=noon)
    again = actions.submit_attempt(attempt=attempt, at=noon + ONE_DAY)

    assert again.submitted_at == noon
    assert Mark.objects.count() == 3


def test_an_unanswered_question_gets_nothing(attempt, noon):
    response = attempt.responses.get(position=2)
    places = given_for(response, right_keys(response))["option"]
    save(attempt, places, 1, noon, position=2)
    done = actions.submit_attempt(attempt=attempt, at=noon)

    assert done.score == 1
    assert Mark.objects.get(response=response).value == 1


def test_a_failure_while_completing_the_step_rolls_everything_back(
    attempt, noon, monkeypatch
):
    answer_all(attempt, noon)

    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr("assessments.actions.attempts.complete_step", broken)
    with pytest.raises(RuntimeError):
        actions.submit_attempt(attempt=attempt, at=noon)

    attempt.refresh_from_db()
    assert (attempt.submitted_at, attempt.score) == (None, None)
    assert not Mark.objects.exists()


def test_the_latest_mark_counts(attempt, noon):
    actions.submit_attempt(attempt=attempt, at=noon)
    mark = Mark.objects.get(response__position=1)
    Mark.objects.create(
        response=mark.response, value=1, marked_at=noon, reason="The key was wrong."
    )

    assert Mark.objects.latest().get(response=mark.response).value == 1


def test_statistics_take_each_learners_first_submitted_attempt(start, noon):
    first = actions.submit_attempt(attempt=start("first"), at=noon)
    actions.submit_attempt(attempt=start("second"), at=noon + ONE_DAY)

    assert list(Attempt.objects.first_per_learner()) == [first]


def test_versions_are_never_deleted_with_their_item(attempt):
    from django.db.models import ProtectedError

    item = ItemVersion.objects.first().item
    with pytest.raises(ProtectedError):
        item.delete()

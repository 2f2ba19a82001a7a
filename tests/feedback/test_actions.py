"""Publishing surveys, opening runs, answering, closing."""

import datetime

import pytest

from feedback import actions, windows, writer
from feedback.models import (
    Answer,
    Comment,
    InterimPolicy,
    Receipt,
    Response,
    RunGroup,
    RunSnapshot,
    SurveyRun,
)
from feedback.reconciliation import differences
from people.models import Profession
from tests.factories.courses import CohortFactory
from tests.factories.feedback import SurveyFactory, open_question, statement
from tests.factories.people import MembershipFactory, UserFactory


def republish(survey, body, at):
    survey.body = type(survey.body)(survey.body.stream_block, body, is_lazy=True)
    survey.save()
    survey.refresh_from_db()
    return actions.freeze_survey(survey=survey, at=at)


# Versions -----------------------------------------------------------------------------


def test_publishing_an_unchanged_survey_makes_no_version(survey, noon):
    again = actions.freeze_survey(survey=survey, at=noon)

    assert (again.number, survey.versions.count()) == (1, 1)


def test_a_changed_statement_gets_a_version_and_the_others_keep_theirs(site, noon):
    survey = SurveyFactory(body=[statement("clarity"), statement("pace")])
    first = survey.current_version
    second = republish(
        survey,
        [statement("clarity"), statement("pace", wording="The pace was right.")],
        noon,
    )

    kept, changed = second.entries.values_list("item_version", flat=True)
    assert kept == first.entries.first().item_version_id
    assert changed != first.entries.last().item_version_id
    assert second.number == 2


def test_going_back_to_an_old_wording_finds_its_old_version(site, noon):
    survey = SurveyFactory(body=[statement("clarity")])
    first = survey.current_version.entries.get().item_version_id
    republish(survey, [statement("clarity", wording="It was clear.")], noon)
    third = republish(survey, [statement("clarity")], noon)

    assert third.entries.get().item_version_id == first


# Runs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "first", "following", "name"),
    [
        ((2026, 1, 1), (2026, 1, 1), (2026, 4, 1), "2026 Q1"),
        ((2026, 3, 31), (2026, 1, 1), (2026, 4, 1), "2026 Q1"),
        ((2026, 5, 15), (2026, 4, 1), (2026, 7, 1), "2026 Q2"),
        ((2026, 12, 31), (2026, 10, 1), (2027, 1, 1), "2026 Q4"),
    ],
    ids=["first day", "last day", "middle", "end of the year"],
)
def test_quarters(day, first, following, name):
    assert windows.quarter_of(datetime.date(*day)) == (
        datetime.date(*first),
        datetime.date(*following),
        name,
    )


def test_answers_of_one_quarter_and_organisation_share_a_run(respondent, noon):
    organisation = MembershipFactory().organisation
    users = [
        MembershipFactory(organisation=organisation).user,
        MembershipFactory(organisation=organisation).user,
        UserFactory(),
    ]
    runs = [respondent.answer(at=noon, user=user) for user in users]

    assert runs[0] == runs[1] != runs[2]
    assert runs[0].organisation == organisation
    assert runs[0].dimensions == ["profession", "language"]
    assert runs[2].dimensions == ["organisation", "profession", "language"]
    assert runs[0].interim == InterimPolicy.STEPS


def test_a_cohort_has_a_run_of_its_own_without_interim_results(built, respondent, noon):
    from courses.actions import enrol

    cohort = CohortFactory(course=built.course)
    user = UserFactory()
    enrol(user=user, course=built.course, at=noon, cohort=cohort)

    run = respondent.answer(at=noon, user=user)

    assert (run.cohort, run.interim, run.name) == (
        cohort,
        InterimPolicy.OFF,
        cohort.name,
    )


# Answering ----------------------------------------------------------------------------


def test_answering_stores_a_receipt_a_response_and_the_step(respondent, built, noon):
    user = UserFactory()
    run = respondent.answer(at=noon, user=user, comments={})

    assert Receipt.objects.get().user == user
    assert Response.objects.get().run == run
    assert (
        user.enrolments.get()
        .completions.filter(step=built.step(built.feedback))
        .exists()
    )
    assert differences(run) == []


def test_answering_twice_counts_once(respondent, noon):
    user = UserFactory()
    respondent.answer((5, 5, 5), at=noon, user=user)
    with pytest.raises(actions.AlreadyAnswered):
        respondent.answer((1, 1, 1), at=noon, user=user)

    assert (Receipt.objects.count(), Response.objects.count()) == (1, 1)
    assert Answer.objects.filter(value=5).count() == 3


def test_answering_again_in_the_next_quarter_counts_once(respondent, noon):
    user = UserFactory()
    respondent.answer(at=noon, user=user)
    with pytest.raises(actions.AlreadyAnswered):
        respondent.answer(at=noon + datetime.timedelta(days=120), user=user)

    assert SurveyRun.objects.count() == 1


def test_a_failure_while_completing_the_step_stores_nothing(
    respondent, noon, monkeypatch
):
    def broken(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(actions, "complete_step", broken)
    with pytest.raises(RuntimeError):
        respondent.answer(at=noon)

    assert not Receipt.objects.exists()
    assert not Response.objects.exists()
    assert not RunGroup.objects.exists()


def test_after_an_early_closing_the_next_run_of_the_quarter_takes_the_answers(
    respondent, noon
):
    first = respondent.answer(at=noon)
    actions.close_run(run=first, at=noon)
    later = noon + datetime.timedelta(days=3)
    runs = [respondent.answer(at=later), respondent.answer(at=later)]

    assert runs[0] == runs[1] != first
    assert runs[0].name == f"{first.name} / 2"
    assert (runs[0].opened_on, runs[0].closes_on) == (later.date(), first.closes_on)
    assert Response.objects.filter(run=first).count() == 1


def test_a_run_that_closes_at_the_same_moment_loses_no_answer(
    respondent, noon, monkeypatch
):
    """The run is looked up, then closed by somebody else, then locked."""
    first = respondent.answer(at=noon)
    look_up = actions.run_for

    def look_up_then_close(**kwargs):
        run = look_up(**kwargs)
        if run == first:
            actions.close_run(run=run, at=noon)
        return run

    monkeypatch.setattr(actions, "run_for", look_up_then_close)
    second = respondent.answer(at=noon)

    assert second != first
    assert Response.objects.filter(run=second).count() == 1
    assert Receipt.objects.filter(run=second).count() == 1


def test_a_survey_published_anew_gets_a_run_of_its_own(respondent, survey, noon):
    before = respondent.answer(at=noon)
    republish(
        survey,
        [statement("clarity"), statement("usefulness"), statement("pace", wording="!")],
        noon,
    )
    survey.refresh_from_db()
    respondent.versions = [
        entry.item_version
        for entry in survey.current_version.entries.order_by("position")
    ]
    after = respondent.answer(at=noon)

    assert (before.name, after.name) == ("2026 Q4", "2026 Q4 / 2")
    assert after.survey_version == survey.current_version


def test_answers_after_the_last_day_of_a_cohort_go_to_the_quarter(
    built, respondent, noon
):
    from courses.actions import enrol

    cohort = CohortFactory(course=built.course)
    early, late = UserFactory(), UserFactory()
    for user in (early, late):
        enrol(user=user, course=built.course, at=noon, cohort=cohort)
    first = respondent.answer(at=noon, user=early)
    second = respondent.answer(
        user=late,
        at=datetime.datetime.combine(
            first.closes_on, datetime.time(12), tzinfo=datetime.UTC
        ),
    )

    assert (first.cohort, second.cohort) == (cohort, None)
    first.refresh_from_db()
    assert not first.is_open


def test_an_answer_closes_the_runs_of_the_course_that_are_over(respondent, noon):
    first = respondent.answer(at=noon)
    respondent.answer(at=datetime.datetime(2027, 1, 2, 12, tzinfo=datetime.UTC))

    first.refresh_from_db()
    assert not first.is_open


def test_an_answer_is_kept_when_closing_another_run_fails(
    respondent, noon, monkeypatch
):
    from django.db import OperationalError

    respondent.answer(at=noon)

    def locked(**kwargs):
        raise OperationalError("database is locked")

    monkeypatch.setattr(actions, "close_run", locked)
    run = respondent.answer(at=datetime.datetime(2027, 1, 2, 12, tzinfo=datetime.UTC))
    assert Response.objects.filter(run=run).count() == 1


# Releasing and closing ----------------------------------------------------------------


def test_an_open_quarter_is_released_in_steps_of_five_one_step_behind(respondent, noon):
    released = []
    for _number in range(16):
        run = respondent.answer(at=noon)
        latest = run.snapshots.latest_released()
        released.append(latest.responded if latest else None)

    assert released == [None] * 9 + [5] * 5 + [10] * 2


@pytest.mark.parametrize("responded", range(5, 16))
def test_the_final_release_holds_everybody(respondent, noon, responded):
    for _number in range(responded):
        run = respondent.answer(at=noon)
    actions.close_run(run=run, at=noon)

    sizes = list(
        RunSnapshot.objects.order_by("number").values_list("responded", flat=True)
    )
    assert sizes[-1] == responded
    assert all(
        later - earlier >= 5 for earlier, later in zip(sizes, sizes[1:], strict=False)
    )
    assert not RunSnapshot.objects.filter(released_on=None).exists()


def test_closing_without_interim_results_releases_everybody(run, submissions, noon):
    writer.store(run=run, submissions=submissions(8))
    actions.close_run(run=run, at=noon)

    assert RunSnapshot.objects.get().responded == 8


def test_fewer_than_five_are_never_released(run, submissions, noon):
    writer.store(run=run, submissions=submissions(4))
    actions.close_run(run=run, at=noon)

    assert not RunSnapshot.objects.exists()


def test_closing_twice_changes_nothing(run, submissions, noon):
    writer.store(run=run, submissions=submissions(8))
    actions.close_run(run=run, at=noon)
    actions.close_run(run=run, at=noon + datetime.timedelta(days=3))

    run.refresh_from_db()
    assert run.closed_on == noon.date()
    assert RunSnapshot.objects.count() == 1


def test_after_closing_no_small_group_is_left_in_the_database(run, submissions, noon):
    for organisation, count in {"A": 12, "B": 8, "C": 3}.items():
        writer.store(run=run, submissions=submissions(count, organisation=organisation))
    actions.close_run(run=run, at=noon)

    groups = RunGroup.objects.filter(run=run, dimension="organisation")
    assert dict(groups.values_list("key", "responded")) == {"A": 12, "*": 11}
    assert differences(run) == []


def test_due_runs_close_on_their_day(respondent, noon):
    run = respondent.answer(at=noon)
    assert actions.close_due_runs(at=noon) == []

    january = datetime.datetime(2027, 1, 1, 12, tzinfo=datetime.UTC)
    assert actions.close_due_runs(at=january) == [run]


def test_the_eligible_are_those_who_reached_the_survey(built, respondent, noon):
    from courses.actions import complete_step
    from feedback.eligibility import count_eligible
    from tests.factories.courses import enrolled

    run = respondent.answer(at=noon)
    reached = enrolled(UserFactory(), built.course)
    complete_step(enrolment=reached, step=built.step(built.lessons[0]), at=noon)
    enrolled(UserFactory(), built.course)
    before = enrolled(UserFactory(), built.course)
    complete_step(
        enrolment=before,
        step=built.step(built.lessons[0]),
        at=noon - datetime.timedelta(days=90),
    )

    assert count_eligible(run) == 2


def test_a_comment_is_stored_without_its_ratings(respondent, survey, noon):
    from feedback.answering import versions_asked

    question = versions_asked(survey.current_version)[-1]
    respondent.answer(at=noon, comments={question.pk: "More cases."})

    comment = Comment.objects.get()
    names = {field.name for field in comment._meta.get_fields()}
    assert "response" not in names
    assert comment.text == "More cases."


def test_a_survey_may_have_open_questions_only(site, noon):
    survey = SurveyFactory(body=[open_question()])

    assert survey.current_version.entries.count() == 1


def test_profession_is_counted_as_the_profile_says(respondent, noon):
    user = UserFactory(profession=Profession.PEER_WORKER)
    run = respondent.answer(at=noon, user=user)

    group = RunGroup.objects.get(run=run, dimension="profession")
    assert (group.key, group.responded) == ("peer_worker", 1)

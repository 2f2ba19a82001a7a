"""Answers under a pseudonym: kept apart, taken back, and compared with each other."""

import datetime

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback import actions, confidential, writer
from feedback.models import (
    Answer,
    ConfidentialAnswer,
    ConfidentialResponse,
    InterimPolicy,
    Pseudonym,
    Receipt,
    Response,
    RunGroup,
    RunKind,
    RunMode,
    SurveyRun,
)
from feedback.planning import plan_run
from feedback.reconciliation import differences
from feedback.reporting import run_report
from feedback.run_listing import participation
from people.models import Profession
from tests.factories.courses import enrolled
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import UserFactory
from tests.feedback.confidential_runs import (
    LATER,
    answer_later,
    asked_later,
    people,
    under_pseudonyms,
)
from tests.feedback.test_reminders import Reminded


@pytest.fixture
def survey(survey):
    return under_pseudonyms(survey)


@pytest.fixture
def follow_up(built, survey):
    return asked_later(built, survey)


class TestWhereTheyLie:
    def test_no_row_of_a_confidential_run_is_among_the_anonymous_ones(
        self, respondent, noon
    ):
        user = UserFactory()
        run = respondent.answer(at=noon, user=user)

        assert run.mode == RunMode.CONFIDENTIAL
        assert (Response.objects.count(), Answer.objects.count()) == (0, 0)
        response = ConfidentialResponse.objects.get()
        assert response.pseudonym.user == user
        assert response.answers.count() == 3
        assert Receipt.objects.filter(user=user, run=run).exists()
        assert differences(run) == []

    def test_the_answers_of_one_person_in_one_course_share_a_pseudonym(
        self, respondent, follow_up, versions, noon
    ):
        (user,) = people(1)
        respondent.answer(at=noon, user=user)
        answer_later(follow_up, versions, user, (5, 5, 5), noon + LATER)

        assert ConfidentialResponse.objects.count() == 2
        assert Pseudonym.objects.get().user == user

    def test_nothing_of_an_open_run_is_released(self, respondent, noon):
        for user in people(12):
            run = respondent.answer(at=noon, user=user)

        assert run.interim == InterimPolicy.OFF
        assert not run.snapshots.exists()

    def test_publishing_the_survey_in_another_mode_begins_another_run(
        self, respondent, survey, noon
    ):
        """A run never mixes what was given under two promises."""
        first = respondent.answer(at=noon)
        survey.mode = RunMode.ANONYMOUS
        survey.save()
        actions.freeze_survey(survey=survey, at=noon)
        second = respondent.answer(at=noon)

        assert (first.mode, second.mode) == (RunMode.CONFIDENTIAL, RunMode.ANONYMOUS)
        assert first.survey_version.number + 1 == second.survey_version.number
        assert (ConfidentialResponse.objects.count(), Response.objects.count()) == (
            1,
            1,
        )

    @pytest.mark.parametrize("kind", [RunKind.CODES, RunKind.PAPER])
    def test_without_an_account_there_is_no_pseudonym(self, run, kind):
        run.mode, run.kind = RunMode.CONFIDENTIAL, kind

        with pytest.raises(IntegrityError), transaction.atomic():
            run.save()

    def test_a_run_with_codes_of_a_confidential_survey_is_anonymous(
        self, built, survey, noon
    ):
        run = plan_run(
            kind=RunKind.CODES,
            course=built.course,
            survey=survey,
            step=None,
            name="Codes",
            opens_on=noon.date(),
            last_day=noon.date(),
            shows_interim=True,
        )

        assert (run.mode, run.interim) == (RunMode.ANONYMOUS, InterimPolicy.STEPS)

    def test_answers_without_a_pseudonym_are_refused(self, built, survey, submissions):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            step=built.step(built.feedback),
            mode=RunMode.CONFIDENTIAL,
        )

        with pytest.raises(IntegrityError), transaction.atomic():
            writer.store(run=run, submissions=submissions(1))
        assert RunGroup.objects.count() == 0


class TestTakingBack:
    def test_what_is_taken_back_is_in_no_count(self, respondent, noon):
        users = people(6)
        for number, user in enumerate(users):
            run = respondent.answer((1 + number % 5,) * 3, at=noon, user=user)
        own = ConfidentialResponse.objects.get(pseudonym__user=users[0])

        confidential.take_back(response=own)

        assert ConfidentialAnswer.objects.count() == 15
        assert differences(run) == []
        assert RunGroup.objects.get(run=run, dimension="").responded == 5
        assert Receipt.objects.filter(user=users[0], run=run).exists()

    def test_erasing_the_account_takes_the_answers_along(self, respondent, noon):
        users = people(7)
        for user in users:
            run = respondent.answer(at=noon, user=user)

        users[3].delete()

        assert ConfidentialResponse.objects.count() == 6
        assert Pseudonym.objects.count() == 6
        assert differences(run) == []

    def test_after_closing_groups_that_were_folded_lose_one_as_well(
        self, respondent, noon
    ):
        nurses, coaches = people(8), people(3, Profession.COACH)
        for user in [*nurses, *coaches]:
            run = respondent.answer(at=noon, user=user)
        actions.close_run(run=run, at=noon)
        run.refresh_from_db()
        shown = run.snapshots.latest_released().payload

        coaches[0].delete()

        assert differences(run) == []
        assert run.snapshots.latest_released().payload == shown

    def test_a_release_stays_as_it_was_shown(self, respondent, noon):
        """The difference of two releases would be the answers of one person."""
        users = people(6)
        for user in users:
            run = respondent.answer(at=noon, user=user)
        run = actions.close_run(run=run, at=noon)

        users[0].delete()

        report = run_report(run)
        assert (report.released, report.responded) == (6, 6)
        assert run.snapshots.count() == 1

    def test_nobody_misses_who_took_answers_back(self, respondent, noon):
        """A number that falls from five to four would say that somebody did."""
        users = people(5)
        for user in users:
            run = respondent.answer(at=noon, user=user)
        run = actions.close_run(run=run, at=noon)
        before = participation(run, noon.date(), 5, run.eligible)

        users[0].delete()

        left = run.groups.get(dimension="").responded
        assert left == 4
        assert participation(run, noon.date(), left, run.eligible) == before


class TestOwnAnswers:
    @pytest.fixture
    def answered(self, respondent, noon, client):
        """Six people have answered; the first one is signed in."""
        users = people(6)
        for user in users:
            run = respondent.answer((5, 4, 1), at=noon, user=user)
        client.force_login(users[0])
        return run, users

    def test_a_person_reads_what_they_answered(self, answered, client, versions):
        page = client.get("/learn/feedback/answers/").content.decode()

        for version, value in zip(versions, (5, 4, 1), strict=True):
            assert version.text in page
            assert version.point_labels[value - 1] in page

    def test_and_takes_it_back_after_being_asked(self, answered, client):
        run, users = answered
        own = ConfidentialResponse.objects.get(pseudonym__user=users[0])
        address = f"/learn/feedback/answers/{own.pk}/"

        assert client.get(address).status_code == 200
        assert ConfidentialResponse.objects.count() == 6
        client.post(address)

        assert not ConfidentialResponse.objects.filter(pk=own.pk).exists()
        assert differences(run) == []
        assert client.post(address).status_code == 404

    def test_nobody_reads_or_deletes_those_of_others(self, answered, client):
        _run, users = answered
        other = ConfidentialResponse.objects.get(pseudonym__user=users[1])

        assert client.get(f"/learn/feedback/answers/{other.pk}/").status_code == 404
        assert client.post(f"/learn/feedback/answers/{other.pk}/").status_code == 404
        assert ConfidentialResponse.objects.count() == 6

    def test_whoever_gave_nothing_is_told_so(self, answered, client):
        client.force_login(UserFactory())

        page = client.get("/learn/feedback/answers/")

        assert "There are none." in page.content.decode()

    def test_anonymous_answers_are_not_there(self, client, respondent, survey, noon):
        """A control: the page finds what has a pseudonym, and nothing else."""
        survey.mode = RunMode.ANONYMOUS
        survey.save()
        actions.freeze_survey(survey=survey, at=noon)
        (user,) = people(1)
        respondent.answer(at=noon, user=user)
        client.force_login(user)

        assert (
            "There are none." in client.get("/learn/feedback/answers/").content.decode()
        )

    def test_the_number_of_queries_does_not_grow_with_what_was_answered(
        self, answered, client, follow_up, versions, noon
    ):
        _run, users = answered

        def queries():
            with CaptureQueriesContext(connection) as captured:
                client.get("/learn/feedback/answers/")
            return len(captured)

        queries()
        with_one = queries()
        answer_later(follow_up, versions, users[0], (5, 5, 5), noon + LATER)

        assert queries() == with_one


class TestPromises:
    """Nowhere is anonymity promised of what is kept under a pseudonym."""

    @pytest.mark.parametrize("mode", RunMode)
    def test_a_reminder_promises_what_the_run_keeps(self, db, mode):
        reminded = Reminded()
        SurveyRun.objects.update(mode=mode, interim=InterimPolicy.OFF)
        reminded.remind()

        assert len(mail.outbox) == 12
        says_anonymous = "anonymous" in mail.outbox[0].body
        assert says_anonymous == (mode == RunMode.ANONYMOUS)
        assert ("pseudonym" in mail.outbox[0].body) != says_anonymous

    @pytest.mark.parametrize("mode", RunMode)
    def test_my_learning_promises_what_the_follow_up_keeps(
        self, client, follow_up, survey, mode
    ):
        now = timezone.now()
        survey.mode = mode
        survey.save()
        actions.freeze_survey(survey=survey, at=now)
        enrolment = enrolled(UserFactory(), follow_up.course)
        enrolment.completed_at = now - datetime.timedelta(weeks=9)
        enrolment.completion_rule = "All required steps"
        enrolment.save()
        client.force_login(enrolment.user)

        learning = client.get("/learn/").content.decode()
        asked = client.get(f"/learn/follow-up/{follow_up.course.slug}/")

        assert "what has come of it?" in learning
        assert ("anonymous" in learning) == (mode == RunMode.ANONYMOUS)
        title = f"Your answers are {mode}"
        assert title in asked.content.decode()

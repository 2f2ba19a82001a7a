"""Answers under a pseudonym: kept apart, taken back, and compared with each other."""

import dataclasses
import datetime

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courses.actions import complete_step
from courses.outline import sync_course
from feedback import actions, confidential, writer
from feedback.comparing import NotCompared, compare_runs
from feedback.exports.compared import comparison_as_json
from feedback.follow_ups import submit_follow_up
from feedback.models import (
    Answer,
    ConfidentialAnswer,
    ConfidentialResponse,
    FeedbackPage,
    FollowUp,
    InterimPolicy,
    Pseudonym,
    Receipt,
    Response,
    RunGroup,
    RunKind,
    RunMode,
    SurveyItemVersion,
    SurveyRun,
)
from feedback.planning import plan_run
from feedback.reconciliation import differences
from feedback.reporting import run_report
from feedback.run_listing import participation
from people.models import Profession
from psychometrics.comparison import VerdictWord
from tests.factories.courses import enrolled, put_live
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import UserFactory

LATER = datetime.timedelta(weeks=9)


@pytest.fixture
def survey(survey):
    """The survey of the course, asked under pseudonyms."""
    survey.mode = RunMode.CONFIDENTIAL
    survey.save()
    actions.freeze_survey(survey=survey, at=timezone.now())
    return survey


@pytest.fixture
def follow_up(built, survey):
    return FollowUp.objects.create(course=built.course, survey=survey, weeks=8)


def people(count, profession=Profession.NURSE):
    return [UserFactory(profession=profession) for _number in range(count)]


def answer_later(follow_up, versions, user, ratings, at):
    """Answer the follow-up some weeks after the course."""
    enrolment = enrolled(user, follow_up.course)
    enrolment.completed_at = at - datetime.timedelta(weeks=8)
    enrolment.completion_rule = "All required steps"
    enrolment.save()
    return submit_follow_up(
        enrolment=enrolment,
        follow_up=follow_up,
        values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
        comments={},
        language="en",
        at=at,
    )


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


class TestChange:
    """Fifteen people answer at the end of a course and again weeks later."""

    @pytest.fixture
    def both(self, respondent, follow_up, versions, noon):
        def make(pairs, only_before=0, only_after=0):
            for before, after in pairs:
                (user,) = people(1)
                first = respondent.answer((before,) * 3, at=noon, user=user)
                second = answer_later(
                    follow_up, versions, user, (after,) * 3, noon + LATER
                )
            for user in people(only_before):
                first = respondent.answer((3, 3, 3), at=noon, user=user)
            for user in people(only_after):
                second = answer_later(
                    follow_up, versions, user, (3, 3, 3), noon + LATER
                )
            first = actions.close_run(run=first, at=noon + LATER)
            second = actions.close_run(run=second, at=noon + 2 * LATER)
            return first, second

        return make

    PAIRS = [(2, 4), (3, 4), (2, 3), (3, 5), (4, 4)] * 3

    def comparison(self, this, other):
        return compare_runs(run_report(this), run_report(other))

    def test_the_same_people_are_compared_with_themselves(self, both):
        first, second = both(self.PAIRS)

        item = self.comparison(second, first).items[0]

        assert item.pairs is None
        assert item.paired.n == 15
        # 2, 1, 1, 2, 0 three times: mean 1.2.
        assert item.paired.difference == "1.20"
        assert item.verdict.word is VerdictWord.X_HIGHER
        assert item.p_holm < 0.001

    def test_a_reverse_worded_statement_changes_the_other_way(self, both, versions):
        SurveyItemVersion.objects.filter(pk=versions[2].pk).update(
            is_reverse_keyed=True
        )
        first, second = both(self.PAIRS)
        signs = [
            item.paired.difference.startswith("-")
            for item in self.comparison(second, first).items
        ]

        assert signs == [False, False, True]

    def test_seen_from_the_earlier_run_the_change_is_turned(self, both):
        first, second = both(self.PAIRS)

        item = self.comparison(first, second).items[0]

        assert item.paired.difference == "-1.20"
        assert item.verdict.word is VerdictWord.Y_HIGHER
        low, high = map(float, item.paired.ci95)
        assert low < -1.2 < high

    @pytest.mark.parametrize(
        ("only_before", "only_after", "is_shown"),
        [(0, 0, True), (5, 0, True), (5, 7, True), (1, 0, False), (5, 4, False)],
    )
    def test_those_who_answered_once_must_not_be_few(
        self, both, only_before, only_after, is_shown
    ):
        """Their ratings would be the rest of a subtraction."""
        first, second = both(self.PAIRS, only_before, only_after)

        item = self.comparison(second, first).items[0]

        assert (item.paired is not None) == is_shown
        if not is_shown:
            assert item.reason is NotCompared.SAME_PEOPLE
            assert item.pairs is None

    def test_from_five_people_on_there_is_a_change_and_from_ten_a_verdict(self, both):
        first, second = both(self.PAIRS[:5])

        item = self.comparison(second, first).items[0]

        assert item.paired.n == 5
        assert (item.reason, item.verdict) == (NotCompared.TOO_FEW, None)

    def test_four_pairs_say_nothing(self, both):
        first, second = both(self.PAIRS[:4], only_before=6, only_after=6)

        assert self.comparison(second, first).items[0].paired is None

    def test_a_run_is_the_partner_of_one_other_only(
        self, both, follow_up, versions, respondent, noon
    ):
        """Of three runs that all have each other, one change could be computed."""
        first, second = both(self.PAIRS)
        third = SurveyRunFactory(
            course=first.course,
            survey_version=first.survey_version,
            step=first.step,
            organisation=first.organisation,
            mode=RunMode.CONFIDENTIAL,
            name="Third",
        )
        pseudonyms = list(Pseudonym.objects.all())
        values = {version.pk: 3 for version in versions}
        writer.store(
            run=third,
            submissions=[
                writer.Submission(values=values, pseudonym=one) for one in pseudonyms
            ],
        )
        third = actions.close_run(run=third, at=noon + 3 * LATER)

        partners = [
            snapshot.payload["pairs"]["run"]
            for run in (second, third)
            for snapshot in run.snapshots.all()
        ]
        assert partners == [first.pk, second.pk]

    def test_files_say_the_same(self, both):
        first, second = both(self.PAIRS)
        report = run_report(second)
        other = run_report(first)
        comparison = compare_runs(report, other)
        report = dataclasses.replace(report, comparison=comparison)

        (item, *_rest) = comparison_as_json(comparison)["items"]

        assert item["same_people"]["n"] == 15
        assert item["same_people"]["change"] == pytest.approx(1.2)
        assert item["cliffs_delta"] is None
        assert item["verdict"] == "this_run_clearly_higher"


class TestBeforeAndAfterInOneCourse:
    def test_two_steps_with_one_survey_have_a_run_each(self, built, survey, noon):
        """Also of the same quarter; both are told apart by the step's title."""
        extra = put_live(
            built.page, FeedbackPage(title="Before the course", survey=survey)
        )
        sync_course(built.page)
        user = UserFactory()
        enrolment = enrolled(user, built.course)
        for page in built.lessons:
            complete_step(enrolment=enrolment, step=built.step(page), at=noon)
        runs = [
            actions.submit_response(
                enrolment=enrolment,
                step=built.step(page),
                survey=survey,
                values={},
                comments={},
                language="en",
                at=noon,
            )
            for page in (built.feedback, extra)
        ]

        assert runs[0].pk != runs[1].pk
        assert runs[1].name == f"{runs[0].name} – Before the course"
        assert SurveyRun.objects.count() == 2


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

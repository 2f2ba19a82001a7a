"""The same people before and after: pair by pair, and never of a few."""

import dataclasses

import pytest

from courses.actions import complete_step
from courses.outline import sync_course
from feedback import actions, writer
from feedback.comparing import NotCompared, compare_runs, with_comparison
from feedback.comparison_wording import comparison_rows, introduction
from feedback.exports.compared import comparison_as_json
from feedback.models import (
    FeedbackPage,
    Pseudonym,
    RunMode,
    SurveyItemVersion,
    SurveyRun,
)
from feedback.reporting import run_report
from psychometrics.comparison import VerdictWord
from tests.factories.courses import enrolled, put_live
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import UserFactory
from tests.feedback.confidential_runs import (
    LATER,
    answer_later,
    asked_later,
    people,
    under_pseudonyms,
)


@pytest.fixture
def survey(survey):
    return under_pseudonyms(survey)


@pytest.fixture
def follow_up(built, survey):
    return asked_later(built, survey)


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

    def test_a_change_is_told_in_a_sentence(self, both):
        first, second = both(self.PAIRS)
        report = with_comparison(run_report(second), run_report(first))

        said = comparison_rows(report)[0]

        assert said["verdict"].startswith("Clearly higher in")
        assert "The 15 people who rated it both times" in said["effect"]
        assert "1.20 points higher" in said["effect"]
        assert "different people" not in " ".join(introduction(report))

    def test_hidden_changes_are_told_without_a_figure(self, both):
        first, second = both(self.PAIRS, only_before=1)
        report = with_comparison(run_report(second), run_report(first))

        said = comparison_rows(report)[0]

        assert "of too few of them" in said["verdict"]
        assert said["effect"] == ""

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

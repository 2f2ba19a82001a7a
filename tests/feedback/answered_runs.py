"""Runs of every kind, with the answers that tests of files need."""

import datetime

from feedback import actions, writer
from feedback.answering import versions_asked
from feedback.models import Comment, CommentState, ItemKind, SurveyRun
from tests.conftest import NOON
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import OrganisationFactory
from tests.factories.site import ensure_site


def grouped(groups):
    """Return rows (organisation, ratings) in which each group rates in its own way."""
    kinds = [(5, 4, 3), (4, 4, -97), (1, 2, -98), (3, 3, 5)]
    return [
        (name, kinds[index % len(kinds)])
        for index, (name, count) in enumerate(groups.items())
        for _number in range(count)
    ]


class AnsweredRuns:
    """A course with a survey of three statements, and runs of it."""

    COMMENT = "More cases please."

    def __init__(self, **survey):
        ensure_site()
        self.survey = SurveyFactory(**survey)
        self.course = build_course(lessons=1, survey=self.survey).course
        self.organisation = OrganisationFactory()
        asked = versions_asked(self.survey.current_version)
        self.versions = [v for v in asked if v.item.kind == ItemKind.LIKERT]
        self.question = next((v for v in asked if v.item.kind == ItemKind.OPEN), None)

    def make(
        self, rows, *, is_closed=True, at: datetime.datetime = NOON, **fields
    ) -> SurveyRun:
        """Return a run of these answers, as views fetch it: with what it refers to."""
        run = SurveyRunFactory(
            course=self.course,
            survey_version=self.survey.current_version,
            organisation=self.organisation,
            **{"dimensions": ["organisation", "profession"]} | fields,
        )
        for organisation, ratings in rows:
            responded = writer.store(
                run=writer.locked_run(run.pk),
                submissions=[self._submission(organisation, ratings)],
            )
            actions._release_if_due(run=run, responded=responded, at=at)
        if self.question is not None:
            Comment.objects.create(
                run=run,
                item_version=self.question,
                text=self.COMMENT,
                state=CommentState.RELEASED,
            )
        if is_closed:
            actions.close_run(run=run, at=at)
        return SurveyRun.objects.select_related(
            "course", "survey_version__survey", "organisation"
        ).get(pk=run.pk)

    def _submission(self, organisation, ratings):
        return writer.Submission(
            values={v.pk: r for v, r in zip(self.versions, ratings, strict=True)},
            groups={"organisation": organisation, "profession": "nurse"},
        )

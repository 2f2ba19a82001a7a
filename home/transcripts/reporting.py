"""What a transcript of learning says: courses, dates, planned time, results."""

import dataclasses
import datetime
from collections import defaultdict
from decimal import Decimal

from django.utils import timezone

from assessments.learner_results import QuizResult, quiz_results
from courses.models import Certificate
from courses.reporting import studies_of
from courses.study import Study
from people.models import User


@dataclasses.dataclass(frozen=True)
class Result:
    """A quiz of a course, as its learner sees it."""

    title: str
    submitted_on: datetime.date | None
    has_passed: bool
    # None where the quiz does not tell the learner.
    score: Decimal | None
    max_score: Decimal | None


@dataclasses.dataclass(frozen=True)
class TakenCourse:
    """One course that somebody takes or has completed."""

    # A `Wording`: it may be in another language than the site around it.
    title: str
    url: str
    enrolled_on: datetime.date
    completed_on: datetime.date | None
    # As planned by the authors, of the required steps that are completed.
    minutes: int
    done_count: int
    required_count: int
    # "" without a valid certificate that has a name.
    certificate_code: str
    results: tuple[Result, ...]


@dataclasses.dataclass(frozen=True)
class Transcript:
    """One person's learning, as of one day."""

    name: str
    made_on: datetime.date
    courses: tuple[TakenCourse, ...]

    @property
    def minutes(self) -> int:
        return sum(course.minutes for course in self.courses)

    @property
    def completed_count(self) -> int:
        return sum(course.completed_on is not None for course in self.courses)


def transcript_of(user: User, *, at: datetime.datetime) -> Transcript:
    """Return the person's transcript, the oldest course first.

    Its cost does not grow with the number of courses. A completed course counts with
    the time that its certificate says, whatever was added to it since.
    """
    results = defaultdict(list)
    for result in quiz_results(user):
        results[result.enrolment_id].append(result)
    certificates = {
        certificate.enrolment_id: certificate
        for certificate in Certificate.objects.valid().filter(enrolment__user=user)
    }
    studies = sorted(
        studies_of(user),
        key=lambda study: study.enrolment.enrolled_at if study.enrolment else at,
    )
    return Transcript(
        name=user.get_full_name(),
        made_on=timezone.localdate(at),
        courses=tuple(
            _taken(
                study,
                certificates.get(study.enrolment.pk),
                results[study.enrolment.pk],
            )
            for study in studies
            if study.enrolment is not None
        ),
    )


def _taken(
    study: Study, certificate: Certificate | None, results: list[QuizResult]
) -> TakenCourse:
    enrolment = study.enrolment
    assert enrolment is not None  # noqa: S101 - for the types
    titles = {item.step.id: item.step.title for item in study.steps}
    done = [item.step for item in study.steps if item.is_completed]
    minutes = sum(step.minutes for step in done if step.is_required)
    if enrolment.is_completed and certificate is not None:
        minutes = certificate.minutes
    return TakenCourse(
        title=study.outline.title,
        url=study.outline.url,
        enrolled_on=timezone.localdate(enrolment.enrolled_at),
        completed_on=_day(enrolment.completed_at),
        minutes=minutes,
        done_count=study.done_count,
        required_count=study.required_count,
        certificate_code=certificate.written_code
        if certificate is not None and certificate.name
        else "",
        results=tuple(
            Result(
                title=titles.get(one.step_id, one.title),
                submitted_on=_day(one.submitted_at),
                has_passed=one.has_passed,
                score=one.score,
                max_score=one.max_score,
            )
            for one in results
        ),
    )


def _day(at: datetime.datetime | None) -> datetime.date | None:
    return timezone.localdate(at) if at else None

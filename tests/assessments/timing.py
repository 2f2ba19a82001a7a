"""A quiz with a limit, and ways to be late."""

import datetime

import pytest
from django.utils import timezone

from assessments.models import Attempt, OverduePolicy

MINUTE = datetime.timedelta(minutes=1)
SECOND = datetime.timedelta(seconds=1)


@pytest.fixture(params=[OverduePolicy.SUBMIT])
def timed(request, sitting):
    """A sitting with half an hour, begun."""
    sitting.assessment.time_limit_minutes = 30
    sitting.assessment.overdue_policy = request.param
    sitting.assessment.save()
    sitting.start()
    return sitting


def with_policy(policy):
    return pytest.mark.parametrize("timed", [policy], indirect=True)


def late_by(sitting, delta):
    """Move the attempt into the past, so that its time was up `delta` ago."""
    attempt = sitting.attempt
    shift = timezone.now() - delta - attempt.due_at
    Attempt.objects.filter(pk=attempt.pk).update(
        started_at=attempt.started_at + shift,
        due_at=attempt.due_at + shift,
        closes_at=attempt.closes_at + shift,
    )


def html(response):
    return response.content.decode()

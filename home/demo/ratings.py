"""Ratings to read: closed runs, one with codes, planned ones, comments half read.

All answers are made up, and every run says so.
"""

import contextlib
import dataclasses
import datetime
import random
import secrets
from pathlib import Path

from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone

from courses.models import Course
from courses.outline import page_for_reader
from feedback.codes import answer_with_code, make_codes
from feedback.models import (
    CommentState,
    FeedbackPage,
    Receipt,
    RunKind,
    Survey,
    SurveyRun,
)
from feedback.moderation import comments_of, decide, seen
from feedback.planning import plan_run
from people.models import Organisation, Profession, User

from .answers import random_values
from .people import ORGANISATION

# The same answers with codes at every start.
SEED = 20261122


@dataclasses.dataclass(frozen=True)
class PaperRun:
    """A run that comes from a file of made-up answers."""

    file: str
    course: str
    survey: str
    name: str
    # How many were asked; None where it is not known.
    eligible: int | None
    day: datetime.date
    # The comments that were read: the text as it came, and what is left of it.
    released: tuple[tuple[str, str], ...] = ()
    withheld: tuple[str, ...] = ()


RUNS = [
    PaperRun(
        "closing-2026-autumn.csv",
        "ips-in-practice",
        "closing",
        "Autumn pilot 2026",
        8,
        datetime.date(2026, 9, 30),
    ),
    PaperRun(
        "ips-integration-2026.csv",
        "ips-in-practice",
        "ips-integration",
        "Working with IPS, spring 2026",
        None,
        datetime.date(2026, 5, 29),
    ),
    PaperRun(
        "engaging-2025-autumn.csv",
        "engaging-people",
        "closing",
        "Autumn 2025",
        40,
        datetime.date(2025, 11, 14),
    ),
    PaperRun(
        "engaging-2026-spring.csv",
        "engaging-people",
        "closing",
        "Spring 2026",
        41,
        datetime.date(2026, 5, 8),
    ),
    PaperRun(
        "engaging-2026-autumn.csv",
        "engaging-people",
        "closing",
        "Autumn 2026",
        42,
        datetime.date(2026, 9, 18),
        released=(
            (
                "Nurse Virtanen from ward 4 showed us how she starts such a "
                "conversation. That helped more than the text.",
                "[removed: name] from [removed: ward] showed us how she starts such a "
                "conversation. That helped more than the text.",
            ),
            (
                "The new case in module five is the first one in which I recognised my "
                "own week. Please add one from a housing unit.",
                "The new case in module five is the first one in which I recognised my "
                "own week. Please add one from a housing unit.",
            ),
            (
                "More on what to do when somebody does not want to meet us at all.",
                "More on what to do when somebody does not want to meet us at all.",
            ),
        ),
        withheld=("The link to the plan template did not open on our ward computer.",),
    ),
]
# What is planned for the course, told from today.
OPEN_RUN = "First round after the pilot"
NEXT_RUN = "Second round after the pilot"
CODE_RUN = "Partner teams, with codes"
CODES, ANSWERED = 20, 12


def import_runs(folder: Path, *, by: User, at: datetime.datetime) -> None:
    """Bring in the runs of the past the way paper answers come in."""
    today = timezone.localdate()
    for run in RUNS:
        if SurveyRun.objects.filter(course__slug=run.course, name=run.name).exists():
            continue
        options = {} if run.eligible is None else {"eligible": run.eligible}
        # Where somebody has changed the survey since, its answers fit no more.
        with contextlib.suppress(CommandError), transaction.atomic():
            call_command(
                "import_ratings",
                run.course,
                folder / run.file,
                survey=run.survey,
                run=run.name,
                organisation=ORGANISATION,
                # On a machine whose clock is behind, today.
                date=min(run.day, today),
                illustrative=True,
                verbosity=0,
                stdout=_Silence(),
                **options,
            )
            _read_comments(run, by, at)


class _Silence:
    """A place for the words of a command that is part of another."""

    def write(self, text: str) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        pass


def _read_comments(paper: PaperRun, by: User, at: datetime.datetime) -> None:
    """Decide on some comments; the others wait to be read."""
    decisions = {
        text: (left, CommentState.RELEASED) for text, left in paper.released
    } | {text: (text, CommentState.WITHHELD) for text in paper.withheld}
    run = SurveyRun.objects.get(course__slug=paper.course, name=paper.name)
    for comment in comments_of(run):
        if comment.text in decisions:
            left, decision = decisions[comment.text]
            decide(
                comment=comment,
                text=left,
                markers={},
                decision=decision,
                seen_as=seen(comment),
                at=at,
                by=by,
            )


def plan_runs(
    course: Course, organisation: Organisation, at: datetime.datetime
) -> None:
    """Plan a run that is open now, one to come, and one for people with codes."""
    # Where colleagues have answered already, their run is the open one.
    if not Receipt.objects.filter(run__course=course).exists():
        _plan(course, organisation, OPEN_RUN, at, opens=-21, ends=21, interim=True)
    _plan(course, organisation, NEXT_RUN, at, opens=42, ends=84)
    _plan_with_codes(course, organisation, at)


def _plan(
    course: Course,
    organisation: Organisation,
    name: str,
    at: datetime.datetime,
    *,
    opens: int,
    ends: int,
    interim: bool = False,
) -> None:
    """Plan a run of the course's own survey; `opens` and `ends` in days from today."""
    step = course.steps.in_outline().filter(kind="feedback.feedbackpage").first()
    if step is None or SurveyRun.objects.filter(course=course, name=name).exists():
        return
    today = timezone.localdate(at)
    plan_run(
        kind=RunKind.PLANNED,
        course=course,
        survey=page_for_reader(FeedbackPage, step.key).survey,
        step=step,
        name=name,
        opens_on=today + datetime.timedelta(days=opens),
        last_day=today + datetime.timedelta(days=ends),
        organisation=organisation,
        shows_interim=interim,
        is_illustrative=True,
    )


@transaction.atomic
def _plan_with_codes(
    course: Course, organisation: Organisation, at: datetime.datetime
) -> None:
    """Ask people of other teams, who have no account; some of them have answered."""
    survey = Survey.objects.filter(key="ips-integration").first()
    if (
        survey is None
        or SurveyRun.objects.filter(course=course, name=CODE_RUN).exists()
    ):
        return
    rng = random.Random(SEED)  # noqa: S311 - a story, not a secret
    today = timezone.localdate(at)
    run = plan_run(
        kind=RunKind.CODES,
        course=course,
        survey=survey,
        step=None,
        name=CODE_RUN,
        opens_on=today - datetime.timedelta(days=7),
        last_day=today + datetime.timedelta(days=21),
        organisation=organisation,
        is_illustrative=True,
    )
    # They are told to nobody: whoever wants to try one makes new ones on its page.
    codes = make_codes(run=run, count=CODES, key=secrets.token_hex(16), at=at)
    for code in codes[:ANSWERED]:
        answer_with_code(
            code=code,
            values=random_values(run.survey_version, rng),
            comments={},
            language="fi",
            profession=rng.choice([Profession.NURSE, Profession.SOCIAL_WORKER]),
            at=at,
        )

"""A transcript as a table for programs and as a PDF for people."""

import csv
import io
from decimal import Decimal
from pathlib import Path

from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, pgettext
from django.utils.translation import gettext as _

from courses.spreadsheet import cell_text
from courses.translated import Wording
from courses.typesetting import as_pdf
from courses.wording import duration

from .reporting import Result, TakenCourse, Transcript

LAYOUT = Path(__file__).with_name("transcript.typ")
COLUMNS = (
    "kind",
    "course",
    "title",
    "started_on",
    "completed_on",
    "planned_minutes",
    "required_steps_done",
    "required_steps",
    "points",
    "points_possible",
    "passed",
    "certificate_code",
)


def transcript_as_csv(transcript: Transcript) -> str:
    """Return the transcript as CSV: a row per course, then one per quiz of it.

    A point as the decimal sign, ISO dates; empty is not known or not shown. Begins with
    a byte order mark, without which Excel spoils ä and ö.
    """
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    for course in transcript.courses:
        title = cell_text(course.title)
        writer.writerow(
            {
                "kind": "course",
                "course": title,
                "title": title,
                "started_on": course.enrolled_on.isoformat(),
                "completed_on": course.completed_on.isoformat()
                if course.completed_on
                else "",
                "planned_minutes": course.minutes,
                "required_steps_done": course.done_count,
                "required_steps": course.required_count,
                "certificate_code": course.certificate_code,
            }
        )
        for result in course.results:
            writer.writerow(
                {
                    "kind": "quiz",
                    "course": title,
                    "title": cell_text(result.title),
                    "completed_on": result.submitted_on.isoformat()
                    if result.submitted_on
                    else "",
                    "points": "" if result.score is None else plain(result.score),
                    "points_possible": ""
                    if result.max_score is None
                    else plain(result.max_score),
                    "passed": "yes" if result.has_passed else "no",
                }
            )
    return "\ufeff" + out.getvalue()


def plain(number: Decimal) -> str:
    """Return a number without needless zeros, as 7 or 7.5."""
    return f"{number.normalize():f}"


def transcript_as_pdf(transcript: Transcript, *, issuer: str) -> bytes:
    """Return the transcript as the bytes of a PDF file, in the active language."""
    return as_pdf(
        LAYOUT,
        {
            "language": get_language() or "en",
            "issuer": issuer,
            "heading": _("Record of learning"),
            "name": transcript.name,
            "made_on": date_format(transcript.made_on),
            "summary": summary(transcript),
            "note": _(
                "Made by the learner from their own record. The planned time is what "
                "the authors of a course plan for its required steps. A certificate "
                "can be checked by its code."
            ),
            "heads": [
                pgettext("heading of a column", "Quiz"),
                _("Submitted on"),
                _("Points"),
                pgettext("of a quiz", "Result"),
            ],
            "courses": [
                {
                    "title": course.title,
                    "title_language": course.title.language
                    if isinstance(course.title, Wording)
                    else "",
                    "facts": facts(course),
                    "results": [row(result) for result in course.results],
                }
                for course in transcript.courses
            ],
        },
    )


def summary(transcript: Transcript) -> str:
    """Return how much it is altogether, in a sentence."""
    completed = transcript.completed_count
    return ngettext(
        "%(count)s course completed; planned time of all that was done: %(time)s.",
        "%(count)s courses completed; planned time of all that was done: %(time)s.",
        completed,
    ) % {"count": completed, "time": duration(transcript.minutes)}


def facts(course: TakenCourse) -> list[tuple[str, str]]:
    """Return what is told of a course, with its labels."""
    found = [(_("Started on"), date_format(course.enrolled_on))]
    if course.completed_on:
        found.append((_("Completed on"), date_format(course.completed_on)))
    else:
        steps = _("%(done)s of %(count)s required steps completed") % {
            "done": course.done_count,
            "count": course.required_count,
        }
        found.append((_("So far"), steps))
    found.append((_("Planned time"), duration(course.minutes)))
    if course.certificate_code:
        found.append((_("Certificate"), course.certificate_code))
    return found


def row(result: Result) -> list[str]:
    """Return a quiz as the cells of a row."""
    points = "–"
    if result.score is not None and result.max_score is not None:
        points = _("%(score)s of %(maximum)s") % {
            "score": _localised(result.score),
            "maximum": _localised(result.max_score),
        }
    return [
        result.title,
        date_format(result.submitted_on) if result.submitted_on else "–",
        points,
        pgettext("quiz", "Passed")
        if result.has_passed
        else pgettext("quiz", "Not passed"),
    ]


def _localised(number: Decimal) -> str:
    return number_format(plain(number))

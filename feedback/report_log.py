"""Who looked at which ratings, when, and in which form. Never what they saw.

A report is shown only when its views have been written down: those of its run, of the
run it is compared with, and of each run that is a point of its trend. What somebody
opens or takes along is written down every time; what an overview or a trend shows
beside it once a day for each reader and run, or it would bury the rest. The rows are
forgotten after `ELEARN_REPORT_VIEW_DAYS` days.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.models import Role, User

from .exports.formats import BY_KEY
from .models import ReportView, SurveyRun
from .report import RunReport

OVERVIEW = "overview"
PAGE = "page"
# As a point in the drawing of another run.
TREND = "trend"


def note_overview(
    *, runs: Iterable[SurveyRun], by: User, at: datetime.datetime
) -> None:
    """Write down that a person is shown these runs in the overview of courses."""
    ReportView.objects.bulk_create(_first_of_day(runs, OVERVIEW, by, at))


def note_report(
    *, report: RunReport, form: str, by: User, at: datetime.datetime
) -> None:
    """Write down that a person is shown a report. `form`: PAGE or a key of a file."""
    opened = [report.run]
    if report.comparison is not None:
        opened.append(report.comparison.other.run)
    trend = report.trend.shown_runs if report.trend else ()
    drawn = [run for run in trend if run not in opened]
    if form == PAGE:
        views = [*_views(opened, PAGE, by, at), *_first_of_day(drawn, TREND, by, at)]
    elif BY_KEY[form].has_trend:
        views = _views([*opened, *drawn], form, by, at)
    else:
        views = _views(opened, form, by, at)
    ReportView.objects.bulk_create(views)


def _views(
    runs: Iterable[SurveyRun], form: str, by: User, at: datetime.datetime
) -> list[ReportView]:
    return [ReportView(run=run, form=form, viewed_by=by, viewed_at=at) for run in runs]


def _first_of_day(
    runs: Iterable[SurveyRun], form: str, by: User, at: datetime.datetime
) -> list[ReportView]:
    """Return the views that are the first of their run, form and reader on the day."""
    runs = list(runs)
    if not runs:
        return []
    midnight = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    noted = ReportView.objects.filter(
        viewed_by=by, form=form, viewed_at__gte=midnight, viewed_at__lte=at
    )
    known = set(noted.values_list("run", flat=True))
    return _views([run for run in runs if run.pk not in known], form, by, at)


def form_label(form: str) -> str:
    """Return in which form a report was seen, in the active language."""
    if form == OVERVIEW:
        return _("Overview of courses")
    if form == PAGE:
        return _("Page of the ratings")
    if form == TREND:
        return _("Over the runs")
    kind = BY_KEY.get(form)
    return str(kind.title) if kind else form


def views_for(user: User) -> QuerySet[ReportView]:
    """Return the views that an administrator may read, the latest first.

    Those of runs of their own organisations; who runs the site reads all.
    """
    views = ReportView.objects.select_related("run__course", "viewed_by")
    if not user.is_superuser:
        administered = user.memberships.filter(role=Role.ADMINISTRATOR)
        views = views.filter(run__organisation__in=administered.values("organisation"))
    return views.order_by("-viewed_at", "-pk")


def forget_views(*, at: datetime.datetime, is_dry_run: bool = False) -> int:
    """Delete the views whose time is over; return how many there are."""
    over = ReportView.objects.older_than(
        at - datetime.timedelta(days=settings.ELEARN_REPORT_VIEW_DAYS)
    )
    if is_dry_run:
        return over.count()
    count, _by_model = over.delete()
    return count

"""Who looked at which ratings, when, and in which form. Never what they saw.

A report is shown only when its view has been written down. The rows are forgotten after
`ELEARN_REPORT_VIEW_DAYS` days.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from people.models import Role, User

from .exports.formats import BY_KEY
from .models import ReportView, SurveyRun

OVERVIEW = "overview"
PAGE = "page"


def note_view(
    *, runs: Iterable[SurveyRun], form: str, by: User, at: datetime.datetime
) -> None:
    """Write down that a person is shown the ratings of these runs.

    `form` is OVERVIEW, PAGE, or the key of a kind of file.
    """
    ReportView.objects.bulk_create(
        ReportView(run=run, form=form, viewed_by=by, viewed_at=at) for run in runs
    )


def form_label(form: str) -> str:
    """Return in which form a report was seen, in the active language."""
    if form == OVERVIEW:
        return _("Overview of courses")
    if form == PAGE:
        return _("Page of the ratings")
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

"""Every view of ratings is written down, without what was seen; strangers see none."""

import datetime
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from feedback.exports.formats import FORMATS
from feedback.models import ReportView
from people.models import Role
from tests.factories.people import MembershipFactory, UserFactory
from tests.feedback.answered_runs import AnsweredRuns, grouped

# Addresses under /ratings/ that show no ratings, each with the reason.
SHOW_NO_RATINGS = {
    "ratings/<slug:slug>/close/": "takes posts only",
    "ratings/comments/": "lists runs whose comments wait, for moderators",
    "ratings/comments/<int:run_id>/": "comments without ratings, for moderators",
    "ratings/comments/<int:run_id>/<uuid:comment_id>/": "one of them",
    "ratings/views/": "who looked at ratings",
    "ratings/runs/": "dates and how many have answered, as far as that may be told",
    "ratings/runs/plan/": "a form",
    "ratings/runs/<int:run_id>/": "as the list of runs",
    "ratings/runs/<int:run_id>/cancel/": "takes posts only",
    "ratings/runs/<int:run_id>/codes/": "codes that were just made",
    "ratings/runs/<int:run_id>/day/": "takes posts only",
    "ratings/runs/<int:run_id>/reminders/": "takes posts only",
}


def routes(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern) and route.startswith("ratings/"):
            yield route


SHOWING_RATINGS = sorted(set(routes()) - SHOW_NO_RATINGS.keys())


@pytest.fixture
def runs(db):
    return AnsweredRuns()


@pytest.fixture
def run(runs):
    return runs.make(grouped({"A": 30}), eligible=40)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def member(run, role):
    return MembershipFactory(organisation=run.organisation, role=role).user


def address(route, run):
    filled = route.replace("<slug:slug>", run.course.slug)
    assert "<" not in filled, f"{route}: say here what stands in the address."
    return f"/{filled}?run={run.pk}"


def test_the_walk_finds_the_addresses():
    """A control: an empty list would let what follows pass."""
    assert len(SHOWING_RATINGS) >= len(FORMATS) + 2
    assert set(SHOW_NO_RATINGS) <= set(routes())


@pytest.mark.parametrize("route", SHOWING_RATINGS)
def test_every_address_that_shows_ratings_notes_who_saw_them(run, route):
    """A new address without its note would be a way to look unseen."""
    coordinator = member(run, Role.COORDINATOR)
    response = signed_in(coordinator).get(address(route, run))

    assert response.status_code == 200
    view = ReportView.objects.get()
    assert (view.viewed_by, view.run) == (coordinator, run)
    assert view.form in {"overview", "page", *(kind.key for kind in FORMATS)}


@pytest.mark.parametrize("route", SHOWING_RATINGS)
def test_another_organisations_coordinator_sees_nothing_anywhere(run, route):
    stranger = MembershipFactory(coordinating=True).user
    response = signed_in(stranger).get(address(route, run))

    assert response.status_code in (200, 404)
    if response.status_code == 200:
        page = response.content.decode()
        assert "IPS in practice" not in page
        assert run.name not in page
    assert not ReportView.objects.exists()


def test_a_view_holds_no_figure():
    """Who saw what when; what it said is in the releases."""
    names = {field.name for field in ReportView._meta.fields}

    assert names == {"id", "run", "viewed_by", "viewed_at", "form"}


def test_an_administrator_reads_who_looked(run):
    coordinator = member(run, Role.COORDINATOR)
    signed_in(coordinator).get(f"/ratings/{run.course.slug}/table.csv?run={run.pk}")
    administrator = signed_in(member(run, Role.ADMINISTRATOR))
    said = re.sub(r"\s+", " ", administrator.get("/ratings/views/").content.decode())

    assert coordinator.display_name in said
    assert "IPS in practice" in said
    assert "Table as CSV" in said
    # Looking at the list is no look at ratings.
    assert ReportView.objects.count() == 1
    assert "/ratings/views/" in administrator.get("/ratings/").content.decode()


def test_only_administrators_of_the_organisation_read_who_looked(run):
    coordinator = member(run, Role.COORDINATOR)
    signed_in(coordinator).get("/ratings/")
    for user, status in (
        (coordinator, 403),
        (UserFactory(), 403),
        (MembershipFactory(administrating=True).user, 200),
        (UserFactory(is_superuser=True), 200),
    ):
        response = signed_in(user).get("/ratings/views/")
        assert response.status_code == status
        is_listed = coordinator.display_name in response.content.decode()
        assert is_listed == user.is_superuser or user == coordinator


def test_erasing_an_account_leaves_the_view_without_a_name(run):
    coordinator = member(run, Role.COORDINATOR)
    signed_in(coordinator).get("/ratings/")
    coordinator.delete()

    assert ReportView.objects.get().viewed_by is None
    page = signed_in(member(run, Role.ADMINISTRATOR)).get("/ratings/views/")
    assert "An account that was deleted" in page.content.decode()


def test_views_are_forgotten_in_time(run, noon, settings, capsys):
    settings.ELEARN_REPORT_VIEW_DAYS = 30
    now = datetime.datetime.now(datetime.UTC)
    for days in (29, 31, 400):
        ReportView.objects.create(
            run=run, form="page", viewed_at=now - datetime.timedelta(days=days)
        )
    call_command("forget_report_views", dry_run=True)
    assert "2 views of ratings due." in capsys.readouterr().out
    assert ReportView.objects.count() == 3
    call_command("forget_report_views")

    assert ReportView.objects.get().viewed_at > now - datetime.timedelta(days=30)

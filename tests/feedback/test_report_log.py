"""Every view of ratings is written down, without what was seen; strangers see none."""

import datetime
import re

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from feedback import ratings_views
from feedback.exports.formats import FORMATS
from feedback.models import ReportView
from people.models import Role
from tests.factories.people import MembershipFactory, UserFactory
from tests.feedback.answered_runs import AnsweredRuns, grouped
from tests.feedback.reading_files import all_text

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


@pytest.fixture
def three(runs):
    """Three runs of one survey with figures, and one of so few that it has none."""
    made = [
        runs.make(
            grouped({"A": 30}),
            name=name,
            eligible=40,
            opened_on=datetime.date(2026, month, 1),
            at=datetime.datetime(2026, month, 20, 12, tzinfo=datetime.UTC),
        )
        for month, name in ((1, "Winter run"), (4, "Spring run"), (7, "Summer run"))
    ]
    runs.make(
        grouped({"A": 2}),
        name="Small run",
        opened_on=datetime.date(2026, 6, 1),
        at=datetime.datetime(2026, 6, 20, 12, tzinfo=datetime.UTC),
    )
    return made


def in_sight(route, content) -> set[str]:
    """Return the runs that stand in what was given, by their names."""
    key = next((k.key for k in FORMATS if route.endswith(f"/{k.path}")), None)
    text = all_text(key, content) if key else figures_of(content)
    return set(re.findall("Winter run|Spring run|Summer run", text))


def figures_of(page: bytes) -> str:
    """Return a page without what only names runs: to choose them from a list."""
    soup = BeautifulSoup(page, "html.parser")
    for form in soup.find_all("form"):
        form.decompose()
    return soup.get_text(" ")


@pytest.mark.parametrize("route", SHOWING_RATINGS)
def test_every_run_with_figures_in_sight_is_noted(three, route):
    """Also as a point of a line; and nothing is noted that was not in sight."""
    coordinator = member(three[2], Role.COORDINATOR)
    response = signed_in(coordinator).get(address(route, three[2]))
    noted = ReportView.objects.filter(viewed_by=coordinator)
    names = set(noted.values_list("run__name", flat=True))

    assert names == in_sight(route, response.content)
    assert "Summer run" in names
    # One row each: nothing is written down twice.
    assert noted.count() == len(names)


def test_the_walk_meets_pages_and_files_with_earlier_runs(three):
    """A control: without them, what is above would compare one run with itself."""
    client = signed_in(member(three[2], Role.COORDINATOR))
    with_earlier = {
        route
        for route in SHOWING_RATINGS
        if "Winter run" in in_sight(route, client.get(address(route, three[2])).content)
    }

    assert {"ratings/", "ratings/<slug:slug>/"} < with_earlier
    assert 0 < len(SHOWING_RATINGS) - len(with_earlier) < len(FORMATS)


@pytest.mark.parametrize("key", ["page", *(kind.key for kind in FORMATS)])
def test_a_run_that_is_compared_with_is_noted_each_time(three, key):
    coordinator = member(three[2], Role.COORDINATOR)
    base = f"/ratings/{three[2].course.slug}/"
    path = next((kind.path for kind in FORMATS if kind.key == key), "")
    query = {"run": three[2].pk, "compare": three[0].pk}
    client = signed_in(coordinator)
    for _time in range(2):
        client.get(base + path, query)

    for run in (three[0], three[2]):
        assert ReportView.objects.filter(run=run, form=key).count() == 2
    assert not ReportView.objects.filter(run=three[0], form="trend").exists()


def test_what_is_drawn_beside_is_noted_once_a_day(three, monkeypatch):
    """Twelve rows for each look at a page would bury what somebody opened."""
    coordinator = member(three[2], Role.COORDINATOR)
    client = signed_in(coordinator)
    other = signed_in(member(three[2], Role.COORDINATOR))
    page = f"/ratings/{three[2].course.slug}/?run={three[2].pk}"
    for _time in range(3):
        client.get(page)
        client.get("/ratings/")
    forms = ReportView.objects.filter(viewed_by=coordinator).values_list("form")
    assert dict(forms.annotate(n=Count("pk"))) == {"page": 3, "trend": 2, "overview": 3}

    other.get(page)
    assert ReportView.objects.filter(form="trend").count() == 4
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    monkeypatch.setattr(ratings_views.timezone, "now", lambda: tomorrow)
    client.force_login(coordinator)
    client.get(page)
    assert ReportView.objects.filter(form="trend").count() == 6


def test_a_course_that_is_filtered_out_of_the_overview_is_not_noted(three):
    client = signed_in(member(three[2], Role.COORDINATOR))
    client.get("/ratings/?q=something+else")
    assert not ReportView.objects.exists()


def test_writing_it_down_is_one_statement_whatever_is_shown(three):
    client = signed_in(member(three[2], Role.COORDINATOR))
    for page in ("/ratings/", f"/ratings/{three[2].course.slug}/?run={three[2].pk}"):
        with CaptureQueriesContext(connection) as queries:
            client.get(page)
        written = [q for q in queries if "INSERT INTO" in q["sql"]]
        assert len(written) == 1
        assert "feedback_reportview" in written[0]["sql"]


def test_a_page_of_the_list_costs_the_same_however_long_it_is(three):
    administrator = signed_in(member(three[2], Role.ADMINISTRATOR))
    readers = [member(three[2], Role.COORDINATOR) for _number in range(4)]
    costs = []
    for reader in readers:
        signed_in(reader).get(f"/ratings/{three[2].course.slug}/")
        administrator.get("/ratings/views/")
        with CaptureQueriesContext(connection) as queries:
            administrator.get("/ratings/views/")
        costs.append(len(queries))
    assert len(set(costs)) == 1


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

"""How many have answered an open run is told in steps, wherever it is told.

A number that grows with each answer says whose answer it was to whoever hears somebody
say "I have just sent mine".
"""

import re

import pytest
from django.conf import settings

from feedback import actions, reporting, run_listing, writer
from feedback.models import InterimPolicy, SurveyRun
from feedback.release import responded_as_told
from people.models import Role
from tests.factories.people import PASSWORD, MembershipFactory
from tests.feedback.test_worlds_attack import everything_a_coordinator_gets
from tests.rows import rolled_back

ELIGIBLE = 43


@pytest.mark.parametrize(
    ("threshold", "responded", "told"),
    [
        (5, 0, None),
        (5, 4, None),
        (5, 5, 5),
        (5, 9, 5),
        (5, 10, 10),
        (5, 103, 100),
        (7, 6, None),
        (7, 13, 7),
        (7, 14, 14),
    ],
)
def test_an_open_run_is_told_in_steps_of_the_smallest_group(threshold, responded, told):
    run = SurveyRun(threshold=threshold)

    assert responded_as_told(run, responded) == told


@pytest.mark.parametrize(("responded", "told"), [(4, None), (5, 5), (9, 9), (103, 103)])
def test_a_closed_run_is_told_as_it_is(noon, responded, told):
    run = SurveyRun(threshold=5, closed_on=noon.date())

    assert responded_as_told(run, responded) == told


@pytest.fixture
def look(run, submissions, client, noon, monkeypatch):
    """Return a function that gives all that a coordinator sees of so many answers."""
    for module in (actions, reporting, run_listing):
        monkeypatch.setattr(module, "count_eligible", lambda run: ELIGIBLE)
    membership = MembershipFactory(role=Role.COORDINATOR)
    client.login(username=membership.user.email, password=PASSWORD)

    def look(responded, *, interim=InterimPolicy.STEPS, is_closed=False):
        with rolled_back():
            SurveyRun.objects.filter(pk=run.pk).update(
                organisation=membership.organisation, interim=interim
            )
            for submission in submissions(responded):
                locked = writer.locked_run(run.pk)
                counted = writer.store(run=locked, submissions=[submission])
                actions.release_interim(run=locked, responded=counted, at=noon)
            locked.refresh_from_db()
            if is_closed:
                locked = actions.close_run(run=locked, at=noon)
            return everything_a_coordinator_gets(client, locked)

    return look


@pytest.mark.parametrize("interim", InterimPolicy.values)
def test_no_page_and_no_file_tells_one_answer_more(look, run, interim):
    """Ten to fourteen look the same on every page and in every file; fifteen do not."""
    ten = look(10, interim=interim)

    assert f"/ratings/runs/{run.pk}/" in ten
    for responded in (11, 14):
        assert look(responded, interim=interim) == ten
    assert look(15, interim=interim) != ten


def test_pages_and_files_say_at_least(look, run):
    found = look(13)
    said = "At least 10 of 43 have answered so far (23%)."
    base = f"/ratings/{run.course.slug}/"

    for address in ("/ratings/", base, f"/ratings/runs/{run.pk}/"):
        assert said in " ".join(found[address].split()), address
    for name in ("table.html", "report.pdf", "table.xlsx"):
        text = next(t for a, t in found.items() if a.startswith(f"{base}{name}"))
        assert said in " ".join(text.split()), name
    figures = next(t for a, t in found.items() if a.startswith(f"{base}figures.json"))
    assert '"responded": 10,' in figures
    assert "So far at least 10 of 43 invited participants (23%) have" in figures


def test_after_closing_the_number_is_exact(look, run):
    found = look(13, is_closed=True)

    page = " ".join(found[f"/ratings/{run.course.slug}/"].split())
    assert "13 of 43 answered (30%)." in page
    assert "At least" not in page


@pytest.mark.parametrize("module", [reporting, run_listing])
def test_control_with_the_exact_number_one_answer_shows(look, monkeypatch, module):
    """Each of the two ways in which the number reaches a page is looked at."""
    monkeypatch.setattr(module, "responded_as_told", lambda run, responded: responded)

    assert look(11) != look(10)


# Where the number of all respondents is read, and why that tells nobody.
READ_IT = {
    "actions.py": "decides on releases and comments",
    "groups.py": "defines it",
    "reconciliation.py": "compares counts with answers, for the operator",
    "release.py": "decides what is shown",
    "reporting.py": "tells responded_as_told",
    "run_listing.py": "tells responded_as_told",
    "writer.py": "counts",
}


def test_the_number_is_read_nowhere_else():
    """A new place that reads it has to tell it in steps as well."""
    paths = [
        path
        for app in ("courses", "feedback", "home", "people")
        for path in (settings.BASE_DIR / app).rglob("*.py")
        if "migrations" not in path.parts
    ]
    assert {
        path.name
        for path in paths
        if re.search(r"EVERYBODY|dimension=\"\"", path.read_text("utf-8"))
    } == set(READ_IT)

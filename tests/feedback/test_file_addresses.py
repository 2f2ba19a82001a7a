"""Who gets a file of ratings, under which address, and with which headers."""

import re

import pytest
from django.test import Client

from feedback.exports.formats import FORMATS
from people.models import Role
from tests.factories.people import PASSWORD, MembershipFactory
from tests.feedback.answered_runs import AnsweredRuns, grouped
from tests.feedback.reading_files import READERS, all_text

BY_KIND = pytest.mark.parametrize("kind", FORMATS, ids=lambda kind: kind.key)


@pytest.fixture
def runs(db):
    return AnsweredRuns()


@pytest.fixture
def run(runs):
    return runs.make(grouped({"A": 30}), eligible=40, name="Kevät")


@pytest.fixture
def coordinator(client, runs):
    user = MembershipFactory(organisation=runs.organisation, role=Role.COORDINATOR).user
    client.login(username=user.email, password=PASSWORD)
    return user


def address(run, kind, query=""):
    return f"/ratings/{run.course.slug}/{kind.path}{query}"


@BY_KIND
def test_a_coordinator_gets_the_file_of_her_run(coordinator, client, run, kind):
    response = client.get(address(run, kind, f"?run={run.pk}"))

    assert response.status_code == 200
    assert response["Content-Type"] == kind.content_type
    assert re.fullmatch(
        rf'attachment; filename="ips-in-practice-ratings-{run.pk}[a-z-]*\.[a-z]+"',
        response["Content-Disposition"],
    )
    assert "private" in response["Cache-Control"]
    assert "no-store" in response["Cache-Control"]
    assert READERS[kind.key](response.content)


def test_the_page_leads_to_every_file(coordinator, client, run):
    html = client.get(f"/ratings/{run.course.slug}/?run={run.pk}").content.decode()

    for kind in FORMATS:
        assert f'href="{address(run, kind)}?run={run.pk}"' in html
        assert str(kind.title) in html
        assert str(kind.purpose) in html


@BY_KIND
def test_a_coordinator_of_another_organisation_finds_no_file(run, kind):
    stranger = Client()
    user = MembershipFactory(coordinating=True).user
    stranger.login(username=user.email, password=PASSWORD)

    wanted = address(run, kind)
    assert stranger.get(wanted).status_code == 404
    assert stranger.get(f"{wanted}?run={run.pk}").status_code == 404
    assert stranger.post(wanted).status_code == 405


@BY_KIND
def test_a_run_that_is_not_there_has_no_file(coordinator, client, run, kind):
    for wanted in ("x", "0", "-1", "99999", "1e3", "%00", "１", f"{run.pk}x"):
        found = client.get(address(run, kind, f"?run={wanted}"))
        assert found.status_code == 404, wanted


@BY_KIND
@pytest.mark.parametrize("language", ["fi", "sv"])
def test_a_file_is_in_the_language_of_whoever_reads(
    coordinator, client, run, kind, language
):
    coordinator.preferred_language = language
    coordinator.save(update_fields=["preferred_language"])
    response = client.get(address(run, kind, f"?run={run.pk}"))
    said = re.sub(r"\s+", " ", all_text(kind.key, response.content))

    assert response.status_code == 200
    if kind.key in ("html", "pdf"):
        # Comma and space: 4,00 and 75 %, in the whole file.
        assert "5,00" in said
        assert "(100 %)" in said.replace("\xa0", " ")
        assert not re.search(r"\d\.\d\d\b", said)
    if kind.key in ("csv", "json", "spss", "datapackage"):
        # For programs a point stays a point.
        assert not re.search(r"\b5,00\b", said)
        assert f'"language": "{language}"' in said or kind.key != "json"

"""Surveys and scales to take: what they hold, and what taking one does."""

import datetime
import re
import uuid

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from feedback import ready
from feedback.drafts import draft_items, estimated_minutes, problems_of
from feedback.models import ResponseScale, Survey
from feedback.publishing import freeze_survey
from feedback.ready import drafting
from feedback.ready.drafting import draft_from_template, make_ready_scales
from home.packages.fields import Languages, fields_of
from home.packages.problems import Place, Report
from home.packages.surveys import scale_of, survey_of
from home.packages.yamltree import parse
from home.setup import TRAINERS, set_up_site
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site
from tests.racing import at_once

AT = datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC)
LANGUAGES = ("en", "fi", "sv")


@pytest.fixture
def trainer(site):
    set_up_site()
    user = UserFactory()
    user.groups.add(Group.objects.get(name=TRAINERS))
    return user


def taken(key, **fields):
    """Return a draft made from a ready survey, each with a form of its own."""
    return draft_from_template(
        **{"key": key, "by": UserFactory(), "taken_with": uuid.uuid4()} | fields
    )


def as_package(folder, key, read):
    """Read a file as the importer of course packages does; return it and the report."""
    report = Report()
    name = f"{folder}/{key}.yaml"
    text = (ready.FOLDER / name).read_text(encoding="utf-8")
    node = parse(text, Place(report, name, 1))
    value = read(fields_of(node, Languages(LANGUAGES, "en")))
    return value, report


def test_ready_files_are_course_package_files():
    scales = {}
    for key in ready.ready_scales():
        scales[key], report = as_package("scales", key, lambda f, k=key: scale_of(f, k))
        assert report.is_empty, report.error()
    for key in ready.ready_surveys():
        survey, report = as_package(
            "surveys", key, lambda f, k=key: survey_of(f, k, scales)
        )
        assert report.is_empty, report.error()
        assert survey.items


def test_every_ready_text_is_there_in_all_languages():
    texts = [p for scale in ready.ready_scales().values() for p in scale.points]
    for survey in ready.ready_surveys().values():
        for item in survey.items:
            texts.append(item.get("statement") or item.get("question") or item["title"])
    assert len(texts) > 50
    assert {tuple(text) for text in texts} == {LANGUAGES}


def test_a_scale_that_somebody_has_adapted_stays_as_it_is(site):
    make_ready_scales(keys=["agreement"])
    ResponseScale.objects.filter(key="agreement").update(name="Ours")

    made = make_ready_scales()

    assert {scale.key for scale in made} == {
        "satisfaction",
        "frequency",
        "quality",
        "usefulness",
    }
    assert ResponseScale.objects.get(key="agreement").name == "Ours"
    assert make_ready_scales() == []


@pytest.mark.parametrize("key", ready.TITLES)
def test_a_template_becomes_a_draft_that_can_be_published_as_it_is(site, key):
    survey = taken(key)

    assert (survey.live, survey.current_version) == (False, None)
    assert survey.latest_revision.as_object().body == survey.body
    survey.full_clean()
    assert problems_of(survey) == []
    version = freeze_survey(survey=survey, at=AT)
    assert version.entries.count() == sum(
        "new_page" not in item for item in ready.ready_surveys()[key].items
    )


def test_taking_a_template_once_more_makes_another_draft(site):
    user = UserFactory()
    keys = [taken("closing", by=user).key for _number in range(3)]
    assert keys == ["closing", "closing-2", "closing-3"]


def test_no_ready_survey_claims_to_be_one_scale(site):
    """None of them was made as one; the list says so, and so does the manual."""
    for key in ready.ready_surveys():
        assert taken(key).is_one_scale is False


def test_a_follow_up_asks_how_often_and_how_much(site):
    survey = taken("follow-up")

    labels = {
        item.key: item.points[-1]["en"]
        for item in draft_items(survey)
        if item.is_likert
    }
    assert labels["used"] == "Always"
    assert labels["changed"] == "Strongly agree"


def test_minutes_follow_the_items_unless_the_author_says_something_else(site):
    survey = taken("closing")
    estimate = estimated_minutes(survey)

    assert survey.minutes_needed == estimate == 3
    survey.minutes = 7
    assert survey.minutes_needed == 7


def test_a_trainer_takes_a_template_in_the_editor(client, trainer):
    client.force_login(trainer)
    address = reverse("feedback_templates")
    assert "Follow-up after eight weeks" in client.get(address).content.decode()

    sent = {"template": "follow-up", "key": str(uuid.uuid4())}
    answer = client.post(address, sent, follow=True)

    survey = Survey.objects.get(key="follow-up")
    assert answer.redirect_chain[-1][0].endswith(f"/edit/{survey.pk}/")
    assert answer.status_code == 200
    for junk in ({"template": "nonsense"}, {"key": "x"}, {"key": ""}):
        assert client.post(address, sent | junk).status_code == 404
    client.post(reverse("feedback_ready_scales"))
    assert ResponseScale.objects.count() == 5


def test_the_same_form_sent_twice_leads_to_the_same_draft(client, trainer):
    client.force_login(trainer)
    address = reverse("feedback_templates")
    html = client.get(address).content.decode()
    keys = re.findall(r'name="key" value="([^"]+)"', html)
    assert len(set(keys)) == len(ready.TITLES)

    sent = {"template": "closing", "key": keys[0]}
    places = [client.post(address, sent).url for _time in range(2)]
    assert len(set(places)) == 1
    assert Survey.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("guarded", [True, False], ids=["guarded", "control"])
def test_a_form_sent_many_times_at_once_makes_one_draft(guarded, monkeypatch):
    """The control looks for a draft of the form as well, but nothing holds the key."""
    ensure_site()
    user, key = UserFactory(), uuid.uuid4()
    make = drafting._draft
    if not guarded:
        monkeypatch.setattr(
            drafting, "_draft", lambda ready, by, _key: make(ready, by, None)
        )

    outcomes = at_once([lambda: taken("closing", by=user, taken_with=key)] * 5)

    assert [o for o in outcomes if not isinstance(o, Survey)] == []
    assert len({survey.pk for survey in outcomes}) == (1 if guarded else 5)
    keys = set(Survey.objects.values_list("key", flat=True))
    assert len(keys) == Survey.objects.count() == (1 if guarded else 5)
    assert ResponseScale.objects.count() == 1


def test_templates_are_for_those_who_may_write_surveys(client, site):
    client.force_login(UserFactory())
    assert client.post(
        reverse("feedback_templates"), {"template": "closing"}
    ).status_code in (302, 403)
    assert not Survey.objects.exists()

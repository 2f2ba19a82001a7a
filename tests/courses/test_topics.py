"""A topic that courses have is renamed and deleted without leaving them behind."""

import pytest
from django.urls import reverse

from courses.models import Course, CoursePage, Topic
from courses.topic_use import pages_with
from home.desk.publishing import publish_course
from home.setup import TRAINERS, set_up_site
from tests.factories.desk import begun_course, member_of, written


@pytest.fixture
def trainer(site):
    set_up_site()
    return member_of(TRAINERS)


@pytest.fixture
def topic(db):
    return Topic.objects.create(key="work", name={"en": "Work"})


@pytest.fixture
def page(trainer, topic):
    """A published course on work, with a draft that is also on recovery."""
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    page = CoursePage.objects.get(pk=page.pk)
    page.topics = ["work"]
    page.save_revision().publish()
    page.topics = ["work", "recovery"]
    page.save_revision()
    return page


def address(topic, view):
    return reverse(Topic.snippet_viewset.get_url_name(view), args=[topic.pk])


def topics_of(page):
    stored = CoursePage.objects.get(pk=page.pk)
    return stored.topics, stored.get_latest_revision_as_object().topics


def offered(client):
    html = client.get(CoursePage.objects.get().get_parent().get_url()).content.decode()
    return 'value="work"' in html, 'value="jobs"' in html


def test_courses_follow_a_new_short_name(client, trainer, topic, page):
    client.force_login(trainer)
    version = Course.objects.get().outline_version
    client.post(address(topic, "edit"), {"key": "jobs", "name_en": "Work"})

    assert Topic.objects.get().key == "jobs"
    assert topics_of(page) == (["jobs"], ["jobs", "recovery"])
    assert Course.objects.get().outline_version > version


def test_the_catalogue_offers_the_new_short_name_at_once(client, trainer, topic, page):
    """What it keeps of a course is otherwise kept for an hour."""
    Topic.objects.create(key="recovery", name={"en": "Recovery"})
    client.force_login(trainer)
    before = offered(client)
    client.post(address(topic, "edit"), {"key": "jobs", "name_en": "Work"})

    assert (before, offered(client)) == ((True, False), (False, True))


def test_deleting_says_which_courses_lose_the_topic(client, trainer, topic, page):
    client.force_login(trainer)
    html = client.get(address(topic, "delete")).content.decode()
    assert "1 course page has this topic." in html
    assert "“Supported employment”" in html

    client.post(address(topic, "delete"))
    assert topics_of(page) == ([], ["recovery"])
    assert pages_with("work") == []
    assert CoursePage.objects.get().live


def test_deleting_a_topic_that_no_course_has_says_so(client, trainer, topic):
    client.force_login(trainer)

    assert (
        "No course has this topic."
        in client.get(address(topic, "delete")).content.decode()
    )


def test_a_new_name_changes_no_course(client, trainer, topic, page):
    client.force_login(trainer)
    client.post(address(topic, "edit"), {"key": "work", "name_en": "Jobs"})

    assert str(Topic.objects.get()) == "Jobs"
    assert topics_of(page) == (["work"], ["work", "recovery"])

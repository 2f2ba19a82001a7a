"""Learners hear of what changed after they completed it, and of nothing else."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from courses.actions import complete_step
from courses.changes import announce
from courses.models import ChangeLevel, CourseChange
from people.models import User
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

DAY = datetime.timedelta(days=1)
TITLE = "Changed since you completed it"


@pytest.fixture
def built(site):
    return build_course(lessons=2)


@pytest.fixture
def lesson(built):
    return built.lessons[0]


@pytest.fixture
def learner(built, lesson):
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    at = timezone.now() - DAY
    complete_step(enrolment=enrolment, step=built.step(lesson), at=at)
    return user


def publish(page, level=ChangeLevel.SMALL, note=""):
    announce(page=page, level=level, note=note)
    page.save_revision().publish()


def shown(client, user, page):
    client.force_login(user)
    return client.get(page.get_url()).content.decode()


def test_a_substantial_change_is_told_on_lesson_and_course(
    built, lesson, learner, client
):
    publish(lesson, ChangeLevel.SUBSTANTIAL, "The figures are those of 2026.")
    for page in (lesson, built.page):
        html = shown(client, learner, page)
        assert TITLE in html
        assert "The figures are those of 2026." in html


def test_a_small_change_is_listed_on_the_course_page_alone(
    built, lesson, learner, client
):
    publish(lesson, ChangeLevel.SMALL, "A clearer picture.")

    assert "A clearer picture." in shown(client, learner, built.page)
    assert TITLE not in shown(client, learner, lesson)


def test_who_completed_it_afterwards_or_never_is_not_told(
    built, lesson, learner, client
):
    publish(lesson, ChangeLevel.SUBSTANTIAL, "New figures.")
    newcomer = UserFactory()
    enrolment = enrolled(newcomer, built.course)
    assert TITLE not in shown(client, newcomer, lesson)
    complete_step(enrolment=enrolment, step=built.step(lesson), at=timezone.now() + DAY)

    assert TITLE not in shown(client, newcomer, lesson)
    assert TITLE not in shown(client, newcomer, built.page)
    # Another step of the same course says nothing of it either.
    assert TITLE not in shown(client, learner, built.lessons[1])


def test_a_change_waits_for_the_publication(built, lesson, learner, client):
    announce(page=lesson, level=ChangeLevel.SUBSTANTIAL, note="New figures.")
    lesson.save_revision()
    assert TITLE not in shown(client, learner, lesson)

    # Said again while it waits, it is still one change.
    announce(page=lesson, level=ChangeLevel.SUBSTANTIAL, note="Newer figures.")
    lesson.save_revision().publish()
    assert "Newer figures." in shown(client, learner, lesson)
    assert CourseChange.objects.count() == 1


def test_a_correction_of_spelling_is_told_to_nobody(lesson, learner):
    announce(page=lesson, level=ChangeLevel.SUBSTANTIAL, note="New figures.")
    publish(lesson)

    assert not CourseChange.objects.exists()


def test_the_editor_asks_what_a_change_means(lesson, client):
    """Through the form that trainers use, with its own fields and no others."""
    from wagtail.test.utils.form_data import (
        nested_form_data,
        rich_text,
        streamfield,
    )

    client.force_login(User.objects.create_superuser("boss@example.org", "x"))
    url = reverse("wagtailadmin_pages:edit", args=[lesson.pk])
    assert 'name="change_level"' in client.get(url).content.decode()
    data = {
        "title": lesson.title,
        "slug": lesson.slug,
        "introduction": "",
        "minutes": "5",
        "is_required": "on",
        "unlock_rule": "any_time",
        "body": streamfield([("text", rich_text("<p>Work helps.</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0},
        "change_level": "substantial",
        "change_note": "A new study.",
        "action-publish": "yes",
    }
    response = client.post(url, nested_form_data(data))

    assert response.status_code == 302
    change = CourseChange.objects.get()
    assert (change.level, change.note) == ("substantial", "A new study.")
    assert change.published_at is not None
    # The next edit begins with nothing to tell.
    assert "A new study." not in client.get(url).content.decode()

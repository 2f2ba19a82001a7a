"""The preview shows drafts as a learner would meet them, and changes nothing."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from courses.models import (
    CoursePage,
    Enrolment,
    LessonPage,
    ModulePage,
    StepCompletion,
    UnlockRule,
)
from people.models import User
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory
from tests.factories.site import catalogue

MODES = ["arrived", "started", ""]


@pytest.fixture
def built(site):
    return build_course(
        lessons=2, assessment=AssessmentFactory(), survey=SurveyFactory()
    )


@pytest.fixture
def trainer(db):
    return User.objects.create_superuser("boss@example.org", "x")


def preview(page, trainer, mode, rf):
    browser = Client()
    browser.force_login(trainer)
    session = browser.cookies[settings.SESSION_COOKIE_NAME]
    request = rf.get("/", HTTP_COOKIE=session.output(header="").strip())
    response = page.make_preview_request(original_request=request, preview_mode=mode)
    assert response.status_code == 200
    return response.content.decode()


def test_rules_are_in_force_for_who_has_just_started(built, trainer, rf):
    arrived = preview(built.quiz, trainer, "arrived", rf)
    started = preview(built.quiz, trainer, "started", rf)

    assert "Start quiz" in arrived
    assert "This opens when the required steps before it are completed." in started
    assert "Lesson 1" in started


def test_who_has_come_this_far_has_done_what_comes_before(built, trainer, rf):
    html = preview(built.lessons[1], trainer, "arrived", rf)

    assert "Mark complete and continue" in html
    assert "Mark complete and continue" not in preview(
        built.lessons[1], trainer, "", rf
    )


def test_a_course_is_previewed_before_anything_of_it_is_published(site, trainer, rf):
    page = catalogue().add_child(
        instance=CoursePage(title="New", summary="s", live=False)
    )
    module = page.add_child(instance=ModulePage(title="One", live=False))
    lesson = module.add_child(
        instance=LessonPage(
            title="A draft",
            live=False,
            unlock_rule=UnlockRule.AFTER_REQUIRED,
            body=[("text", "<p>Work helps.</p>")],
        )
    )
    lesson.title = "A newer draft"
    lesson.save_revision()

    assert "A newer draft" in preview(page, trainer, "started", rf)
    assert "A newer draft" in preview(module, trainer, "started", rf)
    assert "Mark complete" in preview(lesson, trainer, "arrived", rf)


def test_every_type_can_be_previewed_as_every_learner(built, trainer, rf):
    rows = (Enrolment.objects.count(), StepCompletion.objects.count())
    pages = [built.page, built.module, *built.lessons, built.quiz, built.feedback]
    for page in pages:
        for mode in MODES:
            assert page.title in preview(page, trainer, mode, rf)

    assert rows == (Enrolment.objects.count(), StepCompletion.objects.count())


def test_no_learner_gets_a_fragment_of_a_preview(built, trainer, client, rf):
    """What is cached for learners must not hold the addresses of drafts."""
    cache.clear()
    preview(built.lessons[0], trainer, "arrived", rf)
    client.force_login(trainer)
    for page in (built.page, built.lessons[0]):
        assert "/cms/pages/" not in client.get(page.get_url()).content.decode().replace(
            f"/cms/pages/{page.pk}/edit", ""
        )


def test_the_first_size_is_that_of_a_phone(built):
    page = built.lessons[0]

    assert page.default_preview_size == "mobile"
    assert page.preview_sizes[0]["device_width"] == 360

"""A course begins as a whole, or not at all."""

import pytest
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Locale, Page

from assessments.models import Assessment, Item, QuizPage
from courses.models import CatalogPage, Course, CoursePage, LessonPage, ModulePage
from feedback.models import FeedbackPage, Survey
from home.desk import creating
from home.desk.creating import MayNotAdd
from home.setup import REVIEWERS, TRAINERS
from tests.factories.desk import begun_course, member_of


def form_data(**changed):
    return {
        "title": "Supported employment",
        "summary": "",
        "audience": "",
        "language": Locale.objects.get(language_code="en").pk,
        "pattern": "short",
        "modules": "Why work?\n\n How it is done \n",
        "minutes": "15",
        "key": "6f9d2f0e-7c55-4a53-9a3f-3d2b9f1f7a10",
        **changed,
    }


def test_one_form_makes_the_whole_tree_as_drafts(trainer, client):
    client.force_login(trainer)
    response = client.post(reverse("desk-new"), form_data())
    page = CoursePage.objects.get()
    tree = Page.objects.descendant_of(page, inclusive=True).order_by("path").specific()

    assert response.url == reverse("desk-course", args=[page.pk])
    assert [(type(one), one.title) for one in tree] == [
        (CoursePage, "Supported employment"),
        (ModulePage, "Why work?"),
        (LessonPage, "Why work?"),
        (QuizPage, "Knowledge check"),
        (ModulePage, "How it is done"),
        (LessonPage, "How it is done"),
        (QuizPage, "Knowledge check"),
        (FeedbackPage, "What did you think?"),
    ]
    assert not any(one.live for one in tree)
    assert {one.owner for one in tree} == {trainer}
    assert all(one.latest_revision for one in tree)
    # Nothing for learners before something is published.
    assert not Course.objects.exists()


def test_a_quiz_begins_with_a_draft_of_each_of_three_types(trainer):
    begun_course(by=trainer)
    first, second = Assessment.objects.order_by("pk")

    assert [
        entry.item.content[0].block_type
        for entry in first.entries.select_related("item")
    ] == ["single_choice", "multiple_choice", "true_false"]
    assert not set(first.entries.values_list("item")) & set(
        second.entries.values_list("item")
    )
    assert not Item.objects.filter(live=True).exists()


def test_all_courses_share_the_ready_survey(trainer):
    begun_course(by=trainer)
    begun_course(by=trainer, title="Another course")
    survey = Survey.objects.get()

    assert survey.current_version.entries.count() == len(survey.body)
    assert set(survey.body[0].value["wording"]) >= {"en", "fi", "sv"}
    assert FeedbackPage.objects.filter(survey=survey).count() == 2


def test_two_courses_of_the_same_name_have_addresses_of_their_own(trainer):
    first, second = (begun_course(by=trainer) for _ in range(2))

    assert first.slug != second.slug
    assert Assessment.objects.count() == 4


def test_steps_are_named_in_the_language_of_the_course(trainer, monkeypatch):
    # The catalogues of texts are not what this is about.
    monkeypatch.setattr(creating, "_", lambda text: f"{get_language()}: {text}")
    page = begun_course(by=trainer, language="fi", title="Tuettu työllistyminen")

    assert page.locale.language_code == "fi"
    assert page.get_parent().specific_class is CatalogPage
    assert {one.title for one in QuizPage.objects.all()} == {"fi: Knowledge check"}


def test_the_minutes_of_a_module_are_shared_by_its_steps(trainer):
    page = begun_course(by=trainer, pattern="full", minutes=20, modules=("One",))
    module = ModulePage.objects.child_of(page).get()
    steps = [one.specific.minutes for one in module.get_children()]

    assert sum(steps) == 20
    assert min(steps) >= 1


def test_a_failure_in_the_middle_leaves_nothing(trainer, monkeypatch):
    def fail(**kwargs):
        raise RuntimeError

    monkeypatch.setattr(creating, "add_survey_page", fail)
    with pytest.raises(RuntimeError):
        begun_course(by=trainer)

    assert not CoursePage.objects.exists()
    assert not Assessment.objects.exists()
    assert not Item.objects.exists()


def test_reviewers_begin_no_course(desk_site, client):
    reviewer = member_of(REVIEWERS)
    client.force_login(reviewer)

    assert client.get(reverse("desk-new")).status_code == 302
    with pytest.raises(MayNotAdd):
        begun_course(by=reviewer)
    assert not CoursePage.objects.exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"modules": " \n "}, "required"),
        ({"modules": "\n".join("abcdefghijklmnopqrstuv")}, "20 modules at most"),
        ({"modules": "x" * 300}, "longer than 200 letters"),
        ({"minutes": "0"}, "greater than or equal to 5"),
        ({"pattern": "none"}, "valid choice"),
        ({"title": ""}, "required"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(trainer, client, changed, sentence):
    client.force_login(trainer)
    response = client.post(reverse("desk-new"), form_data(**changed))

    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not CoursePage.objects.exists()


def test_sending_the_form_twice_makes_one_course(trainer, client):
    client.force_login(trainer)
    first, second = (client.post(reverse("desk-new"), form_data()) for _ in range(2))

    assert first.url == second.url
    assert CoursePage.objects.count() == 1
    assert Assessment.objects.count() == 2


def test_nobody_gets_a_course_by_somebody_elses_key(trainer, client):
    client.force_login(trainer)
    client.post(reverse("desk-new"), form_data())
    other = member_of(TRAINERS)

    with pytest.raises(MayNotAdd):
        begun_course(by=other, key=CoursePage.objects.get().translation_key)

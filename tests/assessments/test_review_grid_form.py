"""The grid in the editor: rows of boxes for what learners are shown."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from assessments.models import Aspect, Assessment
from assessments.models.fields import AspectsFormField
from people.models import User
from tests.factories.assessments import AssessmentFactory

ROWS = ["show_during", "show_after", "show_later"]


def form_for(quiz):
    from wagtail.admin.panels import get_edit_handler

    return get_edit_handler(Assessment).get_form_class()(instance=quiz)


@pytest.mark.parametrize("row", ROWS)
def test_each_row_has_a_box_for_each_aspect(site, row):
    quiz = AssessmentFactory(**{row: ["mark"]})

    html = str(form_for(quiz)[row])

    assert html.count('type="checkbox"') == len(Aspect)
    assert html.count("checked") == 1
    for aspect in Aspect:
        assert f'value="{aspect.value}"' in html
        assert str(aspect.label) in html
    for label in html.split("<label")[1:]:
        assert "for=" in label.split(">")[0]


def test_the_editor_says_what_is_given_away(site, client):
    quiz = AssessmentFactory()
    client.force_login(User.objects.create_superuser("admin@example.org", "x"))
    address = reverse("wagtailsnippets_assessments_assessment:edit", args=[quiz.pk])

    page = client.get(address).content.decode()

    assert "All of this can be used in the next attempt." in page
    assert page.count('name="show_after"') == len(Aspect)


def test_what_is_ticked_is_stored_in_the_order_of_aspects():
    field = AspectsFormField()

    assert field.clean(["feedback", "mark"]) == ["mark", "feedback"]
    assert field.clean([]) == []
    assert not field.has_changed(["feedback", "mark"], ["mark", "feedback"])
    assert field.has_changed(["mark"], [])


def test_what_is_no_aspect_is_refused():
    with pytest.raises(ValidationError):
        AspectsFormField().clean(["mark", "everything"])


@pytest.mark.parametrize("value", [["key"], "mark", {"mark": True}, [1]], ids=repr)
def test_a_quiz_cannot_have_another_grid(site, value):
    quiz = AssessmentFactory()
    quiz.show_after = value

    with pytest.raises(ValidationError) as refusal:
        quiz.full_clean()
    assert set(refusal.value.message_dict) == {"show_after"}


@pytest.mark.parametrize("row", ROWS)
def test_a_quiz_may_show_nothing(site, row):
    quiz = AssessmentFactory()
    setattr(quiz, row, [])

    quiz.full_clean()

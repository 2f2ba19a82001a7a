"""The bank in the editor: lists, filters, forms, cases, pictures, usage, workflow."""

import pytest
from django.contrib.auth.models import Group
from django.db.models import ProtectedError
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import ReferenceIndex, WorkflowContentType

from assessments import actions
from assessments.blocks import ItemStreamBlock, stored_content
from assessments.content import (
    ChoiceContent,
    ContentError,
    ItemType,
    Option,
    Picture,
)
from assessments.models import CaseVignette, Category, Item, ItemVersion, Outcome
from home.setup import TRAINERS, set_up_groups
from tests.factories.assessments import AssessmentFactory, ItemFactory, single_choice
from tests.factories.attempts import sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site

LIST = "wagtailsnippets_assessments_item:list"


@pytest.fixture
def trainer(client, site):
    set_up_groups(ensure_site().root_page)
    user = UserFactory(email="trainer@example.org")
    user.groups.add(Group.objects.get(name=TRAINERS))
    client.force_login(user)
    return user


def case(key="aino", story="Aino is 27."):
    record = CaseVignette.objects.create(
        key=key,
        content=[
            {
                "type": "story",
                "id": "1",
                "value": {"title": {"en": "Aino"}, "story": {"en": story}},
            }
        ],
    )
    record.refresh_from_db()
    return record


# Lists --------------------------------------------------------------------------------


def test_the_list_tells_what_is_asked_and_how_it_worked(client, trainer):
    category = Category.objects.create(key="ips", name={"en": "IPS"})
    ItemFactory(key="goal", category=category)
    ItemFactory(key="old", is_retired=True)
    ItemFactory(key="draft", published=False)
    text = client.get(reverse(LIST)).content.decode()

    for expected in (
        "Which one?",
        "Single choice",
        "IPS",
        "In use",
        "Retired",
        "Draft",
    ):
        assert expected in text
    for heading in ("Facility", "Discrimination", "Attempts"):
        assert heading in text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"type": "single_choice"}, {"goal", "plan"}),
        ({"type": "matching"}, set()),
        ({"state": "retired"}, {"plan"}),
        ({"state": "draft"}, {"draft"}),
        ({"state": "ready"}, {"goal"}),
        ({"category": "ips"}, {"goal", "plan"}),
        ({"category": "search"}, {"plan"}),
        ({"outcome": "explain"}, {"goal"}),
        ({"tags": "short"}, {"goal"}),
        ({"principle": "1"}, {"goal"}),
        ({"q": "pla"}, {"plan"}),
    ],
)
def test_the_list_can_be_narrowed_down(client, trainer, query, found):
    ips = Category.objects.create(key="ips", name={"en": "IPS"})
    search = Category.objects.create(key="search", name={"en": "Search"}, parent=ips)
    outcome = Outcome.objects.create(key="explain", text={"en": "explain IPS"})
    goal = ItemFactory(key="goal", category=ips, outcome=outcome, principle=1)
    goal.tags.add("short")
    goal.save()
    ItemFactory(key="plan", category=search, is_retired=True)
    ItemFactory(key="draft", published=False)
    numbers = {
        "ips": ips.pk,
        "search": search.pk,
        "explain": outcome.pk,
        "short": goal.tags.get().pk,
    }
    query = {name: numbers.get(value, value) for name, value in query.items()}
    page = client.get(reverse(LIST), query)

    assert {item.key for item in page.context["object_list"]} == found


def test_more_questions_do_not_cost_more_queries(
    client, trainer, django_assert_max_num_queries
):
    for number in range(12):
        ItemFactory(key=f"one-{number}", category=None)
    client.get(reverse(LIST))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(
        connection,
    ) as few:
        client.get(reverse(LIST))
    for number in range(12):
        ItemFactory(key=f"two-{number}")
    with django_assert_max_num_queries(len(few) + 1):
        client.get(reverse(LIST))


def test_usage_names_the_quizzes(client, trainer):
    item = ItemFactory(key="goal")
    quiz = AssessmentFactory(name="Knowledge check", items=[item])
    ReferenceIndex.create_or_update_for_object(quiz)
    page = client.get(reverse("wagtailsnippets_assessments_item:usage", args=[item.pk]))

    assert "Knowledge check" in page.content.decode()


def test_questions_can_be_sent_to_review(trainer):
    assert WorkflowContentType.objects.filter(
        content_type__model="item", workflow__active=True
    ).exists()
    assert ItemFactory().get_workflow() is not None


def test_groups_are_set_up_twice_without_a_second_workflow(trainer):
    set_up_groups(ensure_site().root_page)

    # Of questions, and of surveys.
    assert WorkflowContentType.objects.count() == 2


# Forms --------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(ItemType))
def test_every_type_has_a_form_with_its_example(client, trainer, kind):
    block = ItemStreamBlock().child_blocks[str(kind)]
    value = block.to_python(block.meta.preview_value)

    content = block.content(block.clean(value))

    assert content.type == kind
    again = block.content(block.to_python(block.stored(content)))
    assert again.to_json() == content.to_json()


@pytest.mark.parametrize("kind", list(ItemType))
def test_editors_choose_a_type_by_sight(rf, site, kind):
    block = ItemStreamBlock().child_blocks[str(kind)]
    value = block.get_preview_value()
    context = block.get_preview_context(value, {"request": rf.get("/")})
    page = render_to_string(block.meta.preview_template, context)

    assert block.meta.preview_value["stem"]["en"] in page


@pytest.mark.parametrize(
    "address",
    [
        "wagtailsnippets_assessments_item:add",
        "wagtailsnippets_assessments_assessment:add",
        "wagtailsnippets_assessments_casevignette:add",
        "wagtailsnippets_assessments_category:add",
        "wagtailsnippets_assessments_outcome:add",
    ],
)
def test_every_form_opens(client, trainer, address):
    assert client.get(reverse(address)).status_code == 200


def test_a_category_is_written_in_several_languages(client, trainer):
    address = reverse("wagtailsnippets_assessments_category:add")
    client.post(address, {"key": "work", "name_en": "Work", "name_fi": "Työ"})

    assert Category.objects.get().name == {"en": "Work", "fi": "Työ"}


def test_a_text_needs_the_language_of_the_site(client, trainer):
    address = reverse("wagtailsnippets_assessments_category:add")
    page = client.post(address, {"key": "work", "name_fi": "Työ"})

    assert "Write the text in English too" in page.content.decode()
    assert not Category.objects.exists()


# Cases --------------------------------------------------------------------------------


def test_a_version_holds_the_story_of_its_case(site):
    item = ItemFactory(key="goal", case=case())

    content = item.versions.get().plain_content
    assert content.stimulus.story == {"en": "Aino is 27."}


def test_another_story_makes_new_versions_of_its_questions(site, noon):
    record = case()
    item = ItemFactory(key="goal", case=record)
    ItemFactory(key="other")
    record.content = [
        ("story", {"title": {"en": "Aino"}, "story": {"en": "Aino is 28."}})
    ]
    record.save_revision().publish()

    item.refresh_from_db()
    assert item.versions.count() == 2
    assert item.current_version.plain_content.stimulus.story == {"en": "Aino is 28."}
    assert ItemVersion.objects.filter(item__key="other").count() == 1


def test_the_same_story_makes_none(site, noon):
    record = case()
    item = ItemFactory(key="goal", case=record)
    actions.freeze_items_of_case(case=record, at=noon)

    assert item.versions.count() == 1


def test_a_draft_of_a_question_is_not_published_with_its_case(site, noon):
    record = case()
    item = ItemFactory(key="goal", case=record)
    item.content = single_choice(stem="Not yet?")
    item.save_revision()
    record.content = [("story", {"title": {"en": "A"}, "story": {"en": "New."}})]
    record.save_revision().publish()

    item.refresh_from_db()
    assert item.current_version.plain_content.stem == {"en": "Which one?"}


def test_a_case_that_questions_are_about_cannot_be_deleted(site):
    ItemFactory(key="goal", case=case())

    with pytest.raises(ProtectedError):
        CaseVignette.objects.get().delete()


# Pictures -----------------------------------------------------------------------------


def with_picture(image, alt=None):
    return ChoiceContent(
        type=ItemType.SINGLE_CHOICE,
        stem={"en": "Which?"},
        picture=Picture(image.pk, alt if alt is not None else {"en": "Two arrows."}),
        options=(Option("a", {"en": "A"}, True), Option("b", {"en": "B"}, False)),
    )


@pytest.fixture
def image(site):
    return Image.objects.create(title="Arrows", file=get_test_image_file())


def test_a_picture_that_a_version_shows_cannot_be_deleted(image):
    ItemFactory(key="goal", content=stored_content(with_picture(image)))

    with pytest.raises(ProtectedError):
        image.delete()


def test_the_library_says_why_such_a_picture_stays(admin_client, image):
    ItemFactory(key="goal", content=stored_content(with_picture(image)))
    address = reverse("wagtailimages:delete", args=[image.pk])

    assert admin_client.get(address).status_code == 200
    reply = admin_client.post(address, follow=True)
    assert reply.status_code == 200
    assert "It is in use, so it was not deleted." in reply.content.decode()
    assert Image.objects.filter(pk=image.pk).exists()


def test_a_picture_needs_a_text_alternative(image):
    with pytest.raises(ContentError):
        with_picture(image, {})


# Versions -----------------------------------------------------------------------------


def test_an_attempt_keeps_the_version_it_was_taken_with(site, noon):
    item = ItemFactory(key="goal")
    built = build_course(lessons=0, assessment=AssessmentFactory(items=[item]))
    attempt = sit(built, {"goal": True}, at=noon)
    item.content = single_choice(stem="Which one, really?")
    item.save()
    item.refresh_from_db()
    actions.freeze_item(item=item, at=noon)

    response = attempt.responses.get()
    assert response.item_version.number == 1
    assert response.item_version.plain_content.stem == {"en": "Which one?"}
    assert Item.objects.get().current_version.number == 2

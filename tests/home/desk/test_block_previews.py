"""The list of blocks shows authors what each looks like, before they choose one."""

import html
import re

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from assessments.models import CaseVignette, Item
from courses.models import LessonPage
from feedback.models import Survey

CHOSEN_FROM = [(LessonPage, "body"), (Item, "content"), (Survey, "body")]


def blocks():
    for model, field in [*CHOSEN_FROM, (CaseVignette, "content")]:
        for name, block in model._meta.get_field(
            field
        ).stream_block.child_blocks.items():
            yield pytest.param(block, id=f"{model.__name__}.{name}")


def seen(client, block):
    url = reverse("wagtailadmin_block_preview")
    response = client.get(url, {"id": block.definition_prefix})
    assert response.status_code == 200
    page = response.content.decode()
    return page, html.unescape(strip_tags(re.split("<main[^>]*>", page)[1]))


def words_of(value):
    """Yield the words of an example, wherever they stand in it."""
    if isinstance(value, dict):
        for inner in value.values():
            yield from words_of(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from words_of(inner)
    elif isinstance(value, str):
        yield strip_tags(value)


@pytest.mark.parametrize("block", [*blocks()])
def test_the_preview_shows_the_words_of_the_example(block, admin_client, site):
    page, words = seen(admin_client, block)
    example = [text for text in words_of(block.meta.preview_value) if " " in text]

    assert any(text.strip() in words for text in example)
    # Styled as the site is.
    assert "css/tokens" in page


@pytest.mark.parametrize("name", ["figure", "video"])
def test_a_picture_or_film_is_shown_though_the_example_has_no_file(
    name, admin_client, site
):
    stream = LessonPage._meta.get_field("body").stream_block
    page, _words = seen(admin_client, stream.child_blocks[name])

    assert "img/example" in page


def test_a_statement_is_shown_with_its_scale(admin_client, site):
    stream = Survey._meta.get_field("body").stream_block
    page, words = seen(admin_client, stream.child_blocks["likert"])

    assert page.count('type="radio"') == 5
    assert "Strongly agree" in words


@pytest.mark.parametrize("block", [*blocks()])
def test_the_description_teaches_in_a_sentence_or_two(block):
    assert 5 <= len(str(block.get_description()).split()) <= 40

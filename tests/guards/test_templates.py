"""Rules about every template; the strict policy of the pages depends on them."""

import re
from pathlib import Path

import pytest

BASE = Path(__file__).resolve().parents[2] / "templates"
TEMPLATES = sorted(BASE.rglob("*.html"))
IDS = [str(path.relative_to(BASE)) for path in TEMPLATES]
# Wagtail's own pages, which extend templates of Wagtail's.
EDITOR = ("wagtailadmin/", "home/admin/")


def text(path):
    # What a comment says about markup is not markup.
    return re.sub(
        r"{% comment %}.*?{% endcomment %}", "", path.read_text("utf-8"), flags=re.S
    )


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_no_inline_style_or_script(path):
    """The browser would refuse it, on some pages only and without a word."""
    source = text(path)
    assert not re.search(r"\sstyle\s*=", source)
    assert not re.search(r"<style\b", source)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", source)
    for tag in re.findall(r"<script\b[^>]*>", source):
        assert "src=" in tag


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_nothing_is_loaded_from_elsewhere(path):
    """A request to another host tells it who reads what."""
    source = text(path)
    loaded = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", source)
    for tag in loaded:
        assert not re.search(r"(?:src|href)=[\"'](?:https?:)?//", tag), tag


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_components_take_nothing_but_their_parameters(path):
    """Without `only` a component depends on whatever happens to be around it."""
    if str(path.relative_to(BASE)).startswith(EDITOR):
        return
    for tag in re.findall(r"{% include \"components/[^%]*%}", text(path)):
        assert tag.rstrip(" %}").endswith("only"), tag


@pytest.mark.parametrize(
    "path",
    sorted((BASE / "components").glob("*.html")),
    ids=lambda path: path.name,
)
def test_every_component_declares_its_parameters(path):
    """Otherwise one has to read the component, and all its users, to use it."""
    assert path.read_text("utf-8").lstrip().startswith("{% comment %}")


@pytest.mark.parametrize("path", TEMPLATES, ids=IDS)
def test_forms_that_change_something_carry_a_token(path):
    """A form without it works in no browser, or on any page of anybody's."""
    source = text(path)
    for form in re.findall(r"<form\b.*?</form>", source, flags=re.S):
        if 'method="post"' in form:
            assert "csrf_token" in form or "{% slot body" in form

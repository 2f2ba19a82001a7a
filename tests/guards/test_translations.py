"""Every text of the interface exists in Finnish and Swedish, and says the same."""

import re
from functools import cache

import pytest

from elearn import messages

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%s|%%|\{(\w*)\}")
TAG = re.compile(r"</?[a-z][^>]*>")

pytestmark = pytest.mark.parametrize("language", messages.LANGUAGES)


@cache
def updated(language):
    """Return the catalogue as it is after `make messages`; reads the whole code."""
    return messages.updated(language)


def texts(language):
    """Yield each text with its translation, plural forms one by one."""
    for message in messages.read(language):
        if not message.id:
            continue
        if isinstance(message.id, tuple):
            for number, string in enumerate(message.string):
                yield message.id[min(number, 1)], string
        else:
            yield message.id, message.string


def test_every_text_is_translated(language):
    """After a change of a text: `make messages`, then translate what it lists."""
    missing = [
        message.id
        for message in updated(language)
        if message.id and not messages.is_translated(message)
    ]
    assert missing == []


def test_the_catalogue_holds_the_texts_of_today(language):
    stored = messages.catalogue_path(language).read_bytes()
    assert stored == messages.as_po(updated(language))


def test_the_compiled_catalogue_is_made_from_the_written_one(language):
    compiled = messages.catalogue_path(language).with_suffix(".mo").read_bytes()
    assert compiled == messages.as_mo(messages.read(language))


def test_a_translation_keeps_placeholders(language):
    """A lost placeholder is a lost number; an unknown one is an error on the page."""
    wrong = []
    for text, translation in texts(language):
        wanted = set(PLACEHOLDER.findall(text))
        found = set(PLACEHOLDER.findall(translation))
        # "one day" may leave the number out of its singular, and nothing else.
        if found - wanted or (wanted - found and "%(" not in text):
            wrong.append((text, translation))
        names = {name for name, _brace in wanted - found if name}
        if len(names) > 1:
            wrong.append((text, translation))
    assert wrong == []


def test_a_translation_keeps_its_tags(language):
    wrong = [
        (text, translation)
        for text, translation in texts(language)
        if sorted(TAG.findall(text)) != sorted(TAG.findall(translation))
    ]
    assert wrong == []


def test_no_translation_is_the_english_text_by_mistake(language):
    """Long texts that are the same in both languages were forgotten."""
    same = [
        text
        for text, translation in texts(language)
        if text == translation and len(text.split()) > 3
    ]
    assert same == []

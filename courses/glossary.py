"""Finding the words of the glossary in a lesson, and marking their first occurrence.

A word is looked for in running text only: not in headings, links or exercises. It
becomes a link to its explanation at the end of the lesson.
"""

import dataclasses
import html
import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from .models import GlossaryTerm
from .models.glossary import VERSION, renew_version

PIECES = re.compile(r"(?P<tag><[^>]*>)|(?P<text>[^<]+)")
TAG = re.compile(r"<(?P<end>/?)(?P<name>[a-zA-Z0-9]+)")
# Where a word is no part of running text, or would be a link in a link.
SKIPPED = frozenset({"a", "h2", "h3", "button"})


@dataclasses.dataclass(frozen=True)
class Word:
    """A term in one language."""

    key: str
    term: str
    definition: str
    forms: tuple[str, ...] = ()


def words_in(language: str) -> list[Word]:
    """Return the terms that have a word and an explanation in the language, by word."""
    found = [
        Word(
            term.key,
            term.term[language],
            term.definition[language],
            tuple(
                form
                for one in term.forms.get(language, "").split(",")
                if (form := one.strip()).strip("* ")
            ),
        )
        for term in GlossaryTerm.objects.all()
        if term.term.get(language) and term.definition.get(language)
    ]
    return sorted(found, key=lambda word: word.term.casefold())


class Finder:
    """Finds words in the HTML of rich text."""

    def __init__(self, words: Iterable[Word]) -> None:
        self.words: Mapping[str, Word] = {word.key: word for word in words}
        forms = [
            (form, word.key)
            for word in self.words.values()
            for form in (word.term, *word.forms)
        ]
        # The longest first: “supported employment” before “employment”.
        forms.sort(key=lambda pair: (-len(pair[0]), pair))
        self._keys = [key for _form, key in forms]
        self._pattern = (
            re.compile(
                rf"(?<!\w)(?:{'|'.join(_group(form) for form, _key in forms)})(?!\w)",
                re.IGNORECASE,
            )
            if forms
            else None
        )

    def marked(self, markup: str, seen: set[str]) -> str:
        """Return the HTML with a link at the first occurrence of each unseen word.

        Adds the keys of those that it has marked to `seen`.
        """
        if self._pattern is None:
            return markup
        parts = []
        skipping = 0
        for piece in PIECES.finditer(markup):
            if piece["tag"]:
                tag = TAG.match(piece["tag"])
                if tag and tag["name"].lower() in SKIPPED:
                    skipping += -1 if tag["end"] else 1
                parts.append(piece["tag"])
            elif skipping > 0:
                parts.append(piece["text"])
            else:
                parts.append(self._text(self._pattern, piece["text"], seen))
        return "".join(parts)

    def _text(self, pattern: re.Pattern[str], text: str, seen: set[str]) -> str:
        def link(found: re.Match[str]) -> str:
            key = self._keys[(found.lastindex or 1) - 1]
            if key in seen:
                return found[0]
            seen.add(key)
            return f'<a class="term" href="#term-{html.escape(key)}">{found[0]}</a>'

        return pattern.sub(link, text)


def _group(form: str) -> str:
    # As the text of a page writes it, where & is &amp;.
    whole = re.escape(html.escape(form.removesuffix("*"), quote=False))
    return f"({whole}\\w*)" if form.endswith("*") else f"({whole})"


class LessonGlossary:
    """The glossary of one lesson; nothing is asked before something is marked."""

    def __init__(self, page) -> None:
        self.page = page
        self.language = page.locale.language_code
        self._seen: set[str] = set()

    @property
    def version(self) -> str:
        """What the fragments of lessons in the cache hang on."""
        found = cache.get(VERSION)
        if found is None:
            renew_version()
            found = cache.get(VERSION)
        return str(found)

    @cached_property
    def _finder(self) -> Finder:
        return Finder(words_in(self.language))

    def mark(self, markup: object) -> SafeString:
        """Return rich text with its first words marked."""
        # What comes in is safe, and only links to our own page are added.
        return mark_safe(self._finder.marked(str(markup), self._seen))  # noqa: S308

    @property
    def words(self) -> list[Word]:
        """The words that the lesson marks, whether or not it has been shown."""
        seen: set[str] = set()
        for raw in self.page.body.raw_data:
            if raw["type"] == "text":
                self._finder.marked(raw["value"], seen)
        return [word for key, word in self._finder.words.items() if key in seen]

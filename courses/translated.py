"""Short texts that are authored in several languages within one record.

A page has one version per language. A quiz item or a survey statement has one record
with its wording in each language, because answers given in any of them are counted
together: there is nothing to align, so nothing can be misaligned.

A value is a mapping of language code to text; a missing language is left out.
"""

from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from .texts import Texts as Texts


def content_languages() -> list[tuple[str, str]]:
    """Return codes and names of the languages of content, the site's own first."""
    first = settings.LANGUAGE_CODE
    # Their names stay lazy, so that they are shown in the language of who looks.
    languages: list[tuple[str, Any]] = list(settings.WAGTAIL_CONTENT_LANGUAGES)
    return sorted(languages, key=lambda pair: pair[0] != first)


class Wording(str):
    """A text that knows its language, for pages that are in another one."""

    language: str

    def __new__(cls, text: str, language: str) -> "Wording":
        wording = super().__new__(cls, text)
        wording.language = language
        return wording

    # Asked for by pickle and copy, which would otherwise call `__new__` with one.
    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        return str(self), self.language


def as_wording(text: str, language: str) -> Wording:
    """Return the text as one that knows its language, by default `language`."""
    return text if isinstance(text, Wording) else Wording(text, language)


def in_language(texts: Texts, language: str | None = None) -> str:
    """Return the text in `language`, by default the active one, as a `Wording`.

    Falls back to the site's first language and then to any that has a text; "" when
    there is none.
    """
    for code in (language or get_language(), settings.LANGUAGE_CODE, *texts):
        if code and texts.get(code):
            return Wording(texts[code], code)
    return ""


def without_empty(texts: Texts) -> dict[str, str]:
    """Return the texts that say something, stripped, in the order of languages."""
    stripped = {
        code: (texts.get(code) or "").strip() for code, _name in content_languages()
    }
    return {code: text for code, text in stripped.items() if text}


class TranslatedTextBlock(blocks.StructBlock):
    """One field per language; all but the site's first are folded away."""

    def __init__(
        self, *, required: bool = True, long: bool = False, **kwargs: Any
    ) -> None:
        field = blocks.TextBlock if long else blocks.CharBlock
        options = {"rows": 3} if long else {}
        languages = content_languages()
        children = [
            (code, field(label=name, required=required and not index, **options))
            for index, (code, name) in enumerate(languages)
        ]
        codes = [code for code, _name in languages]
        kwargs.setdefault(
            "form_layout", BlockGroup(children=codes[:1], settings=codes[1:])
        )
        super().__init__(children, **kwargs)

    class Meta:
        icon = "globe"
        label = _("Text")

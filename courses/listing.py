"""What a catalogue has to know of a course: for search, filters and the first lines."""

import dataclasses
import unicodedata
from functools import cached_property

from django.core.cache import cache
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from .contents import outline_of
from .models import Course, CoursePage


@dataclasses.dataclass(frozen=True)
class Listing:
    """A course as it is looked for, in one language; the same for everybody."""

    # Codes of the languages that it has pages in.
    languages: tuple[str, ...]
    topics: frozenset[str]
    # Empty: it is for everybody.
    professions: frozenset[str]
    minutes: int
    # All that a search finds, folded.
    text: str

    @property
    def is_in_language(self) -> bool:
        """Whether it has pages in the active language."""
        return get_language() in self.languages

    @cached_property
    def language_names(self) -> list[str]:
        names = _language_names()
        return [names.get(code, code) for code in self.languages]

    @property
    def language_sentence(self) -> str:
        """In which languages the course is, for readers of another one."""
        spoken = _spoken()
        parts = [spoken[code] for code in self.languages if code in spoken]
        if len(parts) == 1:
            return _("This course is %(language)s.") % {"language": parts[0]}
        if len(parts) == 2:
            return _("This course is %(first)s and %(second)s.") % {
                "first": parts[0],
                "second": parts[1],
            }
        return ""


def _language_names() -> dict[str, str]:
    return {"en": _("English"), "fi": _("Finnish"), "sv": _("Swedish")}


def _spoken() -> dict[str, str]:
    return {
        "en": pgettext("a course is …", "in English"),
        "fi": pgettext("a course is …", "in Finnish"),
        "sv": pgettext("a course is …", "in Swedish"),
    }


def listing_of(course: Course) -> Listing:
    """Return the course's listing in the active language, from the cache if new."""
    key = f"listing.{course.pk}.{course.outline_version}.{get_language()}"
    listing = cache.get(key)
    if listing is None:
        listing = _build(course)
        cache.set(key, listing, timeout=3600)
    return listing


def _build(course: Course) -> Listing:
    pages = list(
        CoursePage.objects.live()
        .filter(translation_key=course.key)
        .select_related("locale")
        .order_by("path")
    )
    outline = outline_of(course)
    words = [course.title]
    for page in pages:
        words += [page.title, page.summary, page.audience]
        words += [block.value for block in page.objectives]
        words += [*page.catalogue_title.values(), *page.catalogue_summary.values()]
    for module in outline.modules:
        words += [module.title, *(step.title for step in module.steps)]
    return Listing(
        languages=tuple(dict.fromkeys(page.locale.language_code for page in pages)),
        topics=frozenset(topic for page in pages for topic in page.topics),
        professions=frozenset(one for page in pages for one in page.professions),
        minutes=outline.minutes,
        text=folded(" ".join(words)),
    )


def folded(text: str) -> str:
    """Return a text in which capitals, accents and dots make no difference."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))

"""Looking for a course: the search and the filters of the catalogue.

Everything stands in the address, so that a list can be kept and passed on. Courses are
few and what is looked at is in the cache, so they are filtered here and not by the
database.
"""

import dataclasses
from collections.abc import Callable, Iterable
from urllib.parse import urlencode

from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from people.models import Profession

from .listing import Listing, folded, listing_of
from .models import CatalogPage, Course, Topic
from .reporting import CatalogueEntry, catalogue

# Longer ones are pasted by mistake.
LONGEST_SEARCH = 100
# Up to how many minutes, and what it is called.
LENGTHS: dict[str, tuple[int, int, str | Promise]] = {
    "short": (0, 60, gettext_lazy("Up to 1 hour")),
    "medium": (61, 120, gettext_lazy("1 to 2 hours")),
    "long": (121, 1_000_000, gettext_lazy("More than 2 hours")),
}


@dataclasses.dataclass(frozen=True)
class Option:
    """One value of a filter."""

    value: str
    label: str
    is_chosen: bool


@dataclasses.dataclass(frozen=True)
class Filter:
    """One question that narrows the list; some course has each of its options."""

    name: str
    label: str
    # The option that leaves everything in.
    everything: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> Option | None:
        return next((option for option in self.options if option.is_chosen), None)


@dataclasses.dataclass(frozen=True)
class Found:
    """The courses that somebody looked for, and how to look for others."""

    entries: list[CatalogueEntry]
    total: int
    query: str
    filters: tuple[Filter, ...]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query or self.chosen)

    @property
    def chosen(self) -> list[Filter]:
        """The filters that are in force."""
        return [one for one in self.filters if one.chosen]

    @property
    def sentence(self) -> str:
        """How many there are, in words."""
        count = len(self.entries)
        if not self.is_narrowed:
            return ngettext("%(count)s course", "%(count)s courses", count) % {
                "count": count
            }
        return ngettext(
            "%(count)s course of %(total)s",
            "%(count)s courses of %(total)s",
            count,
        ) % {"count": count, "total": self.total}

    @property
    def without_query(self) -> str:
        """The query string without the words."""
        return self._address("q")

    @property
    def removals(self) -> list[dict[str, object]]:
        """Each filter in force, with the query string without it."""
        return [
            {"filter": one, "query": self._address(one.name)} for one in self.chosen
        ]

    def _address(self, left_out: str) -> str:
        kept = {one.name: one.chosen.value for one in self.chosen if one.chosen}
        kept = {"q": self.query, **kept}
        kept.pop(left_out)
        return urlencode({key: value for key, value in kept.items() if value})


def search(*, page: CatalogPage, request: HttpRequest) -> Found:
    """Return the courses of a catalogue that fit what the address asks for."""
    everything = catalogue(page=page, request=request)
    listings = _listings(everything)
    asked = request.GET
    query = " ".join(asked.get("q", "")[:LONGEST_SEARCH].split())
    topics = {topic.key: str(topic) for topic in Topic.objects.all()}
    filters = _filters(asked, listings.values(), topics)
    words = folded(query).split()
    entries = [
        entry
        for entry in everything
        if _fits(entry, listings.get(entry.page.translation_key), words, topics)
        and all(
            _keeps(one, listings.get(entry.page.translation_key)) for one in filters
        )
    ]
    return Found(entries, len(everything), query, filters)


def _listings(entries: list[CatalogueEntry]) -> dict:
    courses = Course.objects.filter(
        key__in=[entry.page.translation_key for entry in entries]
    )
    return {course.key: listing_of(course) for course in courses}


def _fits(
    entry: CatalogueEntry,
    listing: Listing | None,
    words: list[str],
    topics: dict[str, str],
) -> bool:
    """Answer whether every word is somewhere in what is said of the course."""
    if listing is None:
        text = folded(f"{entry.page.title} {entry.page.summary}")
    else:
        names = " ".join(topics.get(key, "") for key in listing.topics)
        text = f"{listing.text} {folded(names)}"
    return all(word in text for word in words)


# Whether a course is kept by a value of each filter.
KEEPS: dict[str, Callable[[Listing, str], bool]] = {
    "topic": lambda listing, value: value in listing.topics,
    "profession": lambda listing, value: (
        not listing.professions or value in listing.professions
    ),
    "language": lambda listing, value: value in listing.languages,
    "length": lambda listing, value: (
        LENGTHS[value][0] <= listing.minutes <= LENGTHS[value][1]
    ),
}


def _keeps(one: Filter, listing: Listing | None) -> bool:
    if one.chosen is None:
        return True
    return listing is not None and KEEPS[one.name](listing, one.chosen.value)


def _filters(
    asked: QueryDict, listings: Iterable[Listing], topics: dict[str, str]
) -> tuple[Filter, ...]:
    """Return the filters that can tell courses apart, with what was asked of each.

    A value that no course has is taken for none, as if the address did not name it.
    """
    listings = list(listings)
    languages = {"en": _("English"), "fi": _("Finnish"), "sv": _("Swedish")}
    labels: dict[str, tuple[str, str, Iterable[tuple[str, str | Promise]]]] = {
        "topic": (_("Topic"), _("All topics"), sorted(topics.items(), key=_by_label)),
        "profession": (_("Profession"), _("All professions"), Profession.choices),
        "language": (
            pgettext("of a course", "Language"),
            _("All languages"),
            sorted(languages.items(), key=_by_label),
        ),
        "length": (
            pgettext("of a course", "Length"),
            _("Any length"),
            [(key, label) for key, (_least, _most, label) in LENGTHS.items()],
        ),
    }
    found = []
    for name, (label, everything, choices) in labels.items():
        value = asked.get(name, "")
        options = tuple(
            Option(key, str(text), key == value)
            for key, text in choices
            if any(_has(name, listing, key) for listing in listings)
        )
        if options:
            found.append(Filter(name, label, everything, options))
    return tuple(found)


def _has(name: str, listing: Listing, value: str) -> bool:
    if name == "profession":
        return value in listing.professions
    return KEEPS[name](listing, value)


def _by_label(choice: tuple[str, str | Promise]) -> str:
    return str(choice[1]).casefold()

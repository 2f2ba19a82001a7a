"""What the frame around every page shows."""

import dataclasses
from functools import cached_property

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.html import mark_safe
from django.utils.translation import get_language
from wagtail.models import Site
from wagtail.rich_text import expand_db_html

from courses.models import CatalogPage
from courses.translated import in_language
from feedback.permissions import may_read_ratings

from .models import SiteSettings, StandardPage

THEMES = ("light", "dark")


@dataclasses.dataclass(frozen=True)
class LanguageLink:
    """One language of the interface."""

    code: str
    name: str
    # The same page in that language, "" where a form must switch instead.
    url: str
    is_current: bool


@dataclasses.dataclass
class Frame:
    """The frame of one page. Everything is looked up when a template asks for it."""

    request: HttpRequest

    @cached_property
    def _site(self) -> dict:
        """What is the same for everybody, in the active language, from the cache."""
        key = f"frame.{get_language()}"
        site = cache.get(key)
        if site is None:
            site = _site_frame(self.request)
            # Short, because it is small and several processes may each have their own.
            cache.set(key, site, timeout=60)
        return site

    @property
    def site_title(self) -> str:
        return self._site["title"]

    @property
    def contact_email(self) -> str:
        return self._site["contact_email"]

    @property
    def is_demonstration(self) -> bool:
        return self._site["is_demonstration"]

    @property
    def help_now(self) -> str:
        return self._site["help_now"]

    @property
    def footer_text(self) -> str:
        return mark_safe(self._site["footer_text"])  # noqa: S308 - cleaned rich text

    @property
    def footer_pages(self) -> list[dict]:
        return self._site["footer_pages"]

    @property
    def home_url(self) -> str:
        return self._site["home_url"]

    @property
    def catalogue_url(self) -> str:
        return self._site["catalogue_url"]

    @cached_property
    def _doors(self) -> dict[str, bool]:
        """Which links the person gets, from the cache.

        Links only: the pages behind them ask again, so a right that was taken away is
        gone at once.
        """
        user = self.request.user
        if not user.is_authenticated:
            return {"ratings": False, "editor": False}
        key = f"frame.doors.{user.pk}"
        doors = cache.get(key)
        if doors is None:
            doors = {
                "ratings": may_read_ratings(user),
                "editor": user.has_perm("wagtailadmin.access_admin"),
            }
            cache.set(key, doors, timeout=60)
        return doors

    @property
    def may_read_ratings(self) -> bool:
        return self._doors["ratings"]

    @property
    def may_edit(self) -> bool:
        return self._doors["editor"]

    @property
    def sign_up_is_open(self) -> bool:
        return settings.ELEARN_SIGN_UP_OPEN

    @property
    def theme(self) -> str:
        """The chosen theme, "" where the browser's own setting decides."""
        theme = self.request.COOKIES.get("theme", "")
        return theme if theme in THEMES else ""

    @cached_property
    def languages(self) -> list[LanguageLink]:
        # Always a form and never a link: choosing is remembered, which a link may not.
        current = get_language()
        return [
            LanguageLink(code, _own_name(code), "", code == current)
            for code, _name in settings.LANGUAGES
        ]


def site_frame(request: HttpRequest) -> dict[str, object]:
    """Give every template the frame of its page."""
    frame = Frame(request)
    return {"frame": frame, "theme": frame.theme}


def _own_name(code: str) -> str:
    return {"en": "English", "fi": "Suomi", "sv": "Svenska"}.get(code, code)


def _site_frame(request: HttpRequest) -> dict:
    site = Site.find_for_request(request)
    root = site.root_page.localized if site else None
    # Not `for_site`, which makes the row: reading a page must change nothing.
    named = SiteSettings.objects.filter(site=site).first() or SiteSettings()
    catalogue = footer = None
    if root is not None:
        catalogue = CatalogPage.objects.descendant_of(root).live().first()
        footer = (
            StandardPage.objects.descendant_of(root)
            .live()
            .filter(show_in_footer=True)
            .order_by("path")
        )
    return {
        "title": named.site_title,
        "contact_email": named.contact_email,
        "is_demonstration": named.is_demonstration,
        "help_now": in_language(named.help_now),
        "footer_text": expand_db_html(named.footer_text),
        "footer_pages": [
            {"title": page.title, "url": page.get_url()} for page in footer or ()
        ],
        "home_url": (root.get_url() if root else None) or "/",
        "catalogue_url": (catalogue.get_url() if catalogue else None) or "/",
    }

"""What every site has before anybody writes a word: languages, first pages, groups.

Each function makes what is missing and leaves what is there, so that running them again
after an update, or on a site in use, changes nothing that people have made.
"""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Locale,
    Page,
    Site,
)

from courses.models import CatalogPage

from .models import HomePage, SiteSettings, StandardPage
from .review_setup import ensure_workflow

TRAINERS = "Trainers"
REVIEWERS = "Reviewers"
# Empty until somebody is put into it: looking into attempts is nobody's by default.
ATTEMPT_READERS = "Attempt readers"
LIVED_EXPERIENCE = "Reviewers by lived experience"

# What trainers may do with authored things besides pages, as "app.model".
TRAINER_MODELS = {
    "assessments.item": ["add", "change", "delete", "publish"],
    "assessments.assessment": ["add", "change", "delete"],
    "assessments.casevignette": ["add", "change", "delete", "publish"],
    "assessments.category": ["add", "change", "delete"],
    "assessments.outcome": ["add", "change", "delete"],
    "feedback.survey": ["add", "change", "delete", "publish"],
    "feedback.responsescale": ["add", "change"],
    "feedback.followup": ["add", "change", "delete"],
    "feedback.comment": ["change"],
    "courses.cohort": ["add", "change", "delete"],
    "courses.glossaryterm": ["add", "change", "delete"],
    "courses.topic": ["add", "change", "delete"],
}
TRAINER_PERMISSIONS = [
    "wagtailadmin.access_admin",
    "feedback.view_all_ratings",
    # Marking free texts, without names.
    "assessments.add_mark",
    "simple_translation.submit_translation",
]
REVIEWER_PERMISSIONS = ["wagtailadmin.access_admin"]
ATTEMPT_READER_PERMISSIONS = ["assessments.view_attempt"]


@transaction.atomic
def set_up_site() -> Site:
    """Return the default site, with everything that it cannot do without."""
    _ensure_locales()
    site = _ensure_site()
    _ensure_catalogue(site.root_page)
    _ensure_plain_pages(site.root_page)
    set_up_groups(site.root_page)
    SiteSettings.for_site(site)
    return site


def _ensure_locales() -> None:
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)


def _ensure_site() -> Site:
    """Return the default site with a home page of ours as its root."""
    site = Site.objects.filter(is_default_site=True).first()
    if site is not None and isinstance(site.root_page.specific, HomePage):
        return site
    home = _add_home(Locale.get_default())
    if site is None:
        return Site.objects.create(
            hostname="localhost", root_page=home, is_default_site=True, site_name=""
        )
    welcome = site.root_page
    site.root_page = home
    site.save()
    # Wagtail's own first page says "Welcome to your new Wagtail site".
    if welcome.depth == 2 and welcome.specific_class is Page:
        welcome.delete()
    return Site.objects.get(pk=site.pk)


def _add_home(locale: Locale, **fields) -> HomePage:
    """Publish a home page beside the others, in the active language."""
    home = Page.objects.get(depth=1).add_child(
        instance=HomePage(
            title=_("Home"),
            slug=f"home-{locale.language_code}",
            locale=locale,
            headline=_("Learn what helps, in minutes that you have."),
            introduction=_(
                "Short courses for people who work in mental health: on helping "
                "somebody to a job of their own, and on meeting people with severe "
                "mental illness well."
            ),
            **fields,
        )
    )
    home.save_revision().publish()
    return home


@transaction.atomic
def catalogue_in(locale: Locale) -> CatalogPage:
    """Return the catalogue of a language, made with what is around it if missing.

    The first pages of a language are made with its first course and not before, so that
    nobody meets a language in which there is nothing to learn. What is made is shared
    with the pages of the site's first language by their translation keys.
    """
    original = Site.objects.get(is_default_site=True).root_page.specific
    catalogue = _ensure_catalogue(original)
    if locale.pk == original.locale_id:
        return catalogue
    with translation.override(locale.language_code):
        home = original.get_translation_or_none(locale) or _add_home(
            locale, translation_key=original.translation_key
        )
        _translate_plain_pages(original, home)
        found = catalogue.get_translation_or_none(locale)
        return found or _ensure_catalogue(
            home, translation_key=catalogue.translation_key
        )


def _ensure_catalogue(home: Page, **fields) -> CatalogPage:
    catalogue = CatalogPage.objects.child_of(home).first()
    if catalogue is None:
        catalogue = home.add_child(
            instance=CatalogPage(
                title=_("Courses"),
                slug="courses",
                locale=home.locale,
                **fields,
                introduction=_(
                    "Each course is a few short modules. Stop whenever you like; you "
                    "continue where you were."
                ),
            )
        )
        catalogue.save_revision().publish()
    return catalogue


def _plain_pages() -> list[tuple[str, str, str]]:
    """Return title, introduction and text of the pages that each site needs.

    The texts describe what this software does; an organisation adds its own facts.
    """
    return [
        (
            _("Who can see my data"),
            _("What this site keeps about you, and who can look at it."),
            "<p>"
            + _(
                "You see everything that is kept about you, why and how long, under "
                "“My account and my data”, and can take it along as a file."
            )
            + "</p><p>"
            + _(
                "Notes, bookmarks and what you write at questions of a lesson are for "
                "you alone."
            )
            + "</p><p>"
            + _(
                "Nobody else sees your answers or your results with your name, or how "
                "long you took. Coordinators and trainers see figures about five "
                "people or more. Whoever marks or looks into a quiz is shown answers "
                "without names."
            )
            + "</p><p>"
            + _(
                "Course feedback is anonymous. The site remembers that you answered, "
                "and counts what was answered, in two places that nothing joins. "
                "That is why your feedback cannot be found or withdrawn later. "
                "Comments in your own words are read from ten respondents on; those "
                "of fewer are deleted unread when the survey closes. A survey that "
                "compares before and after keeps answers under a pseudonym: it says "
                "so first, and you can look at them and delete them."
            )
            + "</p><p>"
            + _(
                "Whoever looks at ratings is written down, and whoever releases a "
                "comment: who, when and of which survey, and not what."
            )
            + "</p>",
        ),
        (
            _("Accessibility"),
            _("How this site is meant to work for everybody."),
            "<p>"
            + _(
                "The pages for learners and coordinators are built to meet WCAG 2.2 at "
                "level AA. They work by keyboard, with a screen reader, on a phone, "
                "without JavaScript and in print."
            )
            + "</p><p>"
            + _(
                "If something keeps you from learning, tell the contact named at the "
                "foot of the page. You should have an answer within 14 days."
            )
            + "</p>",
        ),
    ]


def _ensure_plain_pages(home: Page) -> None:
    if StandardPage.objects.descendant_of(home).exists():
        return
    for plain_page in _plain_pages():
        _add_plain_page(home, *plain_page)


def _translate_plain_pages(original: Page, home: Page) -> None:
    """Give a new language those of the plain pages that the site still has."""
    if StandardPage.objects.descendant_of(home).exists():
        return
    with translation.override(original.locale.language_code):
        slugs = [slugify(title) for title, _introduction, _text in _plain_pages()]
    for slug, plain_page in zip(slugs, _plain_pages(), strict=True):
        known = StandardPage.objects.child_of(original).live().filter(slug=slug).first()
        if known is not None:
            _add_plain_page(home, *plain_page, translation_key=known.translation_key)


def _add_plain_page(
    home: Page, title: str, introduction: str, text: str, **fields
) -> None:
    page = home.add_child(
        instance=StandardPage(
            title=title,
            slug=slugify(title),
            locale=home.locale,
            introduction=introduction,
            body=[("text", text)],
            show_in_footer=True,
            **fields,
        )
    )
    page.save_revision().publish()


def set_up_groups(home: Page) -> None:
    """Make the groups of the editor and of readers, with what they may do.

    Rights on pages hold from the root of the tree down: the home page of another
    language stands beside the first one, not below it.
    """
    root = home.get_root()
    trainers, _made = Group.objects.get_or_create(name=TRAINERS)
    reviewers, _made = Group.objects.get_or_create(name=REVIEWERS)
    peers, _made = Group.objects.get_or_create(name=LIVED_EXPERIENCE)
    wanted = [*TRAINER_PERMISSIONS]
    for model, verbs in TRAINER_MODELS.items():
        app, name = model.split(".")
        wanted += [f"{app}.{verb}_{name}" for verb in (*verbs, "view")]
    _grant(trainers, wanted)
    readers, _made = Group.objects.get_or_create(name=ATTEMPT_READERS)
    _grant(readers, ATTEMPT_READER_PERMISSIONS)
    _grant_pages(trainers, root, ["add_page", "change_page", "publish_page"])
    for group in (reviewers, peers):
        _grant(group, REVIEWER_PERMISSIONS)
        _grant_pages(group, root, ["change_page"])
    collection = Collection.get_first_root_node()
    for app, name in (("wagtailimages", "image"), ("wagtaildocs", "document")):
        for verb in ("add", "change", "choose"):
            GroupCollectionPermission.objects.get_or_create(
                group=trainers,
                collection=collection,
                permission=_permission(f"{app}.{verb}_{name}"),
            )
    ensure_workflow(root, reviewers, peers)


def _permission(name: str) -> Permission:
    app, codename = name.split(".")
    return Permission.objects.get(content_type__app_label=app, codename=codename)


def _grant(group: Group, names: Iterable[str]) -> None:
    group.permissions.add(
        *(_permission(name) for name in names if _exists(name)),
    )


def _exists(name: str) -> bool:
    app, codename = name.split(".")
    return Permission.objects.filter(
        content_type__app_label=app, codename=codename
    ).exists()


def _grant_pages(group: Group, page: Page, codenames: list[str]) -> None:
    for codename in codenames:
        GroupPagePermission.objects.get_or_create(
            group=group,
            page=page,
            permission=_permission(f"wagtailcore.{codename}"),
        )

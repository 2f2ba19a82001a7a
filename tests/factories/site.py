"""The pages every site has."""

from django.conf import settings
from wagtail.models import Collection, Locale, Page, Site

from courses.models import CatalogPage
from home.models import HomePage


def ensure_site() -> Site:
    """Return the default site, made with its first pages where it is missing.

    Tests run without migrations, which would have made some of it.
    """
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is not None and site.root_page.specific_class is HomePage:
        return site
    locale, _made = Locale.objects.get_or_create(language_code=settings.LANGUAGE_CODE)
    for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES:
        Locale.objects.get_or_create(language_code=code)
    if not Collection.objects.filter(depth=1).exists():
        Collection.add_root(name="Root")
    root = Page.objects.filter(depth=1).first() or Page.add_root(
        instance=Page(title="Root", slug="root", locale=locale)
    )
    home = root.add_child(
        instance=HomePage(
            title="Home",
            slug="home-en",
            locale=locale,
            headline="Courses for mental-health professionals",
            introduction="Short courses.",
        )
    )
    home.add_child(instance=CatalogPage(title="Courses", slug="courses", locale=locale))
    if site is None:
        return Site.objects.create(
            hostname="localhost", port=80, root_page=home, is_default_site=True
        )
    site.root_page = home
    site.save()
    return site


def catalogue() -> CatalogPage:
    """Return the catalogue of the default site, in its first language."""
    return CatalogPage.objects.get(slug="courses", locale=Locale.get_default())

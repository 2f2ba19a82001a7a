"""The language of the frame around a page whose content is in another one."""

from django.conf import settings
from django.utils import translation
from wagtail.models import Locale, Page, Site

from people.models import Language


def follow_preference(page, request, serve_args, serve_kwargs) -> None:
    """Show the frame in the person's language where the page has no such version.

    Somebody who chose Finnish and opens a course that exists in English only gets its
    texts in English and the buttons around them in Finnish. Where a Finnish version
    exists, the address says which one is wanted, and the frame follows the address.
    """
    preferred = chosen_language(request)
    if preferred in ("", translation.get_language()):
        return
    is_translated = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .filter(locale__language_code=preferred)
        .exists()
    )
    if not is_translated:
        translation.activate(preferred)
        request.LANGUAGE_CODE = preferred


def chosen_language(request) -> str:
    """Return the language that the person chose, "" where nothing was chosen."""
    if request.user.is_authenticated:
        return request.user.preferred_language
    code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return code if code in Language.values else ""


def translated_path(path: str, code: str) -> str:
    """Return the address of the page at `path` in the language `code`.

    Returns `path` itself where that is no page, or one without such a version. A place
    on the page (what stands behind #) is kept: sections have one name in all languages.
    """
    path, mark, place = path.partition("#")
    return f"{_translated(path, code)}{mark}{place}"


def _translated(path: str, code: str) -> str:
    site = Site.objects.filter(is_default_site=True).select_related("root_page").first()
    if site is None:
        return path
    current = translation.get_language_from_path(path)
    rest = path[len(current) + 1 :] if current else path
    root = site.root_page
    if current:
        locale = Locale.objects.filter(language_code=current).first()
        root = locale and root.get_translation_or_none(locale)
    if root is None:
        return path
    page = Page.objects.live().filter(url_path=root.url_path + rest.lstrip("/")).first()
    if page is None:
        return path
    version = (
        Page.objects.live()
        .filter(translation_key=page.translation_key)
        .filter(locale__language_code=code)
        .first()
    )
    return (version.get_url() if version else None) or path

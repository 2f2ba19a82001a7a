"""Finding a page by its address, without walking down the tree."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from wagtail import views as wagtail_views
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult


def serve(request: HttpRequest, path: str) -> HttpResponse:
    """Serve the page at `path`.

    Wagtail asks for the site and then for one level of the tree after the other, two
    queries each; a lesson lies four levels below the home page. None of our page types
    takes over the addresses below it, so the address alone says which page is meant.
    Everything else, such as a page that is not there, stays Wagtail's business.
    """
    page = page_at(path)
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)
    return wagtail_views.serve(request, path)


def page_at(path: str) -> Page | None:
    """Return the live page at a path below the root of the active language.

    None where that is no page, and on an installation of several sites, where the host
    name decides too.
    """
    roots = Site.get_site_root_paths()
    if len({root.site_id for root in roots}) != 1:
        return None
    language = get_language()
    for root in roots:
        if root.language_code == language:
            found = (
                Page.objects.live()
                .filter(url_path=root.root_path + path)
                .select_related("content_type")
                .only("pk", "content_type")
                .first()
            )
            if found is None or found.specific_class is None:
                return None
            pages = found.specific_class.objects.select_related("locale")
            return pages.filter(pk=found.pk).first()
    return None

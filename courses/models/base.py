"""What all pages of the site have in common."""

from http import HTTPMethod

from wagtail.models import Page, PageViewRestriction


class ReadOnlyPage(Page):
    """Base of every page type: it is read, and nothing is done to it by its readers.

    Who may read a step is a question of enrolment (`courses.gate`), so pages offer no
    privacy of their own: a shared password would be passed on. Adds no table.
    """

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    private_page_options: list[str] = []

    class Meta:
        abstract = True

    def get_view_restrictions(self):
        """Return the restrictions that apply, without walking the tree for none.

        Wagtail asks twice for the ancestors of every page served. There is normally not
        a single restriction on the site; one question finds that out.
        """
        if not PageViewRestriction.objects.exists():
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

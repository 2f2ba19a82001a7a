"""What all pages of the site have in common."""

from http import HTTPMethod

from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page, PageViewRestriction

# The narrowest phones in use, a tablet, and the screen of a desk.
PREVIEW_SIZES = [
    {
        "name": "mobile",
        "icon": "mobile-alt",
        "device_width": 360,
        "label": _("As wide as a phone"),
    },
    {
        "name": "tablet",
        "icon": "tablet-alt",
        "device_width": 768,
        "label": _("As wide as a tablet"),
    },
    {
        "name": "desktop",
        "icon": "desktop",
        "device_width": 1280,
        "label": _("As wide as a desk"),
    },
]
LEARNER_MODES = [
    ("arrived", _("As a learner who has come this far")),
    ("started", _("As a learner who has just started")),
    ("", _("As you see it")),
]


class LearnerPreview:
    """Mixin of the page types that can be previewed as a learner meets them."""

    @property
    def preview_modes(self):
        return LEARNER_MODES

    def serve_preview(self, request, mode_name):
        """Show the page as `courses.previewing` says that it stands for the learner."""
        from courses.previewing import study_of_preview

        if mode_name:
            study = request.study = study_of_preview(
                page=self, request=request, learner=mode_name
            )
            if study is not None and study.current and study.current.is_locked:
                return render(
                    request,
                    "courses/step_locked.html",
                    {"page": self, "study": study},
                )
        return super().serve_preview(request, mode_name)


class ReadOnlyPage(Page):
    """Base of every page type: it is read, and nothing is done to it by its readers.

    Who may read a step is a question of enrolment (`courses.gate`), so pages offer no
    privacy of their own: a shared password would be passed on. Adds no table.
    """

    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]
    private_page_options: list[str] = []
    preview_sizes = PREVIEW_SIZES

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

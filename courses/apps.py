from django.apps import AppConfig
from django.db.models.signals import post_delete
from django.utils.translation import gettext_lazy as _
from wagtail.signals import page_published, page_unpublished, post_page_move


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = _("Courses")

    def ready(self):
        from . import changes, outline

        # Publishing happens in the editor, on schedule, in bulk and in scripts; these
        # signals of Wagtail are the one place that all of them pass.
        for signal in (page_published, page_unpublished):
            signal.connect(outline.on_page_change, dispatch_uid="courses.outline")
        page_published.connect(
            changes.on_page_published, dispatch_uid="courses.changes"
        )
        post_page_move.connect(outline.on_page_move, dispatch_uid="courses.outline")
        for model in outline.followed_models():
            post_delete.connect(
                outline.on_page_delete,
                sender=model,
                dispatch_uid=f"courses.outline.{model._meta.label}",
            )

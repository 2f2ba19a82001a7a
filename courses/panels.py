"""Panels of the editor's forms that stand for no field of a page."""

from wagtail.admin.panels import Panel


class ChangePanel(Panel):
    """What to tell learners who completed the page before this change.

    Its two fields belong to the form (`courses.page_forms`) and not to the page.
    """

    def get_form_options(self):
        # Else they are shown once more below all panels, as fields that none has.
        return {"fields": ["change_level", "change_note"]}

    class BoundPanel(Panel.BoundPanel):
        template_name = "courses/admin/change_panel.html"

        def is_shown(self):
            return self.form is not None and "change_level" in self.form.fields

        def get_context_data(self, parent_context=None):
            context = super().get_context_data(parent_context)
            context["level"] = self.form["change_level"]
            context["note"] = self.form["change_note"]
            return context

"""The form of a quiz in the editor: what concerns its places together."""

from wagtail.admin.forms import WagtailAdminModelForm


class AssessmentForm(WagtailAdminModelForm):
    """Refuses draws for which there are too few questions on offer.

    That depends on all places of the quiz: a question is asked once, and what one draw
    or a certain place takes is missing to another.
    """

    # None until somebody has looked.
    _lacks_items = None

    def is_valid(self):
        if not super().is_valid():
            return False
        if self._lacks_items is None:
            self._lacks_items = self._add_shortages()
        return not self._lacks_items

    def _add_shortages(self):
        """Say at each place what it lacks; return whether any does."""
        from . import rule_wording
        from .assembly import make_plan, shortages

        formset = self.formsets.get("entries")
        if formset is None:
            return False
        forms = [form for form in formset.ordered_forms if form.cleaned_data]
        lacking = shortages(make_plan([form.instance for form in forms]))
        for short in lacking:
            forms[short.place - 1].add_error("draw_count", rule_wording.shortage(short))
        return bool(lacking)

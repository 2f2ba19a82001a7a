"""The editor's form of a lesson: besides its fields, what has changed."""

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from .models.changes import ChangeLevel


class ChangingPageForm(WagtailAdminPageForm):
    """Asks what a change means to those who completed the page; not of a new one."""

    change_level = forms.ChoiceField(
        label=_("This change is"),
        choices=ChangeLevel,
        initial=ChangeLevel.SMALL,
        required=False,
        widget=forms.RadioSelect,
    )
    change_note = forms.CharField(
        label=_("What has changed"),
        max_length=255,
        required=False,
        help_text=_(
            "One sentence for learners, for example: The figures are those of 2026."
        ),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.instance.pk or self.instance.first_published_at is None:
            del self.fields["change_level"], self.fields["change_note"]
            return
        from .changes import waiting_change

        waiting = waiting_change(self.instance)
        if waiting is not None:
            self.initial |= {
                "change_level": waiting.level,
                "change_note": waiting.note,
            }

    def save(self, commit=True):
        from .changes import announce

        page = super().save(commit=commit)
        if "change_level" in self.fields:
            announce(
                page=page,
                level=self.cleaned_data.get("change_level") or ChangeLevel.SMALL,
                note=self.cleaned_data.get("change_note", ""),
            )
        return page

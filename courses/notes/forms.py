from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models.notes import LONGEST_NOTE


class NoteForm(forms.Form):
    """A private note at a lesson."""

    text = forms.CharField(
        label=_("My note"),
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_(
            "Only you can read it. Write nothing by which a client could be recognised."
        ),
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

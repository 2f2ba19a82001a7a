from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import NameNotPrintable, printable_name


class NameForm(forms.Form):
    """The name that a learner wants on a certificate."""

    name = forms.CharField(
        label=_("Name on the certificate"),
        max_length=100,
        help_text=_(
            "It is printed, and shown to everybody to whom you give the certificate "
            "or its code."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={
            "required": _("Write the name that the certificate is to show."),
        },
    )

    def clean_name(self) -> str:
        try:
            return printable_name(self.cleaned_data["name"])
        except NameNotPrintable:
            raise forms.ValidationError(
                _("Write a name in letters, not an e-mail address.")
            ) from None


class CodeForm(forms.Form):
    """The code of a certificate that somebody has before them."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        max_length=200,
        help_text=_("28 letters and digits. Hyphens and capitals make no difference."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

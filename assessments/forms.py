from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """What every answer carries; its own fields are read by the item's content."""

    revision = forms.IntegerField(min_value=1, max_value=2**62)


class FindLearnerForm(forms.Form):
    """Whom an exception is for."""

    email = forms.EmailField(
        label=_("E-mail address of the learner"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class GrantForm(forms.Form):
    """More time or more attempts for one learner, and why.

    `number` says which one it is; see `actions.grant_accommodation`.
    """

    step = forms.IntegerField(widget=forms.HiddenInput)
    number = forms.IntegerField(min_value=1, max_value=10_000, widget=forms.HiddenInput)
    extra_minutes = forms.IntegerField(
        label=_("Minutes more"),
        min_value=0,
        max_value=10_080,
        required=False,
        help_text=_("For each attempt, also for one in progress."),
    )
    extra_attempts = forms.IntegerField(
        label=_("Attempts more"), min_value=0, max_value=20, required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Kept with it. Do not write about anybody’s health."),
    )

    def clean(self):
        cleaned = super().clean()
        for name in ("extra_minutes", "extra_attempts"):
            if name not in self.errors:
                cleaned[name] = cleaned.get(name) or 0
        given = cleaned.get("extra_minutes", 1) or cleaned.get("extra_attempts", 1)
        if not given:
            self.add_error("extra_minutes", _("Give more time or more attempts."))
        return cleaned

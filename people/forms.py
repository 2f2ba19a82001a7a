from allauth.account.adapter import get_adapter
from allauth.account.forms import SignupForm as AllauthSignupForm
from allauth.account.models import EmailAddress
from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.users.forms import UserCreationForm, UserEditForm

from .models import Language, Profession, User


def _profession_choices():
    return [("", _("Choose, or leave open")), *Profession.choices]


class SignupForm(AllauthSignupForm):
    """What a new person tells: who they are and, if they like, their profession."""

    first_name = forms.CharField(
        label=_("First name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    profession = forms.ChoiceField(
        label=_("Profession"),
        choices=_profession_choices,
        required=False,
        help_text=_(
            "Used only to compare the feedback of groups of at least five people."
        ),
    )

    field_order = [
        "first_name",
        "last_name",
        "email",
        "password1",
        "profession",
    ]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["email"].help_text = get_adapter().sign_up_domains_sentence()

    def clean_email(self):
        get_adapter().clean_sign_up_email(self.cleaned_data["email"])
        return super().clean_email()


class ProfileForm(forms.ModelForm):
    """What a person may change about themselves."""

    profession = forms.ChoiceField(
        label=_("Profession"),
        choices=_profession_choices,
        required=False,
        help_text=_(
            "Used only to compare the feedback of groups of at least five people."
        ),
    )
    preferred_language = forms.ChoiceField(
        label=_("Language of the site"), choices=Language.choices
    )
    wants_survey_reminders = forms.BooleanField(
        label=_("Remind me of surveys by e-mail"),
        required=False,
        help_text=_(
            "Two mails at most before a survey of your course closes. The site sends "
            "them by itself, and nobody sees who gets one."
        ),
    )

    class Meta:
        model = User
        fields = [
            "first_name",
            "last_name",
            "profession",
            "preferred_language",
            "wants_survey_reminders",
        ]
        widgets = {
            "first_name": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "last_name": forms.TextInput(attrs={"autocomplete": "family-name"}),
        }


class AddressNobodyElseConfirmed:
    """Refuses an address that another account has confirmed as a further one."""

    def clean_email(self):
        email = User.objects.normalize_email(self.cleaned_data["email"])
        confirmed = EmailAddress.objects.filter(email=email, verified=True)
        if confirmed.exclude(user=self.instance.pk).exists():
            raise forms.ValidationError(
                _("Another account has confirmed this e-mail address as its own.")
            )
        return email


class PersonEditForm(AddressNobodyElseConfirmed, UserEditForm):
    """The editor's form for a person."""

    class Meta(UserEditForm.Meta):
        fields = UserEditForm.Meta.fields | {"profession", "preferred_language"}


class PersonCreationForm(AddressNobodyElseConfirmed, UserCreationForm):
    """The editor's form for a new person."""

    class Meta(UserCreationForm.Meta):
        fields = UserCreationForm.Meta.fields | {"profession", "preferred_language"}

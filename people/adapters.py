"""How sign-up fits this site; allauth calls these."""

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import PermissionDenied
from django.utils import timezone, translation

from . import actions

# Stands for all whose address nobody told. No visitor can have it.
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound to it


class AccountAdapter(DefaultAccountAdapter):
    """Names, profession and language at sign-up; membership where the site says so."""

    def save_user(self, request, user, form, commit=True):
        data = form.cleaned_data
        user.profession = data.get("profession", "")
        user.preferred_language = translation.get_language() or "en"
        user = super().save_user(request, user, form, commit=commit)
        if commit:
            actions.join_at_sign_up(user=user, at=timezone.now())
        return user

    def get_client_ip(self, request):
        """Return the visitor's address, for the limits of the sign-in.

        Behind a socket file there is none when no trusted proxy tells it. allauth would
        then refuse everybody; here all such visitors are counted together.
        """
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return UNKNOWN_ADDRESS

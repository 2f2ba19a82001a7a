"""How sign-up fits this site; allauth calls these."""

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone, translation

from . import actions


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

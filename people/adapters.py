"""How sign-up fits this site; allauth calls these."""

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone, translation
from django.utils.translation import ngettext

from . import actions

# Stands for all whose address nobody told. No visitor can have it.
UNKNOWN_ADDRESS = "0.0.0.0"  # noqa: S104 - nothing is bound to it


class AccountAdapter(DefaultAccountAdapter):
    """Who may sign up, and with what an account begins."""

    def is_open_for_signup(self, request):
        return settings.ELEARN_SIGN_UP_OPEN

    def sign_up_domains_sentence(self) -> str:
        """Return which addresses may sign up; "" where all may."""
        domains = settings.ELEARN_SIGN_UP_DOMAINS
        if not domains:
            return ""
        return ngettext(
            "Use an e-mail address that ends in %(domains)s.",
            "Use an e-mail address that ends in one of these: %(domains)s.",
            len(domains),
        ) % {"domains": ", ".join(f"@{domain}" for domain in domains)}

    def clean_sign_up_email(self, email):
        """Return the address, or refuse one that may not sign up.

        Not `clean_email`, which allauth also asks about addresses of people who have an
        account, and when a password is forgotten.
        """
        _name, _at, domain = email.rpartition("@")
        allowed = settings.ELEARN_SIGN_UP_DOMAINS
        if allowed and domain.lower() not in allowed:
            raise ValidationError(self.sign_up_domains_sentence())
        return email

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

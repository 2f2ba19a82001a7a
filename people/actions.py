"""What changes people and their memberships. Each function is one transaction."""

import datetime

from allauth.account.models import EmailAddress
from django.db import transaction

from .models import Membership, Organisation, Role, Unit, User


@transaction.atomic
def join_at_sign_up(*, user: User, at: datetime.datetime) -> Membership | None:
    """Make a new person a member of the organisation for new accounts, if any."""
    organisation = Organisation.objects.filter(joined_at_sign_up=True).first()
    if organisation is None:
        return None
    return join(user=user, organisation=organisation, at=at)


@transaction.atomic
def join(
    *,
    user: User,
    organisation: Organisation,
    at: datetime.datetime,
    role: str = Role.MEMBER,
    unit: Unit | None = None,
) -> Membership:
    """Make a person a member with a role, or give the member this role and unit."""
    membership, _made = Membership.objects.update_or_create(
        user=user,
        organisation=organisation,
        defaults={"role": role, "unit": unit},
        create_defaults={"role": role, "unit": unit, "joined_at": at},
    )
    return membership


@transaction.atomic
def add_person(
    *,
    email: str,
    first_name: str,
    last_name: str,
    language: str,
    profession: str,
    at: datetime.datetime,
) -> User:
    """Make an account for somebody who has not been here.

    It has no password: the person chooses the first one by "Forgotten password?", whose
    mail goes to the address. The address counts as confirmed.
    """
    user = User(
        email=User.objects.normalize_email(email),
        first_name=first_name,
        last_name=last_name,
        preferred_language=language,
        profession=profession,
        date_joined=at,
    )
    user.set_unusable_password()
    user.save()
    vouch_for_address(user=user)
    return user


@transaction.atomic
def vouch_for_address(*, user: User) -> EmailAddress:
    """Make the account's address its confirmed one, in place of the former.

    For accounts that an operator or an administrator makes, who knows whose address it
    is. Others confirm theirs by a mail.
    """
    EmailAddress.objects.filter(user=user, primary=True).exclude(
        email=user.email
    ).delete()
    address, _made = EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"primary": True, "verified": True}
    )
    return address

"""What changes people and their memberships. Each function is one transaction."""

import datetime

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

"""The people of the demonstration and their organisation."""

import datetime

from django.contrib.auth.models import Group

from home.setup import ATTEMPT_READERS, LIVED_EXPERIENCE, REVIEWERS, TRAINERS
from people.actions import join
from people.models import Organisation, Profession, Role, Unit, User

# Written in the README, and therefore refused in production.
PASSWORD = "quiet-harbour-2026"  # noqa: S105
ORGANISATION = "demo-county"
PEOPLE = [
    # e-mail, names, profession, role in the organisation, group in the editor
    ("learner", "Noora", "Nurmi", Profession.NURSE, Role.MEMBER, None),
    (
        "trainer",
        "Tuomas",
        "Tamm",
        Profession.EMPLOYMENT_SPECIALIST,
        Role.MEMBER,
        TRAINERS,
    ),
    ("reviewer", "Riitta", "Rand", Profession.PEER_WORKER, Role.MEMBER, REVIEWERS),
    ("coordinator", "Kaisa", "Koski", Profession.MANAGER, Role.COORDINATOR, None),
    ("admin", "Arvo", "Aalto", Profession.MANAGER, Role.ADMINISTRATOR, None),
]


def make_people(*, at: datetime.datetime) -> Organisation:
    """Make whoever is missing of the people that one can sign in as."""
    organisation = _organisation()
    for row in PEOPLE:
        _person(*row, organisation=organisation, at=at)
    trainer = User.objects.get(email="trainer@example.org")
    trainer.groups.add(Group.objects.get(name=ATTEMPT_READERS))
    return organisation


def sign_ins() -> list[str]:
    """Return the addresses that one can sign in with."""
    return [f"{row[0]}@example.org" for row in PEOPLE]


def _organisation() -> Organisation:
    organisation, _made = Organisation.objects.get_or_create(
        slug=ORGANISATION,
        defaults={"name": "Demo Wellbeing County", "joined_at_sign_up": True},
    )
    for name in ("Outpatient clinic North", "Outpatient clinic South", "IPS team"):
        Unit.objects.get_or_create(organisation=organisation, name=name)
    return organisation


def _person(
    name: str,
    first_name: str,
    last_name: str,
    profession: str,
    role: str,
    group: str | None,
    *,
    organisation: Organisation,
    at: datetime.datetime,
) -> User:
    email = f"{name}@example.org"
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    user = User.objects.create_user(
        email,
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        profession=profession,
        is_superuser=name == "admin",
        is_staff=name == "admin",
    )
    join(user=user, organisation=organisation, role=role, at=at)
    if group is not None:
        user.groups.add(Group.objects.get(name=group))
    if group == REVIEWERS:
        # One person plays both parts here; on a real site they are two.
        user.groups.add(Group.objects.get(name=LIVED_EXPERIENCE))
    return user

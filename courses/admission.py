"""People of a list become accounts, members and learners: all of them or nobody.

What a person has told about themselves, and a higher role, is not taken away by a list.
"""

import dataclasses
import datetime
import difflib
from collections.abc import Iterable, Sequence

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone

from people.actions import add_person, join
from people.importing import Entry, Problem
from people.models import Language, Membership, Organisation, Role, Unit, User

from .actions import enrol
from .models import Cohort, Course, Enrolment

RANK = {Role.MEMBER: 0, Role.COORDINATOR: 1, Role.ADMINISTRATOR: 2}
KEPT = "–"


class ListRefused(Exception):
    """A list has problems, so that nothing of it was taken."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(f"{len(problems)} problems")
        self.problems = problems


@dataclasses.dataclass(frozen=True)
class Change:
    """What one line of the list changes, in words without a name."""

    line: int
    account: str = KEPT
    membership: str = KEPT
    enrolment: str = KEPT
    # What was left as it is although the line says otherwise.
    left: str = ""

    @property
    def is_one(self) -> bool:
        """True when the line changes something."""
        return (self.account, self.membership, self.enrolment) != (KEPT, KEPT, KEPT)


@transaction.atomic
def admit(
    *,
    entries: Sequence[Entry],
    at: datetime.datetime,
    lower_roles: bool,
    dry_run: bool,
) -> list[Change]:
    """Take in the people of a list, and return what that changes line by line.

    A second time it changes nothing. Raises ListRefused when a line does not go
    together with what is there; with `dry_run` everything is done and undone again.
    """
    known = _Known(entries)
    problems = [p for entry in entries for p in known.problems(entry, at, lower_roles)]
    if problems:
        raise ListRefused(sorted(problems))
    changes = [_admit_one(entry, known, at) for entry in entries]
    if dry_run:
        transaction.set_rollback(True)
    return changes


class _Known:
    """What the site has of all that a list names, read at once."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        emails = sorted({entry.email for entry in entries})
        self.users: dict[str, User] = {}
        self.elsewhere: set[str] = set()
        # As many as SQLite takes in one statement.
        for start in range(0, len(emails), 500):
            some = emails[start : start + 500]
            self.users |= {u.email: u for u in User.objects.filter(email__in=some)}
            confirmed = EmailAddress.objects.filter(email__in=some, verified=True)
            self.elsewhere |= set(
                confirmed.exclude(user__email__in=some).values_list("email", flat=True)
            )
        organisations = list(Organisation.objects.all())
        # Where one is called by the short name of another, the short name counts.
        self.organisations = {o.name.casefold(): o for o in organisations}
        self.organisations |= {o.slug: o for o in organisations}
        self.units: dict[tuple[int | None, str], Unit] = {
            (unit.organisation_id, unit.name.casefold()): unit
            for unit in Unit.objects.all()
        }
        self.courses = {course.slug: course for course in Course.objects.all()}
        self.cohorts: dict[tuple[int | None, str], Cohort] = {
            (cohort.course_id, cohort.name.casefold()): cohort
            for cohort in Cohort.objects.all()
        }

    def organisation(self, entry: Entry) -> Organisation | None:
        return self.organisations.get(entry.organisation.casefold())

    def unit(self, entry: Entry) -> Unit | None:
        organisation = self.organisation(entry)
        key = (organisation.pk if organisation else None, entry.unit.casefold())
        return self.units.get(key)

    def course(self, entry: Entry) -> Course | None:
        return self.courses.get(entry.course.lower())

    def cohort(self, entry: Entry) -> Cohort | None:
        course = self.course(entry)
        key = (course.pk if course else None, entry.cohort.casefold())
        return self.cohorts.get(key)

    def membership(self, entry: Entry) -> Membership | None:
        user = self.users.get(entry.email)
        organisation = self.organisation(entry)
        if user is None or organisation is None:
            return None
        return Membership.objects.filter(user=user, organisation=organisation).first()

    def enrolment(self, entry: Entry) -> Enrolment | None:
        """Return the person's enrolment in the course: the active, else the last."""
        user, course = self.users.get(entry.email), self.course(entry)
        if user is None or course is None:
            return None
        mine = Enrolment.objects.filter(user=user, course=course)
        return mine.active().first() or mine.order_by("-withdrawn_at").first()

    def problems(
        self, entry: Entry, at: datetime.datetime, lower_roles: bool
    ) -> Iterable[Problem]:
        """Yield what keeps this line from being taken."""

        def problem(column: str, sentence: str) -> Problem:
            return Problem(entry.line, column, sentence)

        user = self.users.get(entry.email)
        if user is not None and not user.is_active:
            yield problem(
                "email",
                "This person's account is switched off. Switch it on in Settings › "
                "Users, or take the line out.",
            )
        if user is None and entry.email in self.elsewhere:
            yield problem(
                "email", "Another account has confirmed this address as its own."
            )
        names = sorted(o.slug for o in set(self.organisations.values()))
        if entry.organisation and self.organisation(entry) is None:
            yield problem("organisation", _unknown(entry.organisation, names))
        elif entry.unit and self.unit(entry) is None:
            organisation = self.organisation(entry)
            units = [
                u.name
                for u in self.units.values()
                if u.organisation_id == getattr(organisation, "pk", None)
            ]
            yield problem("unit", _unknown(entry.unit, sorted(units)))
        member = self.membership(entry)
        if (
            member
            and entry.role
            and RANK[Role(entry.role)] < RANK[Role(member.role)]
            and not lower_roles
        ):
            yield problem(
                "role",
                f"This person is {member.role} and would become {entry.role}. Empty "
                "the cell to leave it so, or add --lower-roles.",
            )
        if entry.course and self.course(entry) is None:
            yield problem("course", _unknown(entry.course, sorted(self.courses)))
        elif entry.cohort:
            yield from self._cohort_problems(entry, at)

    def _cohort_problems(
        self, entry: Entry, at: datetime.datetime
    ) -> Iterable[Problem]:
        course, cohort = self.course(entry), self.cohort(entry)
        if course is None or cohort is None:
            names = sorted(c.name for c in self.cohorts.values() if course == c.course)
            yield Problem(entry.line, "cohort", _unknown(entry.cohort, names))
            return
        enrolment = self.enrolment(entry)
        if enrolment is not None and enrolment.cohort_id == cohort.pk:
            return
        if enrolment is not None and enrolment.cohort_id is not None:
            yield Problem(
                entry.line, "cohort", "This person takes the course in another cohort."
            )
        elif not cohort.starts_on <= timezone.localdate(at) <= cohort.ends_on:
            yield Problem(
                entry.line,
                "cohort",
                f"The cohort takes people from {cohort.starts_on} to {cohort.ends_on}.",
            )


def _unknown(cell: str, known: Sequence[str]) -> str:
    """Return that the site has no such thing, and what it may have been."""
    # A cell that slipped over from the column of addresses.
    said = "" if "@" in cell else f" “{cell[:60]}”"
    near = difflib.get_close_matches(cell.lower(), known, n=1)
    if near:
        return f"The site has none that is called{said}. Did you mean {near[0]}?"
    there = ", ".join(known[:20]) or "none"
    return f"The site has none that is called{said}. There are: {there}."


def _admit_one(entry: Entry, known: _Known, at: datetime.datetime) -> Change:
    account, user = _account(entry, known, at)
    membership = _membership(entry, known, user, at)
    enrolment = known.enrolment(entry)
    if enrolment is not None and enrolment.withdrawn_at is not None:
        # Coming back is the person's own decision.
        return Change(entry.line, account, membership, left="has withdrawn")
    return Change(
        entry.line, account, membership, _enrolment(entry, known, user, at, enrolment)
    )


def _account(entry: Entry, known: _Known, at: datetime.datetime) -> tuple[str, User]:
    user = known.users.get(entry.email)
    if user is None:
        user = add_person(
            email=entry.email,
            first_name=entry.first_name,
            last_name=entry.last_name,
            language=entry.language or Language.ENGLISH,
            profession=entry.profession,
            at=at,
        )
        known.users[entry.email] = user
        return "new", user
    added = [
        name
        for name in ("first_name", "last_name", "profession")
        if getattr(entry, name) and not getattr(user, name)
    ]
    for name in added:
        setattr(user, name, getattr(entry, name))
    if added:
        user.save(update_fields=added)
    return (f"added {', '.join(added)}" if added else KEPT), user


def _membership(entry: Entry, known: _Known, user: User, at: datetime.datetime) -> str:
    organisation = known.organisation(entry)
    if organisation is None:
        return KEPT
    member, unit = known.membership(entry), known.unit(entry)
    role = entry.role or (member.role if member else Role.MEMBER)
    unit = unit or (member.unit if member else None)
    if member and (member.role, member.unit) == (role, unit):
        return KEPT
    join(user=user, organisation=organisation, role=role, unit=unit, at=at)
    place = f"{organisation.slug}, {unit.name}" if unit else organisation.slug
    if member and member.role != role:
        return f"{place}: {member.role} → {role}"
    return f"{place}: {role}"


def _enrolment(
    entry: Entry,
    known: _Known,
    user: User,
    at: datetime.datetime,
    former: Enrolment | None,
) -> str:
    course, cohort = known.course(entry), known.cohort(entry)
    if course is None:
        return KEPT
    if former is not None and (cohort is None or former.cohort_id == cohort.pk):
        return KEPT
    enrol(user=user, course=course, cohort=cohort, at=at)
    place = f"{course.slug}, {cohort.name}" if cohort else course.slug
    return f"{place}: enrolled" if former is None else f"{place}: joins the cohort"

"""People of a list become accounts, members and learners: all of them or nobody."""

import datetime

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command
from django.utils import timezone

from courses.actions import enrol, withdraw
from courses.models import Enrolment
from people.models import Membership, Role, User
from tests.factories.courses import CohortFactory, build_course
from tests.factories.people import (
    PASSWORD,
    MembershipFactory,
    OrganisationFactory,
    UnitFactory,
    UserFactory,
)

HEAD = "email;first_name;last_name;profession;organisation;unit;role;course;cohort\n"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def north(site):
    return OrganisationFactory(name="North County", slug="north")


@pytest.fixture
def course(site):
    return build_course(lessons=1).course


@pytest.fixture
def bring_in(db, tmp_path, capsys):
    """Return a function that imports these lines and returns what was said."""

    def run(*lines, head=HEAD, **options):
        path = tmp_path / "people.csv"
        path.write_text(head + "\n".join(lines), encoding="utf-8")
        call_command("import_people", path, **options)
        return capsys.readouterr().out

    return run


@pytest.fixture
def refused(bring_in, capsys):
    """Return a function that imports lines in vain and returns the sentences."""

    def run(*lines, **options):
        before = everything()
        with pytest.raises(CommandError, match="Nothing was changed"):
            bring_in(*lines, **options)
        assert everything() == before
        return capsys.readouterr().err

    return run


def everything():
    return [
        sorted(model.objects.values_list())
        for model in (User, Membership, Enrolment, EmailAddress)
    ]


def line(email="noora@example.org", **cells):
    names = HEAD.strip().split(";")
    return ";".join({"email": email, **cells}.get(name, "") for name in names)


def test_a_new_person_gets_account_membership_and_course(north, course, bring_in):
    UnitFactory(organisation=north, name="Ward 3")
    said = bring_in(
        line(
            "Noora@Example.org",
            first_name="Noora",
            last_name="Nurmi",
            profession="nurse",
            organisation="north county",
            unit="ward 3",
            role="coordinator",
            course=course.slug,
        )
    )
    person = User.objects.get(email="noora@example.org")
    member = person.memberships.get()

    assert (person.display_name, person.profession) == ("Noora Nurmi", "nurse")
    assert (member.organisation, member.unit.name) == (north, "Ward 3")
    assert member.role == Role.COORDINATOR
    assert person.enrolments.get().course == course
    assert "1 lines: 1 new accounts" in said
    assert "/accounts/password/reset/" in said


def test_they_choose_their_first_password_by_mail(bring_in, client, site, mailoutbox):
    """No password travels in a list or a mail."""
    bring_in(line())
    person = User.objects.get(email="noora@example.org")
    assert not person.has_usable_password()
    client.post("/accounts/password/reset/", {"email": "noora@example.org"})
    (mail,) = mailoutbox
    address = next(
        word for word in mail.body.split() if "/accounts/password/reset/key/" in word
    )
    page = client.get(address.removeprefix("http://testserver"), follow=True)
    client.post(
        page.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD}
    )
    client.logout()
    client.post(
        "/accounts/login/", {"login": "noora@example.org", "password": PASSWORD}
    )
    assert client.get("/learn/").status_code == 200


def test_a_second_time_changes_nothing(north, course, bring_in):
    lines = [
        line(first_name="Noora", organisation="north", role="coordinator"),
        line("tuomas@example.org", course=course.slug),
    ]
    bring_in(*lines)
    before = everything()
    said = bring_in(*lines)

    assert everything() == before
    assert "0 new accounts, 0 lines with something new, 2 without" in said


def test_a_dry_run_shows_each_line_and_changes_nothing(north, course, bring_in):
    MembershipFactory(organisation=north, user=UserFactory(email="kaisa@example.org"))
    before = everything()
    said = bring_in(
        line(first_name="Noora", organisation="north", course=course.slug),
        line("kaisa@example.org", organisation="north", role="administrator"),
        line("kaisa@example.org"),
        dry_run=True,
    )
    assert everything() == before
    table = [row.split() for row in said.splitlines()]
    assert table[1] == ["2", "new", "north:", "member", f"{course.slug}:", "enrolled"]
    assert table[2] == ["3", "–", "north:", "member", "→", "administrator", "–"]
    assert "Dry run, nothing was changed. 3 lines" in said


def test_what_is_said_names_nobody(north, course, bring_in, refused):
    cells = {"first_name": "Noora", "last_name": "Nurmi", "organisation": "north"}
    said = bring_in(line(**cells), dry_run=True) + bring_in(line(**cells))
    UserFactory(email="kaisa@example.org", is_active=False)
    said += refused(
        line("kaisa@example.org", first_name="Kaisa"),
        line("x@example.org", organisation="noora@example.org"),
    )
    for word in ("noora", "Noora", "Nurmi", "kaisa", "Kaisa", "x@"):
        assert word not in said


# Whom the site knows ------------------------------------------------------------------


def test_what_a_person_told_about_themselves_stays(bring_in):
    person = UserFactory(
        email="noora@example.org", first_name="Nora", last_name="", profession=""
    )
    bring_in(line(first_name="Noora", last_name="Nurmi", profession="nurse"))
    person.refresh_from_db()
    assert (person.first_name, person.last_name) == ("Nora", "Nurmi")
    assert person.profession == "nurse"
    assert person.has_usable_password()


def test_an_empty_role_takes_none_away(north, bring_in):
    member = MembershipFactory(
        organisation=north,
        user=UserFactory(email="noora@example.org"),
        unit=UnitFactory(organisation=north),
        coordinating=True,
    )
    unit = member.unit
    bring_in(line(organisation="north"))
    member.refresh_from_db()
    assert (member.role, member.unit) == (Role.COORDINATOR, unit)


def test_a_role_is_lowered_only_when_told(north, bring_in, refused):
    member = MembershipFactory(
        organisation=north,
        user=UserFactory(email="noora@example.org"),
        administrating=True,
    )
    lower = line(organisation="north", role="member")
    said = refused(line("a@example.org"), lower)
    assert "Line 3, column role: This person is administrator and would bec" in said

    bring_in(lower, lower_roles=True)
    member.refresh_from_db()
    assert member.role == Role.MEMBER


def test_who_has_withdrawn_is_not_brought_back(course, bring_in, noon):
    person = UserFactory(email="noora@example.org")
    withdraw(enrolment=enrol(user=person, course=course, at=noon), at=noon)
    said = bring_in(line(course=course.slug))

    assert not person.enrolments.active().exists()
    assert "Line 2: this person has withdrawn, and is left so." in said
    assert "0 lines with something new" in said


def test_a_switched_off_account_is_named(refused):
    UserFactory(email="noora@example.org", is_active=False)
    assert "Line 2, column email: This person's account is switched off" in refused(
        line()
    )


def test_an_address_that_somebody_else_confirmed_is_refused(refused):
    EmailAddress.objects.create(
        user=UserFactory(), email="noora@example.org", verified=True
    )
    assert "Another account has confirmed this address" in refused(line())


# What the site has --------------------------------------------------------------------


def test_what_the_site_does_not_have_is_named_with_what_it_has(north, course, refused):
    UnitFactory(organisation=north, name="Ward 3")
    said = refused(
        line("a@example.org", organisation="nort"),
        line("b@example.org", organisation="north", unit="Ward 4"),
        line("c@example.org", course="cooking"),
        line("d@example.org", course=course.slug, cohort="Spring"),
        line("e@example.org", organisation="South"),
    )
    assert "Line 2, column organisation" in said
    assert "called “nort”. Did you mean north?" in said
    assert "Line 3, column unit: The site has none that is called “Ward 4”." in said
    assert f"called “cooking”. There are: {course.slug}." in said
    assert "Line 5, column cohort" in said


def test_one_bad_line_keeps_all_out(north, refused):
    refused(line("a@example.org"), line("b@example.org", organisation="South"))
    assert not User.objects.filter(email="a@example.org").exists()


def test_a_cohort_takes_people_in_its_window(course, bring_in, refused):
    today = timezone.localdate()
    CohortFactory(course=course, name="Now", starts_on=today, ends_on=today + DAY)
    CohortFactory(
        course=course, name="Past", starts_on=today - 9 * DAY, ends_on=today - DAY
    )
    bring_in(line(course=course.slug, cohort="now"))
    assert Enrolment.objects.get().cohort.name == "Now"

    said = refused(
        line("a@example.org", course=course.slug, cohort="Past"),
        line(course=course.slug, cohort="Past"),
    )
    assert "Line 2, column cohort: The cohort takes people from" in said
    assert "Line 3, column cohort: This person takes the course in another" in said


def test_a_file_that_is_not_there_is_named(db, tmp_path):
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_people", tmp_path / "none.csv")


def test_many_problems_are_counted(db, refused):
    said = refused(*(f"nobody{number}" for number in range(120)))
    assert "… and 20 more." in said

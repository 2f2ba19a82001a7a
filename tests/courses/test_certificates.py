"""Certificates: issued once, named by the learner, shown to whoever has the code."""

import datetime
import io

import pypdf
import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from courses import actions as learning
from courses.certificates import actions
from courses.certificates.document import certificate_document
from courses.certificates.pdf import certificate_as_pdf
from courses.models import Certificate, Enrolment, Withdrawal
from courses.models.certificate import new_certificate_code
from home.lookup_limit import MOST_UNKNOWN
from tests.factories.courses import build_course, enrolled, lesson
from tests.factories.people import UserFactory
from tests.racing import at_once, without_constraints, without_locks

ONE_DAY = datetime.timedelta(days=1)
NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)


class Learner:
    """Somebody who takes a course of two lessons."""

    def __init__(self):
        self.built = build_course(lessons=2)
        self.course = self.built.course
        self.user = UserFactory(first_name="Noora", last_name="Nurmi")
        self.enrolment = enrolled(self.user, self.course)

    def does(self, number, at=NOON):
        return learning.complete_step(
            enrolment=self.enrolment,
            step=self.built.step(self.built.lessons[number]),
            at=at,
        )

    def completes(self):
        self.does(0)
        return self.does(1)

    def takes_name(self, name="Noora Nurmi", at=NOON):
        return actions.put_name(enrolment=self.enrolment, name=name, at=at)


@pytest.fixture
def learner(site):
    return Learner()


@pytest.fixture
def certificate(learner):
    learner.completes()
    return learner.takes_name()


# Issuing ------------------------------------------------------------------------------


def test_the_last_required_step_issues_the_certificate(learner):
    learner.does(0)
    assert not Certificate.objects.exists()

    learner.does(1)
    issued = Certificate.objects.get()
    assert (issued.issued_at, issued.name, issued.is_valid) == (NOON, "", True)
    assert issued.titles == {"en": "IPS in practice"}
    assert issued.minutes == 10
    # When the factory says that the pages were published.
    assert issued.edition_on == datetime.date(2026, 10, 1)


def test_nothing_is_issued_for_a_course_that_is_not_completed(learner):
    learner.does(0)
    with pytest.raises(actions.CourseNotCompleted):
        learner.takes_name()
    assert not Certificate.objects.exists()


def test_doing_it_all_again_issues_nothing_more(certificate, learner):
    learner.completes()
    actions.issue_certificate(enrolment=learner.enrolment, at=NOON + ONE_DAY)
    assert Certificate.objects.get() == certificate


def test_a_completion_from_before_certificates_gets_one_with_its_name(learner):
    learner.completes()
    Certificate.objects.all().delete()

    assert learner.takes_name().name == "Noora Nurmi"


def test_a_certificate_stays_as_it_was_when_the_course_changes(certificate, learner):
    page = learner.built.page
    page.title = "Another course"
    page.save()
    lesson(learner.built.module, "New, and required")
    learning.recompute_completion(enrolment=learner.enrolment, at=NOON + ONE_DAY)

    certificate.refresh_from_db()
    assert certificate.is_valid
    assert certificate.titles == {"en": "IPS in practice"}
    assert certificate.minutes == 10


def test_leaving_the_course_keeps_the_certificate_and_erasing_removes_it(
    certificate, learner
):
    learning.withdraw(enrolment=learner.enrolment, at=NOON)
    assert Certificate.objects.valid().exists()

    learner.user.delete()
    assert not Certificate.objects.exists()


# Names --------------------------------------------------------------------------------


def test_another_name_makes_another_certificate_and_voids_the_former(
    certificate, learner
):
    renamed = learner.takes_name("Noora Niemi", at=NOON + ONE_DAY)

    certificate.refresh_from_db()
    assert certificate.withdrawal == Withdrawal.REPLACED
    assert certificate.name == "Noora Nurmi"
    assert renamed.code != certificate.code
    assert (renamed.titles, renamed.minutes) == (certificate.titles, 10)
    assert learner.takes_name("Noora  Niemi ") == renamed


@pytest.mark.parametrize(
    "name",
    ["", "12 34", "noora@example.org", "Noora\u202eimruN", "N" * 101],
    ids=["empty", "digits", "address", "turned round", "long"],
)
def test_a_name_that_cannot_be_printed_is_refused(learner, name):
    learner.completes()
    with pytest.raises(actions.NameNotPrintable):
        learner.takes_name(name)
    assert Certificate.objects.get().name == ""


def test_a_revoked_certificate_is_void_and_nothing_takes_its_place(
    certificate, learner
):
    out = io.StringIO()
    written = certificate.written_code.lower()
    call_command("revoke_certificate", written, "--reason", "A mix-up", stdout=out)

    certificate.refresh_from_db()
    assert certificate.is_revoked
    assert certificate.withdrawal_reason == "A mix-up"
    with pytest.raises(actions.CertificateRevoked):
        learner.takes_name("Somebody Else")
    with pytest.raises(CommandError, match="not valid any more"):
        call_command("revoke_certificate", written, "--reason", "Again")
    with pytest.raises(CommandError, match="No certificate"):
        call_command("revoke_certificate", "x", "--reason", "None")


@pytest.mark.django_db(transaction=True)
@pytest.mark.concurrency
class TestRaces:
    """Two of everything at once; each control has to go wrong without the guard."""

    NAMES = ("Noora Nurmi", "Noora Niemi")
    ONE = ("courses_certificate_one_valid",)

    def race(self, learner):
        return at_once(
            [lambda name=name: learner.takes_name(name) for name in self.NAMES]
        )

    def completed(self):
        learner = Learner()
        learner.completes()
        Certificate.objects.all().delete()
        return learner

    def test_two_at_once_leave_one_valid_certificate(self):
        learner = self.completed()
        outcomes = self.race(learner)

        assert all(isinstance(outcome, Certificate) for outcome in outcomes), outcomes
        assert Certificate.objects.valid().count() == 1
        assert Certificate.objects.count() == 2

    def test_without_locks_it_goes_wrong(self):
        learner = self.completed()
        with without_constraints(Certificate, self.ONE), without_locks():
            for _round in range(6):
                outcomes = self.race(learner)
                went_wrong = (
                    any(isinstance(outcome, Exception) for outcome in outcomes)
                    or Certificate.objects.valid().count() != 1
                )
                if went_wrong:
                    break
                Certificate.objects.all().delete()
        assert went_wrong


def test_the_database_refuses_a_second_valid_certificate(certificate, learner):
    with pytest.raises(IntegrityError), transaction.atomic():
        Certificate.objects.create(
            enrolment=learner.enrolment, minutes=1, issued_at=NOON
        )


# Checking -----------------------------------------------------------------------------


def check(client, code):
    return client.get(f"/certificates/{code}/")


def test_whoever_has_the_code_sees_what_is_printed_and_nothing_else(
    client, certificate, learner
):
    response = check(client, certificate.written_code.lower())
    text = response.content.decode()

    assert response.status_code == 200
    for shown in ("Noora Nurmi", "IPS in practice", "5 October 2026", "10 minutes"):
        assert shown in text
    for hidden in (learner.user.email, "Lesson 1", learner.user.public_id):
        assert hidden not in text
    assert "noindex" in response["X-Robots-Tag"]
    assert "no-store" in response["Cache-Control"]


def test_a_certificate_without_a_name_is_known_to_nobody(client, learner):
    learner.completes()
    assert check(client, Certificate.objects.get().code).status_code == 404


def test_a_void_certificate_says_so_and_tells_no_name(client, certificate, learner):
    learner.takes_name("Noora Niemi")
    response = check(client, certificate.code)

    assert response.status_code == 410
    assert "This certificate was replaced" in response.content.decode()
    assert "Noora" not in response.content.decode()


def test_many_unknown_codes_have_to_wait_and_known_ones_never_count(
    client, certificate
):
    for _try in range(MOST_UNKNOWN):
        assert check(client, certificate.code).status_code == 200
    for _try in range(MOST_UNKNOWN):
        assert check(client, new_certificate_code()).status_code == 404
    assert check(client, new_certificate_code()).status_code == 429
    # Otherwise the one that is not refused would be the right one.
    assert check(client, certificate.code).status_code == 429


def test_a_typed_code_leads_to_its_page_or_to_a_sentence(client, certificate):
    found = client.get("/certificates/", {"code": certificate.written_code})
    assert found.url == f"/certificates/{certificate.code}/"

    refused = client.get("/certificates/", {"code": "abc"})
    assert refused.status_code == 422
    assert "This is not a code of a certificate." in refused.content.decode()


# The learner's own page ---------------------------------------------------------------


@pytest.fixture
def own_page(client, learner):
    client.force_login(learner.user)
    return reverse("certificate", args=[learner.course.slug])


def test_the_page_says_what_is_missing_then_asks_then_shows(client, learner, own_page):
    learner.does(0)
    page = client.get(own_page).content.decode()
    assert "Lesson 2" in page
    assert "Lesson 1" not in page.split("What is left")[1]
    assert client.post(own_page, {"name": "Noora Nurmi"}).status_code == 302
    assert not Certificate.objects.exists()

    learner.does(1)
    page = client.get(own_page).content.decode()
    assert 'value="Noora Nurmi"' in page
    assert (
        client.get(f"/learn/courses/{learner.course.slug}/certificate.pdf").status_code
        == 404
    )

    assert client.post(own_page, {"name": "a@b"}).status_code == 422
    client.post(own_page, {"name": "Noora N. Nurmi"})
    page = client.get(own_page).content.decode()
    issued = Certificate.objects.get()
    assert "Noora N. Nurmi" in page
    assert issued.written_code in page
    assert f"http://testserver/certificates/{issued.code}/" in page


def test_the_page_of_a_revoked_certificate_offers_no_name(client, certificate, learner):
    actions.revoke_certificate(certificate=certificate, reason="x", at=NOON)
    client.force_login(learner.user)
    page = client.get(
        reverse("certificate", args=[learner.course.slug])
    ).content.decode()
    assert "was withdrawn on" in page
    assert 'name="name"' not in page


def test_somebody_elses_certificate_is_not_found(client, certificate, learner):
    client.force_login(UserFactory())
    slug = learner.course.slug
    for address in (
        f"/learn/courses/{slug}/certificate/",
        f"/learn/courses/{slug}/certificate.pdf",
    ):
        assert client.get(address).status_code == 404
    assert (
        client.post(f"/learn/courses/{slug}/certificate/", {"name": "X"}).status_code
        == 404
    )
    assert Certificate.objects.get() == certificate


# The file -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_the_file_is_tagged_and_in_the_language_asked_for(
    client, certificate, learner, language
):
    client.force_login(learner.user)
    address = reverse("certificate-pdf", args=[learner.course.slug])
    response = client.get(address, {"language": language})
    assert response["Content-Type"] == "application/pdf"
    file = pypdf.PdfReader(io.BytesIO(response.content))
    assert file.root_object["/MarkInfo"]["/Marked"]
    assert file.root_object["/Lang"] == language
    assert b"pdfuaid:part>1<" in file.root_object["/Metadata"].get_data()
    text = file.pages[0].extract_text()
    assert len(file.pages) == 1
    for shown in ("Noora Nurmi", "IPS in practice", certificate.written_code, "elearn"):
        assert shown in text
    assert certificate.code in str(file.pages[0]["/Annots"][0].get_object())
    assert client.get(address, {"language": "xx"}).status_code == 404


def test_the_file_shows_a_script_that_no_font_here_may_have(certificate):
    certificate.name = "नूरा Nurmi"
    document = certificate_document(certificate, address="https://example.org/c/")
    assert certificate_as_pdf(document, issuer="elearn").startswith(b"%PDF")


def test_the_square_code_is_a_drawing_of_the_address(certificate):
    def drawn(address):
        return certificate_document(certificate, address=address).qr_code()

    address = f"https://learn.example.org/certificates/{certificate.code}/"
    assert drawn(address) == drawn(address)
    assert drawn(address) != drawn(address.replace(certificate.code, "x"))
    # The page allows no inline style.
    assert "style=" not in drawn(address)


def test_the_certificate_page_costs_few_queries(
    client, certificate, learner, django_assert_max_num_queries
):
    client.force_login(learner.user)
    address = reverse("certificate", args=[learner.course.slug])
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
    assert Enrolment.objects.count() == 1

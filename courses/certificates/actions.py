"""What becomes of a certificate. Each function is one transaction."""

import datetime
import re
import unicodedata

from django.conf import settings
from django.db import transaction
from django.db.models import Max, Sum
from django.utils import timezone
from wagtail.models import Page

from courses.models import Certificate, CoursePage, Enrolment, Step, Withdrawal


class CourseNotCompleted(Exception):
    """The course is not completed, so there is nothing to certify."""


class CertificateRevoked(Exception):
    """The certificate was revoked by whoever runs the site; none takes its place."""


class CertificateNotValid(Exception):
    """The certificate was withdrawn before."""


class NameNotPrintable(Exception):
    """The name has no letter, or signs that no certificate can show."""


@transaction.atomic
def issue_certificate(*, enrolment: Enrolment, at: datetime.datetime) -> Certificate:
    """Return the certificate of a completed course, issued now if there is none.

    It has no name yet, so nobody but its learner sees it. What it says of the course is
    what the course is at this moment. Raises CourseNotCompleted and CertificateRevoked.
    """
    # One at a time, so that two requests do not both find none.
    enrolment = Enrolment.objects.select_for_update().get(pk=enrolment.pk)
    if not enrolment.is_completed:
        raise CourseNotCompleted
    issued = list(enrolment.certificates.all())
    if any(certificate.is_revoked for certificate in issued):
        raise CertificateRevoked
    for certificate in issued:
        if certificate.is_valid:
            return certificate
    required = Step.objects.required().filter(course=enrolment.course_id)
    return Certificate.objects.create(
        enrolment=enrolment,
        titles=_titles(enrolment),
        minutes=required.aggregate(minutes=Sum("minutes"))["minutes"] or 0,
        edition_on=_edition(enrolment),
        issued_at=at,
    )


@transaction.atomic
def put_name(*, enrolment: Enrolment, name: str, at: datetime.datetime) -> Certificate:
    """Put the name that the learner agreed to on the certificate, and return it.

    Another name than before makes another certificate with a code of its own, and the
    former is no longer valid: one certificate never has two names. The same name again
    changes nothing. Raises NameNotPrintable, CourseNotCompleted and CertificateRevoked.
    """
    name = printable_name(name)
    certificate = issue_certificate(enrolment=enrolment, at=at)
    if certificate.name == name:
        return certificate
    if certificate.name:
        _withdraw(certificate, Withdrawal.REPLACED, "", at)
        certificate = Certificate(
            enrolment=enrolment,
            titles=certificate.titles,
            minutes=certificate.minutes,
            edition_on=certificate.edition_on,
            issued_at=at,
        )
    certificate.name = name
    certificate.named_at = at
    certificate.save()
    return certificate


@transaction.atomic
def revoke_certificate(
    *, certificate: Certificate, reason: str, at: datetime.datetime
) -> None:
    """Declare a certificate void, for good. Raises CertificateNotValid.

    For mistakes of people: somebody took the course in another's place. A course that
    changed or a quiz that is marked anew is no reason; see docs/methods/completion.md.
    """
    Enrolment.objects.select_for_update().get(pk=certificate.enrolment_id)
    certificate.refresh_from_db()
    if not certificate.is_valid:
        raise CertificateNotValid
    _withdraw(certificate, Withdrawal.REVOKED, reason, at)


def _withdraw(
    certificate: Certificate, kind: str, reason: str, at: datetime.datetime
) -> None:
    certificate.withdrawn_at = at
    certificate.withdrawal = kind
    certificate.withdrawal_reason = reason
    certificate.save(update_fields=["withdrawn_at", "withdrawal", "withdrawal_reason"])


def printable_name(name: str) -> str:
    """Return a name on one line with single spaces. Raises NameNotPrintable."""
    name = re.sub(r"\s+", " ", unicodedata.normalize("NFC", name)).strip()
    most = Certificate._meta.get_field("name").max_length
    if not name.isprintable() or len(name) > (most or 0):
        raise NameNotPrintable
    if not any(sign.isalpha() for sign in name) or "@" in name:
        raise NameNotPrintable
    return name


def _titles(enrolment: Enrolment) -> dict[str, str]:
    """Return the title of the course in all languages that it has one in."""
    course = enrolment.course
    pages = CoursePage.objects.live().filter(translation_key=course.key)
    titles = {settings.LANGUAGE_CODE: course.title}
    own = {}
    for page in pages.select_related("locale"):
        titles |= page.catalogue_title
        own[page.locale.language_code] = page.title
    # The course's own title stands in only where the pages are gone.
    return (titles | own) if own else titles


def _edition(enrolment: Enrolment) -> datetime.date | None:
    """Return the day of the last change that the learner can have seen."""
    course = enrolment.course
    keys = {course.key}
    for step_key, module_key in course.steps.in_outline().values_list(
        "key", "module_key"
    ):
        keys |= {step_key, module_key} - {None}
    pages = Page.objects.live().filter(translation_key__in=keys)
    changed = pages.aggregate(at=Max("last_published_at"))["at"]
    return timezone.localdate(changed) if changed else None

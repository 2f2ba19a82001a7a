"""A certificate in words: the same on the page, on paper and where it is checked."""

import dataclasses
import io

import segno
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from courses.models import Certificate
from courses.translated import Wording, in_language
from courses.wording import duration


@dataclasses.dataclass(frozen=True)
class CertificateDocument:
    """What a certificate says, in the active language, and nothing else."""

    heading: str
    name: str
    statement: str
    # A `Wording`: the course may have no title in the active language.
    title: str
    # Label and value.
    facts: tuple[tuple[str, str], ...]
    note: str
    # Where anybody can check it.
    address: str
    code: str

    @property
    def title_language(self) -> str:
        return self.title.language if isinstance(self.title, Wording) else ""

    def qr_code(self) -> SafeString:
        """Return the address as a drawing for a page; decoration to screen readers."""
        drawing = _qr(self.address).svg_inline(
            omitsize=True, svgclass="certificate__code", lineclass=None, border=2
        )
        return mark_safe(drawing)  # noqa: S308 - rectangles, made here

    def qr_code_file(self) -> str:
        """Return the address as an SVG file."""
        file = io.BytesIO()
        _qr(self.address).save(file, kind="svg", border=0)
        return file.getvalue().decode()


def _qr(address: str) -> segno.QRCode:
    return segno.make_qr(address, error="m")


def certificate_document(
    certificate: Certificate, *, address: str
) -> CertificateDocument:
    """Return what the certificate says; `address` is where it can be checked."""
    completed_at = certificate.enrolment.completed_at
    facts = [
        (_("Completed on"), date_format(timezone.localdate(completed_at))),
        (_("Planned time"), duration(certificate.minutes)),
    ]
    if certificate.edition_on:
        facts.append((_("Version of the course"), date_format(certificate.edition_on)))
    return CertificateDocument(
        heading=_("Certificate of completion"),
        name=certificate.name,
        statement=_("has completed the course"),
        title=in_language(certificate.titles),
        facts=tuple(facts),
        note=_(
            "All required steps of the course were done. The planned time is what the "
            "authors of the course plan for them."
        ),
        address=address,
        code=certificate.written_code,
    )

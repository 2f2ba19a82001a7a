"""A certificate as PDF; `certificate.typ` says how it is set."""

from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from courses.typesetting import as_pdf

from .document import CertificateDocument

LAYOUT = Path(__file__).with_name("certificate.typ")


def certificate_as_pdf(document: CertificateDocument, *, issuer: str) -> bytes:
    """Return the certificate as the bytes of a PDF file, in the active language."""
    return as_pdf(
        LAYOUT,
        {
            "language": get_language() or "en",
            "issuer": issuer,
            "heading": document.heading,
            "name": document.name,
            "statement": document.statement,
            "title": document.title,
            "title_language": document.title_language,
            "facts": document.facts,
            "note": document.note,
            "check": _("Check this certificate"),
            "code_label": _("Code"),
            "code": document.code,
            "address": document.address,
            "qr": document.qr_code_file(),
            "qr_alternative": _("QR code with the address below"),
        },
    )

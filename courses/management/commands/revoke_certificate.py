"""manage.py revoke_certificate: declare one certificate void."""

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from courses.certificates.actions import CertificateNotValid, revoke_certificate
from courses.certificates.codes import read_code
from courses.models import Certificate


class Command(BaseCommand):
    help = (
        "Declares a certificate void for good, for instance when somebody took the "
        "course in another's place. Whoever checks it is told so; the learner gets no "
        "other for this course. What was learnt and completed stays recorded."
    )

    def add_arguments(self, parser):
        parser.add_argument("code", help="as it stands on the certificate")
        parser.add_argument(
            "--reason", required=True, help="kept with the record, not shown to others"
        )

    def handle(self, *args, **options):
        certificate = Certificate.objects.filter(
            code=read_code(options["code"])
        ).first()
        if certificate is None:
            raise CommandError("No certificate has this code. Compare it sign by sign.")
        reason = options["reason"].strip()
        if not reason:
            raise CommandError("Give a reason; it is what explains the record later.")
        try:
            revoke_certificate(
                certificate=certificate, reason=reason, at=timezone.now()
            )
        except CertificateNotValid:
            raise CommandError(
                "This certificate is not valid any more; nothing was changed."
            ) from None
        self.stdout.write(f"Certificate {certificate.written_code} is revoked.")

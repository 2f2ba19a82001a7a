"""What a completed course is certified with."""

import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

# Digits and capitals without I, L, O and U, which are misread on paper.
CODE_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# Five bits each: 140 bits, so that nobody finds one by trying.
CODE_LENGTH = 28


def new_certificate_code() -> str:
    """Return a code that tells nothing and cannot be guessed."""
    return "".join(secrets.choice(CODE_SIGNS) for _place in range(CODE_LENGTH))


class Withdrawal(models.TextChoices):
    """Why a certificate is no longer valid."""

    REPLACED = "replaced", _("Replaced by one with another name")
    REVOKED = "revoked", _("Revoked")


class CertificateQuerySet(models.QuerySet):
    def valid(self):
        """Keep the certificates that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def named(self):
        """Keep those whose learner agreed to a name: all that others may see."""
        return self.filter(named_at__isnull=False)


class Certificate(models.Model):
    """One issue of the certificate for one completed course of one person.

    Issued when the course is completed, with what the course was on that day. Others
    can check it once its learner has agreed to a name on it. See docs/methods/.
    """

    enrolment = models.ForeignKey(
        "courses.Enrolment", on_delete=models.CASCADE, related_name="certificates"
    )
    code = models.CharField(
        max_length=CODE_LENGTH,
        unique=True,
        default=new_certificate_code,
        editable=False,
    )
    # The title of the course, by language.
    titles = models.JSONField(default=dict)
    # What its authors planned for the required steps.
    minutes = models.PositiveIntegerField()
    # When the course was last changed before it was completed.
    edition_on = models.DateField(null=True, blank=True)
    issued_at = models.DateTimeField()
    # As the learner wants it printed, and since when.
    name = models.CharField(_("name on the certificate"), max_length=100, blank=True)
    named_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal = models.CharField(max_length=10, choices=Withdrawal, blank=True)
    # For the record of whoever revoked it; not shown to others.
    withdrawal_reason = models.TextField(blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["enrolment"],
                condition=Q(withdrawn_at=None),
                name="courses_certificate_one_valid",
                violation_error_message=_(
                    "There is a certificate for this course already."
                ),
            ),
            models.CheckConstraint(
                condition=Q(name="", named_at=None)
                | (~Q(name="") & Q(named_at__isnull=False)),
                name="courses_certificate_name_is_agreed",
                violation_error_message=_(
                    "A name is put on a certificate together with the time."
                ),
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None, withdrawal="")
                | Q(withdrawn_at__isnull=False, withdrawal__in=Withdrawal.values),
                name="courses_certificate_withdrawal_has_kind",
                violation_error_message=_(
                    "A certificate is withdrawn together with the reason."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.enrolment} · {self.written_code}"

    @property
    def written_code(self) -> str:
        """The code in groups of four, as it is printed."""
        return "-".join(
            self.code[start : start + 4] for start in range(0, CODE_LENGTH, 4)
        )

    @property
    def is_valid(self) -> bool:
        return self.withdrawn_at is None

    @property
    def is_revoked(self) -> bool:
        return self.withdrawal == Withdrawal.REVOKED

"""Who uses the site: people, their organisations and their roles there.

What people learn is in `courses`; nothing about learning belongs here.
"""

import secrets

from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Language(models.TextChoices):
    """The languages of the interface, named in themselves."""

    ENGLISH = "en", "English"
    FINNISH = "fi", "Suomi"
    SWEDISH = "sv", "Svenska"


class Profession(models.TextChoices):
    """The professions a person may choose from.

    A fixed list: ratings are grouped by it, and free text would make groups of one.
    """

    NURSE = "nurse", _("Nurse")
    PHYSICIAN = "physician", _("Psychiatrist or other physician")
    PSYCHOLOGIST = "psychologist", _("Psychologist or psychotherapist")
    SOCIAL_WORKER = "social_worker", _("Social worker or social counsellor")
    EMPLOYMENT_SPECIALIST = "employment_specialist", _("Employment specialist")
    THERAPIST = "therapist", _("Occupational therapist or physiotherapist")
    PEER_WORKER = "peer_worker", _("Peer worker or expert by experience")
    COACH = "coach", _("Coach or instructor")
    MANAGER = "manager", _("Team lead or manager")
    STUDENT = "student", _("Student")
    OTHER = "other", _("Another profession")


class Role(models.TextChoices):
    """What a person may do in one organisation."""

    MEMBER = "member", _("Member")
    COORDINATOR = "coordinator", _("Coordinator")
    ADMINISTRATOR = "administrator", _("Administrator")


# Who reads the ratings of an organisation's courses.
RATINGS_ROLES = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})


def new_public_id() -> str:
    """Return a name for a person that tells nothing about them: 128 random bits."""
    return secrets.token_urlsafe(16)


class UserManager(BaseUserManager):
    """Makes people who sign in with their e-mail address."""

    use_in_migrations = True

    @classmethod
    def normalize_email(cls, email):
        return (email or "").strip().lower()

    def get_by_natural_key(self, email):
        return self.get(email=self.normalize_email(email))

    def create_user(self, email, password=None, **fields):
        if not email:
            raise ValueError("A person needs an e-mail address.")
        user = self.model(email=self.normalize_email(email), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        # Imported late: actions are made of models.
        from .actions import vouch_for_address

        user = self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )
        # Who types the command runs the machine that would send the mail.
        vouch_for_address(user=user)
        return user


class User(AbstractUser):
    """One person with an account."""

    username = None
    email = models.EmailField(
        _("e-mail address"),
        unique=True,
        error_messages={
            "unique": _("There is already an account with this e-mail address.")
        },
    )
    public_id = models.CharField(
        max_length=22, default=new_public_id, unique=True, editable=False
    )
    preferred_language = models.CharField(
        _("preferred language"),
        max_length=5,
        choices=Language,
        default=Language.ENGLISH,
    )
    profession = models.CharField(
        _("profession"), max_length=32, choices=Profession, blank=True
    )
    wants_survey_reminders = models.BooleanField(
        _("remind me of surveys by e-mail"), default=True
    )

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            # With `unique` on the column: nobody gets two accounts by writing their
            # address in capitals.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")),
                name="people_user_email_lower_case",
                violation_error_message=_("An e-mail address is stored in lower case."),
            ),
            models.CheckConstraint(
                condition=models.Q(preferred_language__in=Language.values),
                name="people_user_language",
                violation_error_message=_("Choose one of the languages of the site."),
            ),
        ]

    def __str__(self):
        return self.email

    def clean(self):
        super().clean()
        self.email = type(self).objects.normalize_email(self.email)

    @property
    def display_name(self) -> str:
        """The name to greet with and to print on a certificate."""
        return self.get_full_name() or self.email


class Organisation(models.Model):
    """One employer or network whose people learn here."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    slug = models.SlugField(_("short name"), max_length=60, unique=True)
    joined_at_sign_up = models.BooleanField(
        _("new accounts join this organisation"),
        default=False,
        help_text=_(
            "For a site of one organisation: whoever signs up becomes a member, "
            "without any further right."
        ),
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["joined_at_sign_up"],
                condition=models.Q(joined_at_sign_up=True),
                name="people_organisation_one_for_sign_up",
                violation_error_message=_(
                    "Another organisation already receives the new accounts."
                ),
            )
        ]

    def __str__(self):
        return self.name


class Unit(models.Model):
    """One team, clinic or department of an organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="units"
    )
    name = models.CharField(_("name"), max_length=200)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="people_unit_name",
                violation_error_message=_(
                    "The organisation already has a unit with this name."
                ),
            )
        ]

    def __str__(self):
        return self.name


class MembershipQuerySet(models.QuerySet):
    def reading_ratings(self):
        """Keep the memberships whose role may read ratings."""
        return self.filter(role__in=RATINGS_ROLES)


class Membership(models.Model):
    """One person's place and role in one organisation."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="memberships"
    )
    unit = models.ForeignKey(
        Unit,
        on_delete=models.SET_NULL,
        related_name="memberships",
        null=True,
        blank=True,
        verbose_name=_("unit"),
    )
    role = models.CharField(_("role"), max_length=20, choices=Role, default=Role.MEMBER)
    joined_at = models.DateTimeField(_("joined"), default=timezone.now)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation"],
                name="people_membership_once",
                violation_error_message=_(
                    "This person already belongs to the organisation."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values),
                name="people_membership_role",
                violation_error_message=_("Choose one of the roles."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation} · {self.get_role_display()}"

"""What is published of a survey: its versions, and the wordings that they share."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from courses.translated import in_language
from feedback.conditions import Condition

from .instrument import Survey
from .runs import RunMode


class ItemKind(models.TextChoices):
    """What a respondent does with an item of a survey."""

    LIKERT = "likert", _("Statement")
    OPEN = "open", _("Open question")


class SurveyItem(models.Model):
    """The stable identity of one statement or question over all versions."""

    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="items")
    key = models.CharField(max_length=32)
    kind = models.CharField(max_length=10, choices=ItemKind)

    class Meta:
        verbose_name = _("survey item")
        verbose_name_plural = _("survey items")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "key"],
                name="feedback_surveyitem_key",
                violation_error_message=_("The survey already has this short name."),
            )
        ]

    def __str__(self):
        return f"{self.survey} › {self.key}"


class SurveyItemVersion(models.Model):
    """One published wording of a survey item, with its scale. Never changed.

    Survey versions that share an unchanged item share this row, so its ratings add up
    over them without any decision.
    """

    # Known to some readers: its page in a survey, its pool (`feedback.pooling`).
    page: int = 1
    pool: int | None = None

    item = models.ForeignKey(
        SurveyItem, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    wording = models.JSONField()
    # Labels of the points, the lowest first; empty for an open question.
    points = models.JSONField(default=list)
    favourable_from = models.PositiveSmallIntegerField(null=True)
    is_reverse_keyed = models.BooleanField(default=False)
    offers_not_applicable = models.BooleanField(default=True)
    # Who is asked: those who gave one of these answers to the item of this key, earlier
    # in the survey. Without a key everybody is.
    asked_if_key = models.CharField(max_length=32, blank=True)
    asked_if_values = models.JSONField(default=list)
    checksum = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("version of a survey item")
        verbose_name_plural = _("versions of survey items")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="feedback_surveyitemversion_number",
                violation_error_message=_("The item already has this version."),
            )
        ]

    def __str__(self):
        return f"{self.item} v{self.number}"

    @property
    def text(self) -> str:
        """The wording in the active language."""
        return in_language(self.wording)

    @property
    def point_labels(self) -> list[str]:
        """The labels of the points in the active language, the lowest first."""
        return [in_language(point) for point in self.points]

    @property
    def condition(self) -> Condition | None:
        """Who is asked; None for everybody."""
        if not self.asked_if_key:
            return None
        return Condition(self.asked_if_key, tuple(self.asked_if_values))


class SameMeaning(models.Model):
    """One reasoned choice that a wording means what an earlier one of its item meant.

    Their ratings are counted together. What differs in more than words never is:
    `feedback.pooling` says what may be joined.
    """

    version = models.OneToOneField(
        SurveyItemVersion, on_delete=models.PROTECT, related_name="same_meaning"
    )
    earlier = models.ForeignKey(
        SurveyItemVersion, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(_("reason"), max_length=300)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, related_name="+", null=True
    )
    decided_by.wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("wording that means the same")
        verbose_name_plural = _("wordings that mean the same")

    def __str__(self):
        return f"{self.version} = {self.earlier}"


class SurveyVersion(models.Model):
    """One published form of a survey. Never changed: runs name what was asked."""

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    item_versions = models.ManyToManyField(
        SurveyItemVersion, through="SurveyVersionItem", related_name="survey_versions"
    )
    # The heading of each page, {} where there is none; [] for a survey of one page.
    page_titles = models.JSONField(default=list)
    # Its author says that the statements measure one thing.
    is_one_scale = models.BooleanField(default=False)
    mode = models.CharField(max_length=20, choices=RunMode, default=RunMode.ANONYMOUS)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, related_name="+", null=True
    )
    created_by.wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a survey")
        verbose_name_plural = _("versions of surveys")
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"],
                name="feedback_surveyversion_number",
                violation_error_message=_("The survey already has this version."),
            )
        ]

    def __str__(self):
        return f"{self.survey} v{self.number}"


class SurveyVersionItem(models.Model):
    """One item's place in one version of a survey."""

    survey_version = models.ForeignKey(
        SurveyVersion, on_delete=models.CASCADE, related_name="entries"
    )
    item_version = models.ForeignKey(
        SurveyItemVersion, on_delete=models.PROTECT, related_name="entries"
    )
    position = models.PositiveSmallIntegerField()
    # Counted from 1.
    page = models.PositiveSmallIntegerField(default=1)

    class Meta:
        verbose_name = _("item of a survey version")
        verbose_name_plural = _("items of survey versions")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey_version", "position"],
                name="feedback_surveyversionitem_position",
                violation_error_message=_("Two items have the same position."),
            ),
            models.UniqueConstraint(
                fields=["survey_version", "item_version"],
                name="feedback_surveyversionitem_once",
                violation_error_message=_("The survey already has this item."),
            ),
        ]

    def __str__(self):
        return f"{self.survey_version} · {self.position}"

"""Authored content: response scales, surveys and their published versions."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.models import DraftStateMixin, PreviewableMixin, RevisionMixin
from wagtail.search import index

from courses.fields import ContentField
from courses.translated import TranslatedTextBlock, in_language
from feedback.blocks import SurveyStreamBlock


class ResponseScale(models.Model):
    """Ordered categories with a label for each in every language, the lowest first."""

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    points = ContentField(
        [("point", TranslatedTextBlock(label=_("Point of the scale")))],
        verbose_name=_("points of the scale"),
        min_num=3,
        max_num=11,
        help_text=_("From the least to the most favourable. Label every point."),
    )
    favourable_from = models.PositiveSmallIntegerField(
        _("favourable from"),
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(11)],
        help_text=_("The lowest point that counts as favourable: 4 on a scale of 5."),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("points"),
        FieldPanel("favourable_from"),
        FieldPanel("key"),
    ]

    class Meta:
        verbose_name = _("response scale")
        verbose_name_plural = _("response scales")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        if self.points and self.favourable_from > len(self.points):
            raise ValidationError(
                {
                    "favourable_from": _(
                        "The scale has %(points)s points; choose one of them."
                    )
                    % {"points": len(self.points)}
                }
            )


class Survey(
    DraftStateMixin, RevisionMixin, PreviewableMixin, index.Indexed, models.Model
):
    """One questionnaire as its author sees it: the draft of the next version.

    What respondents get is a `SurveyVersion`.
    """

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("For reports; respondents do not see it."),
    )
    scale = models.ForeignKey(
        ResponseScale,
        on_delete=models.PROTECT,
        related_name="surveys",
        verbose_name=_("response scale"),
    )
    body = ContentField(SurveyStreamBlock(), verbose_name=_("statements and questions"))
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=2, help_text=_("How long answering takes.")
    )
    current_version = models.ForeignKey(
        "feedback.SurveyVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="survey")

    panels = [
        FieldPanel("name"),
        FieldPanel("scale"),
        FieldPanel("body"),
        FieldPanel("minutes"),
        FieldPanel("key"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["name"]

    def __str__(self):
        return self.name

    @property
    def revisions(self):
        return self._revisions

    def get_preview_template(self, request, mode_name):
        return "feedback/survey_preview.html"

    def get_preview_context(self, request, mode_name):
        from feedback.forms import preview_form

        return {"survey": self, "form": preview_form(self)}


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

    item = models.ForeignKey(
        SurveyItem, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    wording = models.JSONField()
    # Labels of the points, the lowest first; empty for an open question.
    points = models.JSONField(default=list)
    favourable_from = models.PositiveSmallIntegerField(null=True)
    is_reverse_keyed = models.BooleanField(default=False)
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


class SurveyVersion(models.Model):
    """One published form of a survey. Never changed: runs name what was asked."""

    survey = models.ForeignKey(
        Survey, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    item_versions = models.ManyToManyField(
        SurveyItemVersion, through="SurveyVersionItem", related_name="survey_versions"
    )
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

"""Authored content: response scales, surveys and their published versions."""

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from courses.fields import ContentField
from courses.translated import TranslatedTextBlock, in_language
from feedback.blocks import SurveyStreamBlock
from feedback.conditions import Condition

from .runs import RunMode


class ResponseScale(models.Model):
    """Ordered categories with a label for each in every language, the lowest first."""

    key = models.SlugField(_("short name"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=120)
    points = ContentField(
        [("point", TranslatedTextBlock(label=_("Point of the scale")))],
        verbose_name=_("points of the scale"),
        min_num=3,
        max_num=11,
        help_text=_(
            "3 to 11 points, from the least to the most favourable. Label every "
            "point in full: respondents see words, never bare numbers. An even number "
            "has no middle and makes people take a side. “Not applicable” is no point; "
            "surveys offer it beside the scale."
        ),
    )
    favourable_from = models.PositiveSmallIntegerField(
        _("favourable from"),
        default=4,
        validators=[MinValueValidator(2), MaxValueValidator(11)],
        help_text=_(
            "The lowest point that counts as favourable: 4 on a scale of 5. Reports "
            "give the share of ratings from this point up, as “81% agreed”."
        ),
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("points"),
        FieldPanel("favourable_from"),
        FieldPanel(
            "key",
            help_text=_(
                "Surveys and files name the scale by it, for example agreement-7. "
                "Leave it as it is once a survey uses the scale."
            ),
        ),
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
            sentence = _("The scale has %(points)s points; choose one of them.")
            raise ValidationError(
                {"favourable_from": sentence % {"points": len(self.points)}}
            )


class Survey(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    models.Model,
):
    """One questionnaire as its author sees it: the draft of the next version.

    What respondents get is a `SurveyVersion`.
    """

    key = models.SlugField(
        _("short name"),
        max_length=60,
        unique=True,
        help_text=_("Names the survey in files and commands, for example closing."),
    )
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
        help_text=_(
            "What statements are rated on. A single statement may have another scale."
        ),
    )
    offers_not_applicable = models.BooleanField(
        _("offer “not applicable”"),
        default=True,
        help_text=_(
            "Beside the scale, for people whom a statement does not concern. Without "
            "it they choose the middle, which then says nothing. It is counted apart "
            "and never part of a mean."
        ),
    )
    body = ContentField(
        SurveyStreamBlock(),
        verbose_name=_("statements and questions"),
        help_text=_(
            "Up to ten statements are answered with care; ask one or two open "
            "questions at most. With more than eight items, begin a new page for each "
            "topic."
        ),
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(240)],
        help_text=_(
            "How long answering takes. Leave it empty to have it estimated from the "
            "statements and questions."
        ),
    )
    mode = models.CharField(
        _("how answers are kept"),
        max_length=20,
        choices=RunMode,
        default=RunMode.ANONYMOUS,
        help_text=_(
            "Anonymous answers are joined to nobody, and cannot be taken back. Under a "
            "pseudonym the site can tell that two surveys come from the same person: "
            "choose it only where before and after are compared, with this survey at "
            "both ends of a course or as its follow-up. Respondents are told which it "
            "is, and can delete what they gave under a pseudonym."
        ),
    )
    current_version = models.ForeignKey(
        "feedback.SurveyVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="survey")
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="survey",
        for_concrete_model=False,
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("scale"),
        FieldPanel("offers_not_applicable"),
        FieldPanel("body"),
        FieldPanel("mode"),
        MultiFieldPanel(
            [FieldPanel("minutes"), FieldPanel("key")],
            heading=_("Time and short name"),
        ),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["name"]

    def __str__(self):
        return self.name

    def clean(self):
        super().clean()
        from feedback.drafts import problems_of

        problems = problems_of(self)
        if problems:
            raise ValidationError({"body": problems})

    @property
    def revisions(self):
        return self._revisions

    @property
    def workflow_states(self):
        return self._workflow_states

    @property
    def minutes_needed(self) -> int:
        """How long answering takes: as its author says, else estimated."""
        from feedback.drafts import estimated_minutes

        return self.minutes or estimated_minutes(self)

    @property
    def preview_modes(self):
        from feedback.preview import preview_modes

        return preview_modes(self)

    def get_preview_template(self, request, mode_name):
        return "feedback/survey_preview.html"

    def get_preview_context(self, request, mode_name):
        from feedback.preview import preview_of

        return {"survey": self, "pages": preview_of(self, mode_name)}


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

"""Authored content: response scales and surveys. `versions` has what is published."""

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
from courses.translated import TranslatedTextBlock
from feedback.blocks import SurveyStreamBlock

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
    is_one_scale = models.BooleanField(
        _("these statements measure one thing"),
        default=False,
        help_text=_(
            "Tick it only for statements that were written as one scale: all ask about "
            "the same thing in different words, so that their mean is a score of its "
            "own, as in a questionnaire about burnout. A survey about a course asks "
            "about several things – was it clear, useful, well paced – and is no "
            "scale, however alike the ratings are. Reports then show the score, and "
            "Cronbach’s alpha, which says how well the statements hang together, from "
            "thirty complete answers on."
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
    # The random key of the form with which a ready survey was taken.
    taken_with = models.UUIDField(null=True, unique=True, editable=False)
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
        FieldPanel("is_one_scale"),
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
        from feedback.drafts import problems_of, scale_problem

        problems = problems_of(self)
        if problems:
            raise ValidationError({"body": problems})
        if problem := scale_problem(self):
            raise ValidationError({"is_one_scale": problem})

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

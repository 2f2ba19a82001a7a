"""Assessments: items given together, and by which rules."""

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Orderable, RevisionMixin
from wagtail.search import index

from assessments.blocks import ScoreBandsBlock
from assessments.quiz_forms import AssessmentForm
from courses.fields import ContentField, TextsField

from .bank import Category, Item, ItemTag, Outcome
from .fields import AspectsField
from .rules import (
    Behaviour,
    Counting,
    Layout,
    OverduePolicy,
    Practice,
    Purpose,
    shown_after,
    shown_during,
    shown_later,
)


class Assessment(RevisionMixin, index.Indexed, ClusterableModel):
    """A set of items given together, with its rules. Quiz pages choose one."""

    key = models.SlugField(_("short name"), max_length=100, unique=True)
    name = models.CharField(
        _("name"), max_length=200, help_text=_("For trainers; learners do not see it.")
    )
    pass_mark = models.DecimalField(
        _("pass mark"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.800"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_("The share of the points that passes: 0.8 is 80 per cent."),
    )
    attempts_allowed = models.PositiveSmallIntegerField(
        _("attempts allowed"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: as many as the learner likes."),
    )
    shuffle_items = models.BooleanField(_("shuffle the questions"), default=False)
    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        related_name="assessments",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    purpose = models.CharField(
        _("purpose"), max_length=20, choices=Purpose, default=Purpose.CHECK
    )
    behaviour = models.CharField(
        _("when learners are told"),
        max_length=20,
        choices=Behaviour,
        default=Behaviour.DEFERRED,
    )
    penalty = models.DecimalField(
        _("points lost with each wrong try"),
        max_digits=4,
        decimal_places=3,
        default=Decimal("0.333"),
        validators=[MinValueValidator(0), MaxValueValidator(1)],
        help_text=_(
            "With further tries only: a share of the question's points, 0 to 1."
        ),
    )
    layout = models.CharField(
        _("pages"), max_length=20, choices=Layout, default=Layout.ONE_PER_PAGE
    )
    wait_minutes = models.PositiveIntegerField(
        _("minutes to wait between attempts"),
        null=True,
        blank=True,
        help_text=_("Empty: the next attempt can begin at once. A day is 1440."),
    )
    counting = models.CharField(
        _("which attempt counts"),
        max_length=20,
        choices=Counting,
        default=Counting.BEST,
    )
    time_limit_minutes = models.PositiveIntegerField(
        _("time limit in minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("Empty: no limit. People can be given more time one by one."),
    )
    overdue_policy = models.CharField(
        _("when the time is up"),
        max_length=20,
        choices=OverduePolicy,
        default=OverduePolicy.SUBMIT,
    )
    grace_minutes = models.PositiveIntegerField(
        _("minutes to submit after the time"),
        default=5,
        help_text=_("Only where an attempt can still be submitted for a while."),
    )
    practice = models.CharField(
        _("practice without a record"),
        max_length=20,
        choices=Practice,
        default=Practice.NEVER,
    )
    # What may be seen of a marked answer, at three moments; values of `Aspect`.
    show_during = AspectsField(
        _("after checking a question"), default=shown_during, blank=True
    )
    show_after = AspectsField(
        _("after submitting, while another attempt is possible"),
        default=shown_after,
        blank=True,
    )
    show_later = AspectsField(
        _("after passing, or when no attempt is left"),
        default=shown_later,
        blank=True,
    )
    passed_text = TextsField(_("text for those who passed"), blank=True, long=True)
    failed_text = TextsField(
        _("text for those who did not pass"), blank=True, long=True
    )
    score_bands = ContentField(
        ScoreBandsBlock(), verbose_name=_("feedback by score"), blank=True
    )
    _revisions = GenericRelation(
        "wagtailcore.Revision", related_query_name="assessment"
    )

    base_form_class = AssessmentForm
    panels = [
        FieldPanel("name"),
        InlinePanel("entries", heading=_("Questions"), label=_("Question"), min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark"),
                FieldPanel("attempts_allowed"),
                FieldPanel("wait_minutes"),
                FieldPanel("counting"),
                FieldPanel("shuffle_items"),
                FieldPanel("layout"),
            ],
            heading=_("Rules"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("behaviour"),
                FieldPanel("penalty"),
                FieldPanel(
                    "show_during",
                    help_text=_(
                        "In quizzes that tell after each question. What is right is "
                        "never shown while an answer can be tried again; whatever is "
                        "shown here is known in every further attempt."
                    ),
                ),
                FieldPanel(
                    "show_after",
                    help_text=_(
                        "All of this can be used in the next attempt. The right answer "
                        "gives every question away; points give true-or-false "
                        "questions away, and others by elimination."
                    ),
                ),
                FieldPanel(
                    "show_later",
                    help_text=_("Nobody gains by it any more, so this can be all."),
                ),
                FieldPanel("practice"),
            ],
            heading=_("What learners are shown"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("time_limit_minutes"),
                FieldPanel("overdue_policy"),
                FieldPanel("grace_minutes"),
            ],
            heading=_("Time"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [
                FieldPanel("passed_text"),
                FieldPanel("failed_text"),
                FieldPanel("score_bands"),
            ],
            heading=_("Texts in the result"),
            classname="collapsed",
        ),
        MultiFieldPanel(
            [FieldPanel("key"), FieldPanel("category"), FieldPanel("purpose")],
            heading=_("Sorting"),
            classname="collapsed",
        ),
    ]
    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
        index.SearchField("key"),
    ]

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(pass_mark__gte=0, pass_mark__lte=1),
                name="assessments_assessment_pass_mark",
                violation_error_message=_("The pass mark is a share from 0 to 1."),
            ),
            models.CheckConstraint(
                condition=Q(attempts_allowed=None) | Q(attempts_allowed__gte=1),
                name="assessments_assessment_attempts",
                violation_error_message=_("Allow at least one attempt, or any number."),
            ),
            models.CheckConstraint(
                condition=Q(penalty__gte=0, penalty__lte=1),
                name="assessments_assessment_penalty",
                violation_error_message=_("A penalty is a share from 0 to 1."),
            ),
            models.CheckConstraint(
                condition=Q(time_limit_minutes=None) | Q(time_limit_minutes__gte=1),
                name="assessments_assessment_time_limit",
                violation_error_message=_("Give at least one minute, or no limit."),
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def revisions(self):
        return self._revisions


class AssessmentEntry(Orderable):
    """One place in an assessment: a certain item, or items drawn by chance.

    Either way: what each is worth here and what to reread. An entry may begin a new
    section of the quiz.
    """

    assessment = ParentalKey(
        Assessment, on_delete=models.CASCADE, related_name="entries"
    )
    section = TextsField(
        _("begins the section"),
        blank=True,
        help_text=_("A heading from this question on; empty: no new section."),
    )
    item = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        related_name="entries",
        null=True,
        blank=True,
        verbose_name=_("question"),
        help_text=_("A certain question. Leave it empty to draw by chance."),
    )
    draw_count = models.PositiveSmallIntegerField(
        _("questions to draw"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many, by chance, of the questions that fit all of these:"),
    )
    draw_category = models.ForeignKey(
        Category,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("of the category"),
    )
    draw_outcome = models.ForeignKey(
        Outcome,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("for the learning outcome"),
    )
    draw_tag = models.ForeignKey(
        ItemTag,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("with the tag"),
    )
    draw_per_outcome = models.BooleanField(
        _("as many for each learning outcome"),
        default=False,
        help_text=_("Draws that number for every outcome that fitting questions have."),
    )
    max_mark = models.DecimalField(
        _("points"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
        help_text=_("For each question."),
    )
    revisit = models.ForeignKey(
        "courses.Step",
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("lesson to revisit"),
        help_text=_("Named in the result when the answer was not right."),
    )

    panels = [
        FieldPanel("item"),
        MultiFieldPanel(
            [
                FieldPanel("draw_count"),
                FieldPanel("draw_category"),
                FieldPanel("draw_outcome"),
                FieldPanel("draw_tag"),
                FieldPanel("draw_per_outcome"),
            ],
            heading=_("Or draw by chance"),
            classname="collapsed",
        ),
        FieldPanel("max_mark"),
        FieldPanel("revisit"),
        FieldPanel("section"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("question of a quiz")
        verbose_name_plural = _("questions of quizzes")
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "item"],
                name="assessments_entry_once",
                violation_error_message=_("The quiz already has this question."),
            ),
            models.CheckConstraint(
                condition=Q(max_mark__gt=0),
                name="assessments_entry_max_mark",
                violation_error_message=_("A question is worth more than 0 points."),
            ),
            models.CheckConstraint(
                condition=Q(item__isnull=False, draw_count=None)
                | Q(item=None, draw_count__gte=1),
                name="assessments_entry_item_or_draw",
                violation_error_message=_(
                    "Choose a question, or say how many to draw; not both."
                ),
            ),
        ]

    def __str__(self):
        return f"{self.assessment} › {self.item or self.draw_count}"

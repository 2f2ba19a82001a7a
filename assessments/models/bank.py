"""Authored content: items, their published versions, and assessments made of them."""

from decimal import Decimal

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.models import DraftStateMixin, Orderable, PreviewableMixin, RevisionMixin
from wagtail.search import index

from assessments.blocks import ItemStreamBlock
from assessments.content import ItemContent
from courses.fields import ContentField


class Item(
    DraftStateMixin, RevisionMixin, PreviewableMixin, index.Indexed, models.Model
):
    """One question of the bank as its author sees it: the draft of the next version.

    `key` names it in files and stays. What learners get is an `ItemVersion`.
    """

    key = models.SlugField(
        _("short name"),
        max_length=100,
        unique=True,
        help_text=_("Names the question in files and reports, for example ips-goal."),
    )
    content = ContentField(ItemStreamBlock(), verbose_name=_("question"))
    current_version = models.ForeignKey(
        "assessments.ItemVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="item")

    panels = [FieldPanel("content"), FieldPanel("key")]
    # Names only: neither options nor feedback may be found by a search.
    search_fields = [index.SearchField("key"), index.AutocompleteField("key")]

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["key"]

    def __str__(self):
        return self.key

    @property
    def revisions(self):
        return self._revisions

    def plain_content(self) -> ItemContent:
        """Return the authored content; raises ContentError while it is unfinished."""
        child = self.content[0]
        return child.block.content(child.value)

    def get_preview_template(self, request, mode_name):
        return "assessments/item_preview.html"

    def get_preview_context(self, request, mode_name):
        from assessments.review import preview_question

        return {"item": self, "question": preview_question(self)}


class ItemVersion(models.Model):
    """One published form of an item. Never changed: attempts name what was seen."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    checksum = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(
        "people.User", on_delete=models.SET_NULL, related_name="+", null=True
    )
    created_by.wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["item", "number"],
                name="assessments_itemversion_number",
                violation_error_message=_("The question already has this version."),
            )
        ]

    def __str__(self):
        return f"{self.item} v{self.number}"

    @property
    def plain_content(self) -> ItemContent:
        return ItemContent.from_json(self.content)


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
    _revisions = GenericRelation(
        "wagtailcore.Revision", related_query_name="assessment"
    )

    panels = [
        FieldPanel("name"),
        InlinePanel("entries", heading=_("Questions"), label=_("Question"), min_num=1),
        MultiFieldPanel(
            [
                FieldPanel("pass_mark"),
                FieldPanel("attempts_allowed"),
                FieldPanel("shuffle_items"),
            ],
            heading=_("Rules"),
        ),
        FieldPanel("key"),
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
        ]

    def __str__(self):
        return self.name

    @property
    def revisions(self):
        return self._revisions


class AssessmentEntry(Orderable):
    """One item's place in one assessment, what it is worth there and what to reread."""

    assessment = ParentalKey(
        Assessment, on_delete=models.CASCADE, related_name="entries"
    )
    item = models.ForeignKey(
        Item,
        on_delete=models.PROTECT,
        related_name="entries",
        verbose_name=_("question"),
    )
    max_mark = models.DecimalField(
        _("points"),
        max_digits=5,
        decimal_places=2,
        default=Decimal(1),
        validators=[MinValueValidator(Decimal("0.01"))],
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

    panels = [FieldPanel("item"), FieldPanel("max_mark"), FieldPanel("revisit")]

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
        ]

    def __str__(self):
        return f"{self.assessment} › {self.item}"

"""The bank: items with their published versions, and what they are sorted by."""

from django.contrib.contenttypes.fields import GenericRelation
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from assessments.blocks import CaseTextBlock, ItemStreamBlock
from assessments.content import ItemContent, Stimulus, content_from_json
from courses.fields import ContentField, TextsField
from courses.translated import in_language, without_empty


class Category(models.Model):
    """A subject that items and quizzes are sorted by; it may be part of another one."""

    key = models.SlugField(_("short name"), max_length=100, unique=True)
    name = TextsField(_("name"))
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="children",
        null=True,
        blank=True,
        verbose_name=_("part of"),
    )

    panels = [FieldPanel("name"), FieldPanel("parent"), FieldPanel("key")]

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["key"]

    def __str__(self):
        return str(in_language(self.name)) or self.key


class Outcome(models.Model):
    """What learners can do afterwards; items show whether they can."""

    key = models.SlugField(_("short name"), max_length=100, unique=True)
    text = TextsField(
        _("outcome"), help_text=_("Afterwards you can … Finish the sentence.")
    )

    panels = [FieldPanel("text"), FieldPanel("key")]

    class Meta:
        verbose_name = _("learning outcome")
        verbose_name_plural = _("learning outcomes")
        ordering = ["key"]

    def __str__(self):
        return str(in_language(self.text)) or self.key


class Principle(models.IntegerChoices):
    """The eight principles of Individual Placement and Support, in usual order."""

    COMPETITIVE_EMPLOYMENT = 1, _("1 · Focus on ordinary paid jobs")
    CLIENT_CHOICE = 2, _("2 · Everybody who wants to work")
    INTEGRATION = 3, _("3 · One team with mental health care")
    PREFERENCES = 4, _("4 · What the person prefers")
    BENEFITS = 5, _("5 · Personal advice on income and benefits")
    RAPID_SEARCH = 6, _("6 · The search begins soon")
    EMPLOYERS = 7, _("7 · Getting to know employers")
    LASTING_SUPPORT = 8, _("8 · Personal support as long as it is wanted")


class CaseVignette(
    DraftStateMixin, RevisionMixin, PreviewableMixin, index.Indexed, models.Model
):
    """A fictional person's situation that several items are about.

    Each version of an item holds the story as it was; publishing another story makes
    new versions of its items.
    """

    key = models.SlugField(_("short name"), max_length=100, unique=True)
    content = ContentField(CaseTextBlock(), verbose_name=_("case"))
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="case")

    panels = [FieldPanel("content"), FieldPanel("key")]
    search_fields = [index.SearchField("key"), index.AutocompleteField("key")]

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["key"]

    def __str__(self):
        return self.key

    @property
    def revisions(self):
        return self._revisions

    @property
    def stimulus(self) -> Stimulus | None:
        """The case as items hold it; None while it is not written."""
        for child in self.content:
            return Stimulus(
                key=self.key,
                title=without_empty(child.value["title"]),
                story=without_empty(child.value["story"]),
            )
        return None

    def get_preview_template(self, request, mode_name):
        return "assessments/case_preview.html"

    def get_preview_context(self, request, mode_name):
        from assessments.review.questions import story_of

        return {"case": story_of(self.stimulus)}


class ItemTag(TagBase):
    """A word that items are found by. Pictures and pages have tags of their own."""

    free_tagging = True

    class Meta:
        verbose_name = _("tag of questions")
        verbose_name_plural = _("tags of questions")


class TaggedItem(ItemBase):
    """One tag of one item."""

    tag = models.ForeignKey(
        ItemTag, on_delete=models.CASCADE, related_name="tagged_items"
    )
    content_object = ParentalKey(
        "assessments.Item", on_delete=models.CASCADE, related_name="tagged_items"
    )

    class Meta:
        verbose_name = _("tag of a question")
        verbose_name_plural = _("tags of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["tag", "content_object"],
                name="assessments_taggeditem_once",
                violation_error_message=_("The question already has this tag."),
            )
        ]

    def __str__(self):
        return f"{self.content_object} · {self.tag}"


class ItemQuerySet(models.QuerySet):
    def on_offer(self):
        """Keep the items that quizzes may ask: published and not retired."""
        return self.filter(current_version__isnull=False, is_retired=False)


class Item(
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
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
    case = models.ForeignKey(
        CaseVignette,
        on_delete=models.PROTECT,
        related_name="items",
        null=True,
        blank=True,
        verbose_name=_("case"),
        help_text=_("Shown above the question. Several questions may share a case."),
    )
    category = models.ForeignKey(
        Category,
        on_delete=models.SET_NULL,
        related_name="items",
        null=True,
        blank=True,
        verbose_name=_("category"),
    )
    outcome = models.ForeignKey(
        Outcome,
        on_delete=models.SET_NULL,
        related_name="items",
        null=True,
        blank=True,
        verbose_name=_("learning outcome"),
    )
    principle = models.PositiveSmallIntegerField(
        _("principle of IPS"), choices=Principle, null=True, blank=True
    )
    is_essential = models.BooleanField(
        _("essential"),
        default=False,
        help_text=_(
            "Everybody should know this. The item analysis tells if fewer than half do."
        ),
    )
    is_retired = models.BooleanField(
        _("retired"),
        default=False,
        help_text=_("No quiz asks it any more. Past attempts keep it."),
    )
    tags = ClusterTaggableManager(
        through=TaggedItem, blank=True, verbose_name=_("tags")
    )
    current_version = models.ForeignKey(
        "assessments.ItemVersion",
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        editable=False,
    )
    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="item")
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="item",
        for_concrete_model=False,
    )

    objects = ItemQuerySet.as_manager()

    panels = [
        FieldPanel("case"),
        FieldPanel("content"),
        MultiFieldPanel(
            [
                FieldPanel("category"),
                FieldPanel("outcome"),
                FieldPanel("principle"),
                FieldPanel("tags"),
                FieldPanel("is_essential"),
                FieldPanel("is_retired"),
            ],
            heading=_("Sorting"),
            classname="collapsed",
        ),
        FieldPanel("key"),
    ]
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

    @property
    def workflow_states(self):
        return self._workflow_states

    def plain_content(self) -> ItemContent:
        """Return the authored content; raises ContentError while it is unfinished."""
        child = self.content[0]
        stimulus = self.case.stimulus if self.case is not None else None
        return child.block.content(child.value, stimulus=stimulus)

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

    # A picture that a version shows cannot be deleted.
    pictures = models.ManyToManyField(
        "wagtailimages.Image",
        through="assessments.VersionPicture",
        related_name="item_versions",
    )

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
        return content_from_json(self.content)


class VersionPicture(models.Model):
    """One picture that a version shows."""

    version = models.ForeignKey(
        ItemVersion, on_delete=models.CASCADE, related_name="version_pictures"
    )
    image = models.ForeignKey(
        "wagtailimages.Image", on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("picture of a question")
        verbose_name_plural = _("pictures of questions")
        constraints = [
            models.UniqueConstraint(
                fields=["version", "image"],
                name="assessments_versionpicture_once",
                violation_error_message=_("The version already has this picture."),
            )
        ]

    def __str__(self):
        return f"{self.version} · {self.image}"

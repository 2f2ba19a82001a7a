"""The blocks that pages are written in. Each has a picture, a sentence and an example.

Raw HTML is left out on purpose: a page must not run what an author pasted. What sorts a
text is in `structure_blocks`, what a learner does in `exercise_blocks`.
"""

import datetime

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

from .anchors import with_anchors
from .exercise_blocks import ReflectionBlock, SelfCheckBlock, TrueOrFalseBlock
from .media_blocks import AudioBlock, EmbedBlock, VideoBlock
from .rich_text import SHORT_TEXT_FEATURES, TEXT_FEATURES
from .structure_blocks import (
    AccordionBlock,
    ComparisonBlock,
    ContentNoteBlock,
    QuoteBlock,
    StepsBlock,
    TitledBlock,
)


class TextBlock(blocks.RichTextBlock):
    """Running text with headings, lists and links."""

    def __init__(self, **kwargs):
        super().__init__(features=TEXT_FEATURES, **kwargs)

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        description = _(
            "Paragraphs with headings, lists and links. Short ones are read: one idea "
            "each, and a heading where a new thought begins."
        )
        template = "blocks/text.html"
        preview_value = (
            "<h2>A heading</h2><p>Short paragraphs are read; long ones are skipped. "
            "<b>Bold</b> marks the one phrase that matters.</p>"
        )

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        glossary = context.get("glossary")
        context["text"] = glossary.mark(value) if glossary else value
        if block_id := context.get("block_id"):
            context["text"] = with_anchors(str(context["text"]), block_id)
        return context


class FigureBlock(blocks.StructBlock):
    """A picture with its text alternative and a caption."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _(
            "A picture with a text alternative and, if you like, a caption."
        )
        template = "blocks/figure.html"
        preview_template = "blocks/figure_preview.html"
        preview_value = {"image": None, "caption": "What the picture shows"}


class CalloutBlock(blocks.StructBlock):
    """A short text that must not be overlooked."""

    tone = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[
            ("note", _("Good to know")),
            ("practice", _("In practice")),
            ("think", _("Think critically")),
            ("caution", _("Take care")),
        ],
        default="note",
    )
    title = blocks.CharBlock(label=_("Heading"), required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        description = _(
            "A short note beside the text: advice, a caveat, a caution. One or two in "
            "a lesson; where everything stands out, nothing does."
        )
        template = "blocks/callout.html"
        preview_value = {
            "tone": "practice",
            "title": "Try this week",
            "text": "<p>Ask one person what a good working day would look like.</p>",
        }


class KeyPointsBlock(TitledBlock):
    """What a learner should remember."""

    points = blocks.ListBlock(
        blocks.CharBlock(label=_("Key point")),
        label=_("Key points"),
        min_num=1,
        max_num=7,
    )

    class Meta:
        icon = "list-ul"
        label = _("Key points")
        description = _("Three to five sentences to remember, at the end of a lesson.")
        template = "blocks/key_points.html"
        preview_value = {
            "points": ["Wanting to work is enough.", "The search starts soon."]
        }


class CaseVignetteBlock(TitledBlock):
    """A fictional person's situation and questions to think about."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("For example: Aino, 29"))
    story = blocks.RichTextBlock(label=_("Story"), features=SHORT_TEXT_FEATURES)
    questions = blocks.ListBlock(
        blocks.CharBlock(label=_("Question")),
        label=_("Questions to think about"),
        default=[],
    )

    class Meta:
        icon = "user"
        label = _("Case vignette")
        description = _(
            "A fictional person's situation, with questions to think about."
        )
        template = "blocks/case_vignette.html"
        preview_value = {
            "title": "Aino, 29",
            "story": "<p>Aino tells her nurse that she would like to work.</p>",
            "questions": ["What would you say first?"],
        }


class TableBlock(blocks.StructBlock):
    """A small table with a caption and headings."""

    table = TypedTableBlock(
        [("text", blocks.CharBlock(label=_("Text"), required=False))],
        label=_("Table"),
    )

    class Meta:
        icon = "table"
        label = _("Table")
        description = _(
            "A small table with a caption that says what it shows. On a phone each row "
            "becomes a list, so keep to four columns."
        )
        template = "blocks/table.html"
        preview_value = {
            "table": {
                "caption": "Two ways to begin",
                "columns": [
                    {"type": "text", "heading": "Question"},
                    {"type": "text", "heading": "Usual"},
                    {"type": "text", "heading": "With IPS"},
                ],
                "rows": [
                    {"values": ["First", "Training", "A job"]},
                    {"values": ["Who decides", "The service", "The person"]},
                ],
            }
        }

    def get_preview_value(self):
        # A table has another form where it is stored.
        return self.to_python(self.meta.preview_value)


class ReferenceBlock(blocks.StructBlock):
    """One source of the facts in the text."""

    title = blocks.CharBlock(label=_("Title"))
    authors = blocks.CharBlock(label=_("Authors or publisher"), required=False)
    year = blocks.IntegerBlock(
        label=_("Year"), required=False, min_value=1900, max_value=2100
    )
    source = blocks.CharBlock(label=_("Journal, book or site"), required=False)
    url = blocks.URLBlock(label=_("Link"), required=False)
    supports = blocks.CharBlock(
        label=_("What it supports"),
        required=False,
        help_text=_("The statement of the lesson that rests on this source."),
    )
    review_by = blocks.DateBlock(
        label=_("Review by"),
        help_text=_("When somebody should check that this still holds."),
    )
    tag = blocks.CharBlock(
        label=_("Short name"),
        required=False,
        max_length=40,
        help_text=_(
            "Questions that rest on this source have it as a tag, for example TRIAL-20."
        ),
    )

    class Meta:
        icon = "openquote"
        label = _("Source")


class ReferencesBlock(blocks.StructBlock):
    """The sources of a lesson, each with a date for checking it again."""

    sources = blocks.ListBlock(ReferenceBlock(), label=_("Sources"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("References")
        description = _(
            "The sources of the lesson, each with a date to check it again."
        )
        template = "blocks/references.html"
        preview_value = {
            "sources": [
                {
                    "title": "A trial of supported employment",
                    "authors": "A. Author",
                    "year": 2020,
                    "source": "A journal",
                    "url": "https://doi.org/10.1000/example",
                    "supports": "More people found work.",
                    "review_by": datetime.date(2027, 1, 1),
                }
            ]
        }


class DownloadBlock(blocks.StructBlock):
    """A file to take along."""

    document = DocumentChooserBlock(label=_("File"))
    title = blocks.CharBlock(
        label=_("Name"), required=False, help_text=_("Empty: the name of the file.")
    )

    class Meta:
        icon = "download"
        label = _("Download")
        description = _(
            "A file to take along, such as a checklist; its type and size are shown. "
            "What everybody should read belongs into the text."
        )
        template = "blocks/download.html"
        preview_template = "blocks/download_preview.html"
        preview_value = {"document": None, "title": "A checklist for the first meeting"}


# What every page may use.
PAGE_BLOCKS = [
    ("text", TextBlock()),
    ("figure", FigureBlock()),
    ("callout", CalloutBlock()),
    ("table", TableBlock()),
    ("download", DownloadBlock()),
    ("quote", QuoteBlock()),
    ("accordion", AccordionBlock()),
    ("steps", StepsBlock()),
    ("comparison", ComparisonBlock()),
]

# What teaching needs besides.
LESSON_BLOCKS = [
    *PAGE_BLOCKS,
    ("case", CaseVignetteBlock()),
    ("self_check", SelfCheckBlock()),
    ("true_or_false", TrueOrFalseBlock()),
    ("reflection", ReflectionBlock()),
    ("content_note", ContentNoteBlock()),
    ("video", VideoBlock()),
    ("audio", AudioBlock()),
    ("embed", EmbedBlock()),
    ("key_points", KeyPointsBlock()),
    ("references", ReferencesBlock()),
]

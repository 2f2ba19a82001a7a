"""Blocks that give a text a shape: a quotation, parts to open, steps, two sides."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from .anchors import name_of
from .rich_text import SHORT_TEXT_FEATURES


class TitledBlock(blocks.StructBlock):
    """A block with a heading of its own, which links lead to."""

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["anchor"] = name_of(context.get("block_id"))
        return context


class QuoteBlock(blocks.StructBlock):
    """What somebody said, in their words."""

    text = blocks.RichTextBlock(
        label=_("What was said"),
        features=["bold", "italic"],
        help_text=_("Without quotation marks; the page adds them."),
    )
    name = blocks.CharBlock(
        label=_("Who said it"),
        required=False,
        help_text=_("Ask before you quote somebody by name."),
    )
    role = blocks.CharBlock(
        label=_("In which role"),
        required=False,
        help_text=_("For example: works as a gardener, peer worker, team leader."),
    )

    class Meta:
        icon = "openquote"
        label = _("Quotation")
        description = _(
            "One or two sentences in somebody's own words. A voice stays in mind "
            "longer than a rule."
        )
        template = "blocks/quote.html"
        preview_value = {
            "text": "<p>Nobody had asked me what I would like to do.</p>",
            "name": "Aino",
            "role": "works in a garden centre",
        }


class SectionBlock(blocks.StructBlock):
    """A heading and what belongs below it."""

    heading = blocks.CharBlock(label=_("Heading"))
    text = blocks.RichTextBlock(label=_("Text"), features=SHORT_TEXT_FEATURES)

    class Meta:
        icon = "title"
        label = _("Part")


class AccordionBlock(blocks.StructBlock):
    """Parts that a reader opens one by one."""

    sections = blocks.ListBlock(SectionBlock(), label=_("Parts"), min_num=1, max_num=12)

    class Meta:
        icon = "collapse-down"
        label = _("Parts to open")
        description = _(
            "Headings that open to a short text. For what not everybody needs, such as "
            "examples or answers to questions; what everybody should read stays open."
        )
        template = "blocks/accordion.html"
        preview_value = {
            "sections": [
                {
                    "heading": "What if somebody changes their mind?",
                    "text": "<p>They may, on any day. Ask what has changed.</p>",
                },
                {
                    "heading": "Who may join?",
                    "text": "<p>Everybody who wants to work.</p>",
                },
            ]
        }


class StepBlock(blocks.StructBlock):
    """One step of a procedure."""

    heading = blocks.CharBlock(
        label=_("What to do"), help_text=_("Begin with a verb: “Ask …”, “Write …”.")
    )
    text = blocks.RichTextBlock(
        label=_("How"), features=SHORT_TEXT_FEATURES, required=False
    )

    class Meta:
        icon = "order"
        label = _("Step")


class StepsBlock(TitledBlock):
    """What to do, in order."""

    title = blocks.CharBlock(label=_("Heading"), required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Steps"), min_num=2, max_num=10)

    class Meta:
        icon = "list-ol"
        label = _("Steps")
        description = _(
            "What to do in which order; the page numbers it. Three to seven steps are "
            "remembered."
        )
        template = "blocks/steps.html"
        preview_value = {
            "title": "A first meeting",
            "steps": [
                {"heading": "Ask", "text": "<p>What would a good day look like?</p>"},
                {"heading": "Agree on the next meeting", "text": ""},
            ],
        }


class ComparisonBlock(TitledBlock):
    """Two sides, next to each other."""

    title = blocks.CharBlock(label=_("Heading"), required=False)
    left = SectionBlock(label=_("One side"))
    right = SectionBlock(label=_("The other side"))

    class Meta:
        icon = "columns"
        label = _("Comparison")
        description = _(
            "Two texts side by side, such as before and after; on a phone one below "
            "the other. Keep both about as long."
        )
        template = "blocks/comparison.html"
        preview_value = {
            "title": "Two ways to begin",
            "left": {
                "heading": "Train, then place",
                "text": "<p>First training, one day a job.</p>",
            },
            "right": {
                "heading": "Place, then train",
                "text": "<p>First a job, with training in it.</p>",
            },
        }


class ContentNoteBlock(blocks.StructBlock):
    """What a lesson is about that may be hard to read, before it begins."""

    text = blocks.RichTextBlock(
        label=_("What the lesson is about"),
        features=SHORT_TEXT_FEATURES,
        help_text=_(
            "Say plainly what it is about, what it leaves out and where there is help: "
            "“This lesson is about thoughts of suicide. It describes no "
            "methods.”"
        ),
    )

    class Meta:
        icon = "warning"
        label = _("Content note")
        description = _(
            "At the beginning of a lesson about suicide, violence, coercion or abuse. "
            "It gives a way to pause and a way to leave the page quickly."
        )
        template = "blocks/content_note.html"
        preview_value = {
            "text": "<p>This lesson is about thoughts of suicide. It describes no "
            "methods. You may leave it out or keep it for another day.</p>"
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["leave_url"] = settings.ELEARN_LEAVE_QUICKLY_URL
        return context

"""The editor's forms for items, one block per item type."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from courses.translated import TranslatedTextBlock, without_empty

from .content import ContentError, ItemContent, ItemType, Option, true_false


class OptionBlock(blocks.StructBlock):
    """One option with what to tell those who choose it."""

    text = TranslatedTextBlock(label=_("Option"))
    is_key = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = TranslatedTextBlock(
        label=_("Feedback"),
        required=False,
        long=True,
        help_text=_("Why this is right, or why somebody might think so and it is not."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")


class ItemBlock(blocks.StructBlock):
    """Base of the item types. `content()` turns the form's value into plain content."""

    def content(self, value) -> ItemContent:
        raise NotImplementedError

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may be unfinished; what is published may not.
        if not self.is_deferred_validation:
            try:
                self.content(cleaned)
            except ContentError as error:
                sentence = self.sentences.get(str(error), str(error))
                raise StructBlockValidationError(
                    non_block_errors=[ValidationError(sentence)]
                ) from error
        return cleaned

    # What an author is told; the pure layer speaks English to developers.
    sentences = {
        "The question is empty.": _("Write the question."),
        "A question needs at least two options.": _("Add at least two options."),
        "An option is empty.": _("Write a text for each option, or delete the option."),
        "No option is marked as right.": _("Mark at least one option as right."),
        "Exactly one option must be marked as right.": _(
            "Mark exactly one option as right."
        ),
    }


class ChoiceItemBlock(ItemBlock):
    """Base of the items with options of the author's own."""

    stem = TranslatedTextBlock(label=_("Question"), long=True)
    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2)
    feedback = TranslatedTextBlock(
        label=_("Explanation"),
        required=False,
        long=True,
        help_text=_("Shown to everybody with the result, whatever they chose."),
    )
    shuffle = blocks.BooleanBlock(
        label=_("Shuffle the options"),
        required=False,
        default=True,
        help_text=_("Switch off where the order carries meaning, as with numbers."),
    )

    item_type: ItemType

    def content(self, value) -> ItemContent:
        return ItemContent(
            type=self.item_type,
            stem=without_empty(value["stem"]),
            options=tuple(
                Option(
                    # The list keeps this name through edits and reordering.
                    key=child.id or f"option-{number}",
                    text=without_empty(child.value["text"]),
                    is_key=bool(child.value["is_key"]),
                    feedback=without_empty(child.value["feedback"]),
                )
                for number, child in enumerate(value["options"].bound_blocks, start=1)
            ),
            feedback=without_empty(value["feedback"]),
            shuffle=bool(value["shuffle"]),
        )


class SingleChoiceBlock(ChoiceItemBlock):
    """One option is right."""

    item_type = ItemType.SINGLE_CHOICE

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _("One option is right.")
        template = "blocks/item.html"
        preview_template = "blocks/item_preview.html"
        preview_value = {
            "stem": {"en": "What kind of job does IPS aim at?"},
            "options": [
                {
                    "text": {"en": "An ordinary paid job"},
                    "is_key": True,
                    "feedback": {},
                },
                {"text": {"en": "Sheltered work"}, "is_key": False, "feedback": {}},
            ],
            "feedback": {},
            "shuffle": True,
        }


class MultipleChoiceBlock(ChoiceItemBlock):
    """Several options may be right; all of them and no other must be chosen."""

    item_type = ItemType.MULTIPLE_CHOICE

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _("Several options may be right; all of them must be chosen.")
        template = "blocks/item.html"
        preview_template = "blocks/item_preview.html"
        preview_value = {
            "stem": {"en": "Which of these are principles of IPS?"},
            "options": [
                {"text": {"en": "Rapid job search"}, "is_key": True, "feedback": {}},
                {"text": {"en": "Testing first"}, "is_key": False, "feedback": {}},
                {"text": {"en": "Client choice"}, "is_key": True, "feedback": {}},
            ],
            "feedback": {},
            "shuffle": True,
        }


class TrueFalseBlock(ItemBlock):
    """A statement that is true or false."""

    stem = TranslatedTextBlock(label=_("Statement"), long=True)
    answer = blocks.ChoiceBlock(
        label=_("The statement is"),
        choices=[("true", _("True")), ("false", _("False"))],
    )
    feedback_true = TranslatedTextBlock(
        label=_("Feedback to “true”"), required=False, long=True
    )
    feedback_false = TranslatedTextBlock(
        label=_("Feedback to “false”"), required=False, long=True
    )
    feedback = TranslatedTextBlock(label=_("Explanation"), required=False, long=True)

    def content(self, value) -> ItemContent:
        return true_false(
            stem=without_empty(value["stem"]),
            is_true=value["answer"] == "true",
            feedback=without_empty(value["feedback"]),
            feedback_true=without_empty(value["feedback_true"]),
            feedback_false=without_empty(value["feedback_false"]),
        )

    class Meta:
        icon = "check"
        label = _("True or false")
        description = _("A statement to agree or disagree with.")
        template = "blocks/item.html"
        preview_template = "blocks/item_preview.html"
        preview_value = {
            "stem": {"en": "In IPS, work is talked about early."},
            "answer": "true",
            "feedback_true": {},
            "feedback_false": {},
            "feedback": {},
        }


class ItemStreamBlock(blocks.StreamBlock):
    """Exactly one of the item types."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()

    class Meta:
        min_num = 1
        max_num = 1

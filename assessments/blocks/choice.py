"""The editor's forms for items with options to choose from."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup

from assessments.content import ChoiceContent, ItemType, Option, true_false
from courses.translated import TranslatedTextBlock, without_empty

from .base import ItemBlock, PictureBlock, form_layout, list_item, named


class OptionBlock(blocks.StructBlock):
    """One option with what to tell those who choose it."""

    text = TranslatedTextBlock(label=_("Option"), required=False)
    is_key = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = TranslatedTextBlock(
        label=_("Feedback"),
        required=False,
        long=True,
        help_text=_("Why this is right, or why somebody might think so and it is not."),
    )
    picture = PictureBlock(required=False)
    is_pinned = blocks.BooleanBlock(
        label=_("Keep its place"),
        required=False,
        help_text=_("When the options are shuffled, as with “none of these”."),
    )

    class Meta:
        icon = "list-ul"
        label = _("Option")
        form_layout = BlockGroup(
            children=["text", "is_key", "feedback"], settings=["picture", "is_pinned"]
        )


class ChoiceItemBlock(ItemBlock):
    """Base of the items with options of the author's own."""

    options = blocks.ListBlock(OptionBlock(), label=_("Options"), min_num=2)
    shuffle = blocks.BooleanBlock(
        label=_("Shuffle the options"),
        required=False,
        default=True,
        help_text=_("Switch off where the order carries meaning, as with numbers."),
    )

    def content(self, value, stimulus=None) -> ChoiceContent:
        return ChoiceContent(
            type=self.item_type,
            options=tuple(
                Option(
                    key=key,
                    text=without_empty(option["text"]),
                    is_key=bool(option["is_key"]),
                    feedback=without_empty(option["feedback"]),
                    picture=PictureBlock.picture(option["picture"]),
                    is_pinned=bool(option["is_pinned"]),
                )
                for key, option in named(value["options"], "option")
            ),
            shuffle=bool(value["shuffle"]),
            partial_credit=bool(value.get("partial_credit")),
            **self.common(value, stimulus),
        )

    def stored(self, content: ChoiceContent) -> dict:
        return {
            **super().stored(content),
            "options": [
                list_item(
                    option.key,
                    {
                        "text": dict(option.text),
                        "is_key": option.is_key,
                        "feedback": dict(option.feedback),
                        "picture": PictureBlock.stored(option.picture),
                        "is_pinned": option.is_pinned,
                    },
                )
                for option in content.options
            ],
            "shuffle": content.shuffle,
        }


class SingleChoiceBlock(ChoiceItemBlock):
    """One option is right."""

    item_type = ItemType.SINGLE_CHOICE

    class Meta:
        icon = "radio-full"
        label = _("Single choice")
        description = _(
            "One option is right. The wrong ones are what somebody might really "
            "think or do."
        )
        form_layout = form_layout("stem", "options", "shuffle", "feedback")
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
    """Several options may be right."""

    partial_credit = blocks.BooleanBlock(
        label=_("Some points for some of the right options"),
        required=False,
        help_text=_(
            "Otherwise all of them and no other must be chosen. Each wrong one chosen "
            "cancels a right one."
        ),
    )

    item_type = ItemType.MULTIPLE_CHOICE

    def stored(self, content: ChoiceContent) -> dict:
        return {**super().stored(content), "partial_credit": content.partial_credit}

    class Meta:
        icon = "tick-inverse"
        label = _("Multiple choice")
        description = _(
            "Several options may be right. All of them and no other have to be "
            "chosen, unless you give points for a part."
        )
        form_layout = form_layout(
            "stem", "options", "shuffle", "partial_credit", "feedback"
        )
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

    item_type = ItemType.TRUE_FALSE

    def content(self, value, stimulus=None) -> ChoiceContent:
        return true_false(
            is_true=value["answer"] == "true",
            feedback_true=without_empty(value["feedback_true"]),
            feedback_false=without_empty(value["feedback_false"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: ChoiceContent) -> dict:
        return {
            **super().stored(content),
            "answer": "true" if "true" in content.right_keys else "false",
            "feedback_true": dict(content.option("true").feedback),
            "feedback_false": dict(content.option("false").feedback),
        }

    class Meta:
        icon = "check"
        label = _("True or false")
        description = _(
            "A statement that is true or not. Quick to answer and easy to "
            "guess; say why in the explanation."
        )
        form_layout = form_layout(
            "stem", "answer", "feedback_true", "feedback_false", "feedback"
        )
        preview_value = {
            "stem": {"en": "In IPS, work is talked about early."},
            "answer": "true",
            "feedback_true": {},
            "feedback_false": {},
            "feedback": {},
        }

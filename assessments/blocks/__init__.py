"""The editor's forms for items, one block per type, and what is around them."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError

from assessments.content import ItemContent
from courses.translated import TranslatedTextBlock

from .arranging import GapSelectBlock, MatchingBlock, OrderingBlock
from .base import ItemBlock
from .choice import MultipleChoiceBlock, SingleChoiceBlock, TrueFalseBlock
from .writing import FreeTextBlock, NumberBlock, ShortTextBlock


class ItemStreamBlock(blocks.StreamBlock):
    """Exactly one of the item types."""

    single_choice = SingleChoiceBlock()
    multiple_choice = MultipleChoiceBlock()
    true_false = TrueFalseBlock()
    matching = MatchingBlock()
    ordering = OrderingBlock()
    gap_select = GapSelectBlock()
    short_text = ShortTextBlock()
    number = NumberBlock()
    free_text = FreeTextBlock()

    class Meta:
        min_num = 1
        max_num = 1


def type_name(item_type: str) -> str:
    """Return what the editor calls a type of item."""
    return ItemStreamBlock().child_blocks[str(item_type)].label


def stored_content(content: ItemContent, key: str = "") -> list[dict]:
    """Return what `Item.content` stores for plain content.

    `key` becomes the name of the block; without one the editor gives it a name.
    """
    block: ItemBlock = ItemStreamBlock().child_blocks[str(content.type)]
    stored = {"type": str(content.type), "value": block.stored(content)}
    return [{**stored, "id": key} if key else stored]


class CaseStoryBlock(blocks.StructBlock):
    """The story that several questions are about."""

    title = TranslatedTextBlock(label=_("Title"))
    story = TranslatedTextBlock(
        label=_("Story"),
        long=True,
        help_text=_(
            "A fictional person's situation. An empty line begins a paragraph."
        ),
    )

    class Meta:
        icon = "user"
        label = _("Case")
        description = _("A fictional person's situation that questions are about.")
        template = "blocks/case_story.html"
        preview_value = {
            "title": {"en": "Aino looks for work"},
            "story": {"en": "Aino is 27 and would like to work with animals."},
        }


class CaseTextBlock(blocks.StreamBlock):
    """Exactly one story."""

    story = CaseStoryBlock()

    class Meta:
        min_num = 1
        max_num = 1


class ScoreBandBlock(blocks.StructBlock):
    """What to tell those who reached so much."""

    from_percent = blocks.IntegerBlock(
        label=_("From, in per cent"), min_value=0, max_value=100
    )
    text = TranslatedTextBlock(label=_("Feedback"), long=True)

    class Meta:
        icon = "comment"
        label = _("Feedback by score")
        description = _("A text for those who reached at least so many per cent.")
        template = "blocks/score_band.html"
        preview_value = {
            "from_percent": 90,
            "text": {"en": "You are ready to explain this to others."},
        }


class ScoreBandsBlock(blocks.StreamBlock):
    """Texts by score; the highest one that was reached is shown."""

    band = ScoreBandBlock()

    def clean(self, value):
        cleaned = super().clean(value)
        seen: set[int] = set()
        problems = {}
        for index, child in enumerate(cleaned):
            percent = child.value["from_percent"]
            if percent in seen:
                problems[index] = ValidationError(
                    _(
                        "There is a text from %(percent)s%% already, and only one can "
                        "be shown. Choose another per cent, or delete one of them."
                    )
                    % {"percent": percent}
                )
            seen.add(percent)
        if problems:
            raise StreamBlockValidationError(block_errors=problems)
        return cleaned


__all__ = [
    "CaseTextBlock",
    "ItemStreamBlock",
    "ScoreBandsBlock",
    "stored_content",
    "type_name",
]

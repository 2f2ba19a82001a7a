"""The editor's forms for items whose parts are put together: pairs, orders, gaps."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from assessments.content import (
    Distractor,
    Element,
    Gap,
    GapContent,
    ItemType,
    MatchingContent,
    OrderingContent,
    Pair,
    Word,
)
from courses.translated import TranslatedTextBlock, without_empty

from .base import ItemBlock, form_layout, list_item, named

PARTIAL_CREDIT = _("Some points for some of it")


class PairBlock(blocks.StructBlock):
    """A prompt with the answer that belongs to it."""

    prompt = TranslatedTextBlock(label=_("Prompt"))
    answer = TranslatedTextBlock(label=_("Answer that belongs to it"))

    class Meta:
        icon = "link"
        label = _("Pair")


class MatchingBlock(ItemBlock):
    """Prompts, each with the answer that belongs to it."""

    pairs = blocks.ListBlock(PairBlock(), label=_("Pairs"), min_num=2)
    distractors = blocks.ListBlock(
        TranslatedTextBlock(label=_("Answer")),
        label=_("Further answers that belong to no prompt"),
        default=[],
        min_num=0,
    )
    shuffle = blocks.BooleanBlock(
        label=_("Shuffle the prompts"), required=False, default=True
    )
    partial_credit = blocks.BooleanBlock(
        label=PARTIAL_CREDIT,
        required=False,
        default=True,
        help_text=_("Otherwise every prompt must have its answer."),
    )

    item_type = ItemType.MATCHING

    def content(self, value, stimulus=None) -> MatchingContent:
        return MatchingContent(
            type=self.item_type,
            pairs=tuple(
                Pair(key, without_empty(pair["prompt"]), without_empty(pair["answer"]))
                for key, pair in named(value["pairs"], "pair")
            ),
            distractors=tuple(
                Distractor(key, without_empty(text))
                for key, text in named(value["distractors"], "further")
            ),
            shuffle=bool(value["shuffle"]),
            partial_credit=bool(value["partial_credit"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: MatchingContent) -> dict:
        return {
            **super().stored(content),
            "pairs": [
                list_item(
                    pair.key, {"prompt": dict(pair.prompt), "answer": dict(pair.answer)}
                )
                for pair in content.pairs
            ],
            "distractors": [
                list_item(wrong.key, dict(wrong.text)) for wrong in content.distractors
            ],
            "shuffle": content.shuffle,
            "partial_credit": content.partial_credit,
        }

    class Meta:
        icon = "link"
        label = _("Matching")
        description = _(
            "Each prompt gets the answer that belongs to it: words and what "
            "they mean, signs and what to do."
        )
        form_layout = form_layout(
            "stem", "pairs", "distractors", "shuffle", "partial_credit", "feedback"
        )
        preview_value = {
            "stem": {"en": "Which principle is it?"},
            "pairs": [
                {
                    "prompt": {"en": "A call in month eight"},
                    "answer": {"en": "Support without a time limit"},
                },
                {
                    "prompt": {"en": "Meeting an employer within weeks"},
                    "answer": {"en": "Rapid job search"},
                },
            ],
        }


class OrderingBlock(ItemBlock):
    """Things to bring into their order."""

    elements = blocks.ListBlock(
        TranslatedTextBlock(label=_("Thing to order")),
        label=_("In the right order"),
        min_num=2,
        help_text=_("Learners see them shuffled."),
    )
    partial_credit = blocks.BooleanBlock(
        label=PARTIAL_CREDIT,
        required=False,
        default=True,
        help_text=_("Otherwise the whole order must be right."),
    )

    item_type = ItemType.ORDERING

    def content(self, value, stimulus=None) -> OrderingContent:
        return OrderingContent(
            type=self.item_type,
            elements=tuple(
                Element(key, without_empty(text))
                for key, text in named(value["elements"], "element")
            ),
            partial_credit=bool(value["partial_credit"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: OrderingContent) -> dict:
        return {
            **super().stored(content),
            "elements": [
                list_item(element.key, dict(element.text))
                for element in content.elements
            ],
            "partial_credit": content.partial_credit,
        }

    class Meta:
        icon = "list-ol"
        label = _("Ordering")
        description = _(
            "Things are brought into their order, such as the steps of a first meeting."
        )
        form_layout = form_layout("stem", "elements", "partial_credit", "feedback")
        preview_value = {
            "stem": {"en": "What comes first?"},
            "elements": [
                {"en": "A first talk about work"},
                {"en": "Visits to employers"},
                {"en": "Support on the job"},
            ],
        }


class WordBlock(blocks.StructBlock):
    """One word to choose for a gap."""

    text = TranslatedTextBlock(label=_("Word"))
    is_key = blocks.BooleanBlock(label=_("This is right"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Word")


class GapBlock(blocks.StructBlock):
    """One gap of the text, with the words to choose from."""

    name = blocks.RegexBlock(
        regex=r"^[A-Za-z0-9_-]{1,50}$",
        label=_("Name of the gap"),
        help_text=_("As the text calls it between [[ and ]]: letters and digits."),
        error_messages={
            "invalid": _("Use letters, digits and hyphens only, at most 50.")
        },
    )
    words = blocks.ListBlock(WordBlock(), label=_("Words"), min_num=2)

    class Meta:
        icon = "placeholder"
        label = _("Gap")


class GapSelectBlock(ItemBlock):
    """A text with gaps, each with words to choose from."""

    stem = TranslatedTextBlock(label=_("Task"), long=True)
    text = TranslatedTextBlock(
        label=_("Text with gaps"),
        long=True,
        help_text=_("Write each gap as its name, like [[first]]."),
    )
    gaps = blocks.ListBlock(GapBlock(), label=_("Gaps"), min_num=1)
    partial_credit = blocks.BooleanBlock(
        label=PARTIAL_CREDIT,
        required=False,
        default=True,
        help_text=_("Otherwise every gap must have its word."),
    )

    item_type = ItemType.GAP_SELECT

    def content(self, value, stimulus=None) -> GapContent:
        return GapContent(
            type=self.item_type,
            text=without_empty(value["text"]),
            gaps=tuple(
                Gap(
                    gap["name"],
                    tuple(
                        Word(key, without_empty(word["text"]), bool(word["is_key"]))
                        for key, word in named(gap["words"], "word")
                    ),
                )
                for gap in value["gaps"]
            ),
            partial_credit=bool(value["partial_credit"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: GapContent) -> dict:
        return {
            **super().stored(content),
            "text": dict(content.text),
            "gaps": [
                {
                    "name": gap.key,
                    "words": [
                        list_item(
                            word.key, {"text": dict(word.text), "is_key": word.is_key}
                        )
                        for word in gap.words
                    ],
                }
                for gap in content.gaps
            ],
            "partial_credit": content.partial_credit,
        }

    class Meta:
        icon = "placeholder"
        label = _("Gaps to fill")
        description = _(
            "A text with gaps; the right word is chosen for each from a short list."
        )
        form_layout = form_layout("stem", "text", "gaps", "partial_credit", "feedback")
        preview_value = {
            "stem": {"en": "Choose the right words."},
            "text": {"en": "IPS aims at [[job]] jobs."},
            "gaps": [
                {
                    "name": "job",
                    "words": [
                        {"text": {"en": "ordinary"}, "is_key": True},
                        {"text": {"en": "sheltered"}, "is_key": False},
                    ],
                }
            ],
        }

"""What the editor's forms of all item types have in common."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError
from wagtail.images.blocks import ImageChooserBlock

from assessments.content import ContentError, ItemContent, ItemType, Picture, Stimulus
from courses.translated import TranslatedTextBlock, without_empty

# What an author is told; the pure layer speaks English to developers.
SENTENCES = {
    "The question is empty.": _("Write the question."),
    "A picture has no text alternative.": _("Say in words what the picture shows."),
    "A question needs at least two options.": _("Add at least two options."),
    "An option is empty.": _(
        "Write a text for each option, or choose a picture, or delete the option."
    ),
    "No option is marked as right.": _("Mark at least one option as right."),
    "Exactly one option must be marked as right.": _(
        "Mark exactly one option as right."
    ),
    "A matching question needs at least two pairs.": _("Add at least two pairs."),
    "A matching question needs at least two answers.": _(
        "All prompts have the same answer. Add another answer."
    ),
    "A pair is incomplete.": _("Write both halves of each pair."),
    "An answer is empty.": _("Write a text for each further answer, or delete it."),
    "An answer is right and wrong at the same time.": _(
        "A further answer belongs to a prompt as well. Delete it."
    ),
    "There must be at least two things to order.": _(
        "Add at least two things to order."
    ),
    "A thing to order is empty.": _("Write a text for each thing to order."),
    "Two things to order have the same text.": _(
        "Two things to order have the same text, so nobody can tell them apart."
    ),
    "The text with gaps is empty.": _("Write the text with gaps."),
    "The text has no gap.": _("Mark at least one gap, like [[first]]."),
    "The text and the list of gaps do not agree.": _(
        "Each gap must be in the text exactly once, in every language, and every gap "
        "of the text must be in the list."
    ),
    "A gap needs at least two words to choose from.": _(
        "Give at least two words for each gap."
    ),
    "A word is empty.": _("Write each word, or delete it."),
    "A gap needs exactly one right word.": _("Mark exactly one word of each gap."),
    "Two gaps have the same name.": _("Give each gap a name of its own."),
    "There is no accepted answer.": _("Add at least one accepted answer."),
    "An accepted answer is empty.": _(
        "Write each accepted answer with something besides stars."
    ),
    "An accepted answer is too long.": _("An accepted answer is too long. Shorten it."),
    "An accepted answer is worth more than 0 and at most all.": _(
        "An accepted answer is worth more than 0 and at most 100 per cent."
    ),
    "No accepted answer is worth all points.": _(
        "Give at least one accepted answer 100 per cent."
    ),
    "An accepted number is no number.": _("Write each accepted answer as a number."),
    "A tolerance is 0 or more.": _("Write a tolerance of 0 or more."),
    "A unit is empty or begins like a number.": _(
        "Write each unit in letters or signs, without a number."
    ),
    "The factor of a unit is more than 0.": _("The factor of a unit is more than 0."),
    "Two units have the same name.": _("Two units are the same. Delete one."),
    "A unit is required, but there is none.": _(
        "Add a unit, or do not ask for one in the answer."
    ),
    "A criterion is empty.": _("Write each criterion, or delete it."),
    "A criterion is worth at least one point.": _(
        "A criterion is worth at least one point."
    ),
    "A reflection is not marked, so it has no rubric.": _(
        "A reflection is not marked. Delete the rubric, or have answers marked."
    ),
}


class PictureBlock(blocks.StructBlock):
    """A picture that belongs to the question, with its text alternative."""

    image = ImageChooserBlock(label=_("Picture"), required=False)
    alt = TranslatedTextBlock(
        label=_("Text alternative"),
        required=False,
        help_text=_("What the picture shows, for those who do not see it."),
    )

    class Meta:
        icon = "image"
        label = _("Picture")

    @staticmethod
    def picture(value) -> Picture | None:
        """Return the picture that was chosen; None for none."""
        if not value or not value["image"]:
            return None
        return Picture(value["image"].pk, without_empty(value["alt"]))

    @staticmethod
    def stored(picture: Picture | None) -> dict:
        if picture is None:
            return {"image": None, "alt": {}}
        return {"image": picture.image_id, "alt": dict(picture.alt)}


def form_layout(*names: str) -> BlockGroup:
    """Return the order of an item's form; what is rarely needed is folded away."""
    return BlockGroup(children=list(names), settings=["picture", "hints"])


class ItemBlock(blocks.StructBlock):
    """Base of the item types.

    `content()` turns the form's value into plain content, and `stored()` turns plain
    content into what the form stores.
    """

    stem = TranslatedTextBlock(label=_("Question"), long=True)
    picture = PictureBlock(required=False)
    feedback = TranslatedTextBlock(
        label=_("Explanation"),
        required=False,
        long=True,
        help_text=_("Shown to everybody with the result, whatever they answered."),
    )
    hints = blocks.ListBlock(
        TranslatedTextBlock(label=_("Hint"), long=True),
        label=_("Hints"),
        default=[],
        min_num=0,
        help_text=_(
            "Shown one after the other after a wrong try, in quizzes with further "
            "tries. There is one try more than there are hints."
        ),
    )

    item_type: ItemType

    def content(self, value, stimulus: Stimulus | None = None) -> ItemContent:
        """Return the plain content; raises ContentError while it is unfinished."""
        raise NotImplementedError

    def stored(self, content) -> dict:
        """Return the form's stored value for plain content."""
        return {
            "stem": dict(content.stem),
            "picture": PictureBlock.stored(content.picture),
            "feedback": dict(content.feedback),
            "hints": [dict(hint) for hint in content.hints],
        }

    def common(self, value, stimulus) -> dict:
        """Return the arguments that all contents have."""
        return {
            "stem": without_empty(value["stem"]),
            "feedback": without_empty(value["feedback"]),
            "picture": PictureBlock.picture(value["picture"]),
            "hints": tuple(
                texts for hint in value["hints"] if (texts := without_empty(hint))
            ),
            "stimulus": stimulus,
        }

    def clean(self, value):
        cleaned = super().clean(value)
        # A draft may be unfinished; what is published may not.
        if not self.is_deferred_validation:
            try:
                self.content(cleaned)
            except ContentError as error:
                sentence = SENTENCES.get(str(error), str(error))
                raise StructBlockValidationError(
                    non_block_errors=[ValidationError(sentence)]
                ) from error
        return cleaned

    def get_preview_value(self):
        # With everything that the example leaves out as usual.
        return self.to_python(self.meta.preview_value)

    def get_preview_context(self, value, parent_context=None):
        from assessments.review.questions import unanswered

        context = super().get_preview_context(value, parent_context)
        # As learners would see it; the example of each type is complete.
        return context | {"question": unanswered(self.content(value))}

    class Meta:
        template = "blocks/item.html"
        preview_template = "blocks/item_preview.html"


def named(bound_list, name: str):
    """Return the values of a list with the names that stay through edits."""
    return [
        # The list keeps this name through edits and reordering.
        (child.id or f"{name}-{number}", child.value)
        for number, child in enumerate(bound_list.bound_blocks, start=1)
    ]


def list_item(key: str, value) -> dict:
    """Return the stored form of one entry of a list whose name has to stay."""
    return {"type": "item", "id": key, "value": value}

"""The editor's forms for a survey: statements to rate and open questions."""

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from courses.translated import TranslatedTextBlock

ITEM_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]{0,31}$",
    _("Begin with a letter; use small letters, digits and _; at most 32 characters."),
)


class LikertItemBlock(blocks.StructBlock):
    """One statement that a respondent rates."""

    key = blocks.CharBlock(
        label=_("Short name"),
        validators=[ITEM_KEY],
        help_text=_(
            "Names the statement in files and over the years, for example clarity. "
            "It stays when the wording is corrected."
        ),
    )
    wording = TranslatedTextBlock(label=_("Statement"))
    is_reverse_keyed = blocks.BooleanBlock(
        label=_("Reverse-worded"),
        required=False,
        help_text=_("Agreeing means less of what is asked about."),
    )

    class Meta:
        icon = "list-ol"
        label = _("Statement")
        description = _("One statement to rate on the survey's scale.")
        template = "blocks/likert_item.html"
        preview_value = {
            "key": "clarity",
            "wording": {"en": "The content was clear."},
            "is_reverse_keyed": False,
        }


class OpenQuestionBlock(blocks.StructBlock):
    """One question to answer in one's own words."""

    key = blocks.CharBlock(label=_("Short name"), validators=[ITEM_KEY])
    wording = TranslatedTextBlock(label=_("Question"))

    class Meta:
        icon = "edit"
        label = _("Open question")
        description = _(
            "A question to answer in one's own words. Kept apart from ratings."
        )
        template = "blocks/open_question.html"
        preview_value = {
            "key": "improve",
            "wording": {"en": "What should we change?"},
        }


class SurveyStreamBlock(blocks.StreamBlock):
    """The statements and questions of a survey, in their order."""

    likert = LikertItemBlock()
    open_question = OpenQuestionBlock()

    class Meta:
        min_num = 1

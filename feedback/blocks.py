"""The editor's forms for a survey: statements to rate, open questions and pages."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.stream_block import StreamBlockValidationError
from wagtail.blocks.struct_block import BlockGroup, StructBlockValidationError

from courses.translated import TranslatedTextBlock
from feedback.conditions import UnreadablePoints, points_of

ITEM_KEY = RegexValidator(
    r"^[a-z][a-z0-9_]{0,31}$",
    _("Begin with a letter; use small letters, digits and _; at most 32 characters."),
)


def scale_choices():
    """Return the scales that a statement may be rated on, by key."""
    from feedback.models import ResponseScale

    return list(ResponseScale.objects.values_list("key", "name"))


class ConditionBlock(blocks.StructBlock):
    """Who is asked: everybody, or those who gave an earlier statement some points."""

    item = blocks.CharBlock(
        label=_("Short name of an earlier statement"),
        required=False,
        help_text=_("Leave both fields empty to ask everybody."),
    )
    points = blocks.CharBlock(
        label=_("Points that lead here"),
        required=False,
        help_text=_(
            "The lowest point of the scale is 1. For example 1, 2 or 1-3; NA stands "
            "for “not applicable”."
        ),
    )

    class Meta:
        icon = "decision"
        label = _("Asked only if")

    def clean(self, value):
        value = super().clean(value)
        value["item"], value["points"] = value["item"].strip(), value["points"].strip()
        errors = {}
        if value["item"] and not value["points"]:
            errors["points"] = ValidationError(
                _("Say which points lead here, for example 1, 2.")
            )
        elif value["points"] and not value["item"]:
            errors["item"] = ValidationError(
                _("Give the short name of the statement whose points these are.")
            )
        elif value["points"]:
            try:
                points_of(value["points"])
            except UnreadablePoints as error:
                errors["points"] = ValidationError(
                    _(
                        "“%(part)s” is no point. Write numbers such as 1, 2 or 1-3, or "
                        "NA for “not applicable”."
                    ),
                    params={"part": error.part},
                )
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return value


def _bound(field: forms.Field) -> forms.BoundField:
    """Return the field as it stands in a form of its own, for an example."""
    form = forms.Form()
    form.fields["example"] = field
    return form["example"]


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
    wording = TranslatedTextBlock(
        label=_("Statement"),
        help_text=_(
            "Ask one thing at a time. With “and” in it, nobody knows what was rated."
        ),
    )
    scale = blocks.ChoiceBlock(
        choices=scale_choices,
        label=_("Scale"),
        required=False,
        help_text=_(
            "Leave it empty for the survey's scale. Ratings on different scales are "
            "reported one by one; there is no mean over all of them."
        ),
    )
    not_applicable = blocks.ChoiceBlock(
        choices=[("yes", _("Offered")), ("no", _("Not offered"))],
        label=_("“Not applicable”"),
        required=False,
        help_text=_("Leave it empty to follow the survey."),
    )
    is_reverse_keyed = blocks.BooleanBlock(
        label=_("Reverse-worded"),
        required=False,
        help_text=_(
            "Agreeing means less of what is asked about, as in “The pace was too "
            "fast.” Reports turn its ratings, so that more is always better. Avoid "
            "“not” in such a statement: it is easily overlooked."
        ),
    )
    asked_if = ConditionBlock(required=False)

    class Meta:
        icon = "list-ol"
        label = _("Statement")
        description = _(
            "One statement to rate on a scale. It is about one thing, says it plainly "
            "and leaves both ends of the scale open."
        )
        template = "blocks/likert_item.html"
        preview_template = "blocks/survey_item_preview.html"
        form_layout = BlockGroup(
            children=["key", "wording", "is_reverse_keyed"],
            settings=["scale", "not_applicable", "asked_if"],
        )
        preview_value = {
            "key": "clarity",
            "wording": {"en": "The content was clear."},
            "is_reverse_keyed": False,
        }

    def get_preview_context(self, value, parent_context=None):
        points = [
            _("Strongly disagree"),
            _("Disagree"),
            _("Neither agree nor disagree"),
            _("Agree"),
            _("Strongly agree"),
        ]
        field = forms.ChoiceField(
            label=value["wording"]["en"],
            choices=list(enumerate(points, start=1)),
            widget=forms.RadioSelect,
            required=False,
        )
        return super().get_preview_context(value, parent_context) | {
            "component": "components/likert_item.html",
            "field": _bound(field),
        }


class OpenQuestionBlock(blocks.StructBlock):
    """One question to answer in one's own words."""

    key = blocks.CharBlock(
        label=_("Short name"),
        validators=[ITEM_KEY],
        help_text=_("Names the question in files, for example improve."),
    )
    wording = TranslatedTextBlock(label=_("Question"))
    asked_if = ConditionBlock(required=False)

    class Meta:
        icon = "edit"
        label = _("Open question")
        description = _(
            "A question to answer in one's own words. Kept apart from ratings."
        )
        template = "blocks/open_question.html"
        preview_template = "blocks/survey_item_preview.html"
        form_layout = BlockGroup(children=["key", "wording"], settings=["asked_if"])
        preview_value = {
            "key": "improve",
            "wording": {"en": "What should we change?"},
        }

    def get_preview_context(self, value, parent_context=None):
        field = forms.CharField(
            label=value["wording"]["en"],
            widget=forms.Textarea(attrs={"rows": 3}),
            required=False,
        )
        return super().get_preview_context(value, parent_context) | {
            "component": "components/open_question.html",
            "field": _bound(field),
        }


class PageBreakBlock(blocks.StructBlock):
    """Where a new page of the survey begins."""

    title = TranslatedTextBlock(label=_("Heading of the page"), required=False)

    class Meta:
        icon = "horizontalrule"
        label = _("New page")
        description = _(
            "What follows is on a page of its own. Nothing is stored before the last "
            "page is sent."
        )
        template = "blocks/survey_page.html"
        preview_value = {"title": {"en": "About your work"}}


class SurveyStreamBlock(blocks.StreamBlock):
    """The statements and questions of a survey, in their order."""

    likert = LikertItemBlock()
    open_question = OpenQuestionBlock()
    page = PageBreakBlock()

    class Meta:
        min_num = 1

    def clean(self, value):
        value = super().clean(value)
        errors = order_problems(value)
        if errors:
            raise StreamBlockValidationError(block_errors=errors)
        return value


def order_problems(body):
    """Return what is wrong with how the parts of a survey stand to each other.

    Index of the part → error. Each part for itself is right already.
    """
    problems = {}
    before = {}
    all_keys = {child.value["key"] for child in body if child.block_type != "page"}
    for index, child in enumerate(body):
        if child.block_type == "page":
            is_last = index == len(body) - 1
            if is_last or body[index + 1].block_type == "page":
                problems[index] = StructBlockValidationError(
                    non_block_errors=[_("There is nothing on this page. Remove it.")]
                )
            continue
        key = child.value["key"]
        if key in before:
            problems[index] = _at(
                "key",
                gettext("“%(key)s” stands there twice. Give one another short name.")
                % {"key": key},
            )
        elif sentence := _reference_problem(child, before, all_keys):
            problems[index] = _at("asked_if", _at("item", sentence))
        before.setdefault(key, child.block_type)
    return problems


def _at(name, error):
    if isinstance(error, str):
        error = ValidationError(error)
    return StructBlockValidationError(block_errors={name: error})


def _reference_problem(child, before, all_keys):
    """Return why an item cannot depend on the one that it names; "" if it can."""
    wanted = child.value["asked_if"]["item"]
    if not wanted or before.get(wanted) == "likert":
        return ""
    if wanted == child.value["key"]:
        sentence = gettext(
            "A statement cannot depend on itself. Name an earlier statement."
        )
    elif wanted in before:
        sentence = gettext(
            "“%(key)s” is an open question. Only the rating of a statement can decide "
            "who is asked."
        )
    elif wanted in all_keys:
        sentence = gettext(
            "“%(key)s” comes later. Move it up, or name a statement that comes before "
            "this one."
        )
    else:
        sentence = gettext("The survey has no statement with the short name “%(key)s”.")
    return sentence % {"key": wanted}

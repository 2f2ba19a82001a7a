"""The editor's forms for items that are answered in writing."""

from decimal import Decimal
from fractions import Fraction

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    Criterion,
    FreeTextContent,
    ItemType,
    NumberContent,
    ShortTextContent,
    Unit,
)
from courses.translated import TranslatedTextBlock, without_empty

from .base import ItemBlock, form_layout, list_item, named


def _percent_block() -> blocks.DecimalBlock:
    return blocks.DecimalBlock(
        label=_("Worth, in per cent"),
        default=Decimal(100),
        min_value=Decimal("0.001"),
        max_value=Decimal(100),
        decimal_places=3,
        max_digits=6,
    )


def _share(percent: Decimal) -> Fraction:
    return Fraction(percent) / 100


def _percent(share: Fraction) -> str:
    """Return a share in per cent with as many places as the form takes."""
    exact = Decimal(share.numerator * 100) / Decimal(share.denominator)
    return f"{exact.quantize(Decimal('0.001')).normalize():f}"


class AcceptedTextBlock(blocks.StructBlock):
    """One form of the answer."""

    text = blocks.CharBlock(label=_("Accepted answer"), max_length=500)
    percent = _percent_block()
    feedback = TranslatedTextBlock(label=_("Feedback"), required=False, long=True)

    class Meta:
        icon = "check"
        label = _("Accepted answer")


class ShortTextBlock(ItemBlock):
    """A question that is answered in a few words."""

    accepted = blocks.ListBlock(
        AcceptedTextBlock(),
        label=_("Accepted answers"),
        min_num=1,
        help_text=_(
            "Every form that is right, in all languages. A star stands for any letters."
        ),
    )
    ignore_case = blocks.BooleanBlock(
        label=_("Capital and small letters are the same"), required=False, default=True
    )
    ignore_accents = blocks.BooleanBlock(
        label=_("Letters with and without marks are the same"),
        required=False,
        help_text=_("Then “a” stands for “ä” as well."),
    )

    item_type = ItemType.SHORT_TEXT

    def content(self, value, stimulus=None) -> ShortTextContent:
        return ShortTextContent(
            type=self.item_type,
            accepted=tuple(
                AcceptedText(
                    key,
                    form["text"],
                    _share(form["percent"]),
                    without_empty(form["feedback"]),
                )
                for key, form in named(value["accepted"], "accepted")
            ),
            ignore_case=bool(value["ignore_case"]),
            ignore_accents=bool(value["ignore_accents"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: ShortTextContent) -> dict:
        return {
            **super().stored(content),
            "accepted": [
                list_item(
                    form.key,
                    {
                        "text": form.text,
                        "percent": _percent(form.share),
                        "feedback": dict(form.feedback),
                    },
                )
                for form in content.accepted
            ],
            "ignore_case": content.ignore_case,
            "ignore_accents": content.ignore_accents,
        }

    class Meta:
        icon = "pilcrow"
        label = _("Short text")
        form_layout = form_layout(
            "stem", "accepted", "ignore_case", "ignore_accents", "feedback"
        )
        description = _(
            "A few words, compared with the answers that you accept. List the "
            "spellings and synonyms that count."
        )
        preview_value = {
            "stem": {"en": "What does the S in IPS stand for?"},
            "accepted": [{"text": "support", "percent": Decimal(100), "feedback": {}}],
        }


class AcceptedNumberBlock(blocks.StructBlock):
    """One value that is right, or nearly."""

    value = blocks.DecimalBlock(
        label=_("Accepted number"), max_digits=30, decimal_places=12
    )
    tolerance = blocks.DecimalBlock(
        label=_("May differ by"),
        default=Decimal(0),
        min_value=Decimal(0),
        max_digits=30,
        decimal_places=12,
    )
    percent = _percent_block()
    feedback = TranslatedTextBlock(label=_("Feedback"), required=False, long=True)

    class Meta:
        icon = "decimal"
        label = _("Accepted number")


class UnitBlock(blocks.StructBlock):
    """One way to write the unit."""

    text = blocks.CharBlock(label=_("Unit"), max_length=50)
    factor = blocks.DecimalBlock(
        label=_("One of it is so many of the first unit"),
        default=Decimal(1),
        max_digits=30,
        decimal_places=12,
    )

    class Meta:
        icon = "decimal"
        label = _("Unit")


class NumberBlock(ItemBlock):
    """A question that is answered with a number."""

    accepted = blocks.ListBlock(
        AcceptedNumberBlock(), label=_("Accepted numbers"), min_num=1
    )
    units = blocks.ListBlock(
        UnitBlock(),
        label=_("Units"),
        default=[],
        min_num=0,
        help_text=_("As people may write them, like kg. Leave out for a bare number."),
    )
    unit_required = blocks.BooleanBlock(
        label=_("The answer must name the unit"), required=False
    )

    item_type = ItemType.NUMBER

    def clean(self, value):
        cleaned = super().clean(value)
        # Not a rule of the content: versions that were published before are read.
        units = cleaned["units"]
        if not self.is_deferred_validation and units and units[0]["factor"] != 1:
            raise StructBlockValidationError(
                non_block_errors=[
                    ValidationError(
                        _(
                            "The first unit is the one that the accepted numbers are "
                            "in, so one of it is 1 of it. Put that unit first, or "
                            "write 1."
                        )
                    )
                ]
            )
        return cleaned

    def content(self, value, stimulus=None) -> NumberContent:
        return NumberContent(
            type=self.item_type,
            accepted=tuple(
                AcceptedNumber(
                    key,
                    _decimal(number["value"]),
                    _decimal(number["tolerance"]),
                    _share(number["percent"]),
                    without_empty(number["feedback"]),
                )
                for key, number in named(value["accepted"], "accepted")
            ),
            units=tuple(
                Unit(unit["text"], _decimal(unit["factor"])) for unit in value["units"]
            ),
            unit_required=bool(value["unit_required"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: NumberContent) -> dict:
        return {
            **super().stored(content),
            "accepted": [
                list_item(
                    number.key,
                    {
                        "value": f"{number.value:f}",
                        "tolerance": f"{number.tolerance:f}",
                        "percent": _percent(number.share),
                        "feedback": dict(number.feedback),
                    },
                )
                for number in content.accepted
            ],
            "units": [
                {"text": unit.text, "factor": f"{unit.factor:f}"}
                for unit in content.units
            ],
            "unit_required": content.unit_required,
        }

    class Meta:
        icon = "decimal"
        label = _("Number")
        form_layout = form_layout(
            "stem", "accepted", "units", "unit_required", "feedback"
        )
        description = _(
            "A number, right within a tolerance, perhaps with a unit: a share, "
            "a number of days."
        )
        preview_value = {
            "stem": {"en": "How many principles does IPS have?"},
            "accepted": [
                {
                    "value": Decimal(8),
                    "tolerance": Decimal(0),
                    "percent": Decimal(100),
                    "feedback": {},
                }
            ],
        }


def _decimal(number: Decimal | None) -> Decimal:
    """Return the number without trailing zeros, as forms and databases add them."""
    number = (number or Decimal(0)).normalize()
    return number if number.as_tuple().exponent <= 0 else number.quantize(Decimal(1))


class CriterionBlock(blocks.StructBlock):
    """One thing that markers look for."""

    text = TranslatedTextBlock(label=_("Criterion"))
    points = blocks.IntegerBlock(
        label=_("Points"),
        default=1,
        min_value=1,
        max_value=100,
        help_text=_("Its weight among the criteria."),
    )

    class Meta:
        icon = "tasks"
        label = _("Criterion")


class FreeTextBlock(ItemBlock):
    """A question that is answered in one's own words."""

    is_reflection = blocks.BooleanBlock(
        label=_("Reflection, not marked"),
        required=False,
        help_text=_(
            "For the learner's own thinking. Otherwise a person marks each answer, and "
            "results wait for that."
        ),
    )
    rubric = blocks.ListBlock(
        CriterionBlock(),
        label=_("Rubric"),
        default=[],
        min_num=0,
        help_text=_("What markers look for."),
    )
    model_answer = TranslatedTextBlock(
        label=_("Model answer"),
        required=False,
        long=True,
        help_text=_("Shown with the result, to compare."),
    )

    item_type = ItemType.FREE_TEXT

    def content(self, value, stimulus=None) -> FreeTextContent:
        return FreeTextContent(
            type=self.item_type,
            is_reflection=bool(value["is_reflection"]),
            rubric=tuple(
                Criterion(key, without_empty(criterion["text"]), criterion["points"])
                for key, criterion in named(value["rubric"], "criterion")
            ),
            model_answer=without_empty(value["model_answer"]),
            **self.common(value, stimulus),
        )

    def stored(self, content: FreeTextContent) -> dict:
        return {
            **super().stored(content),
            "is_reflection": content.is_reflection,
            "rubric": [
                list_item(
                    criterion.key,
                    {"text": dict(criterion.text), "points": criterion.points},
                )
                for criterion in content.rubric
            ],
            "model_answer": dict(content.model_answer),
        }

    class Meta:
        icon = "edit"
        label = _("Free text")
        form_layout = form_layout(
            "stem", "is_reflection", "rubric", "model_answer", "feedback"
        )
        description = _(
            "An answer in one's own words. Somebody marks it, or it is for "
            "thinking and shows a model answer afterwards."
        )
        preview_value = {
            "stem": {"en": "How would you begin the first talk about work?"},
            "is_reflection": True,
        }

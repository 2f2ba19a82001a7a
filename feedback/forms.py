"""The form of a survey, made from the version of it that a run asks."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.translated import in_language, without_empty

from .models import AnswerState, ItemKind, Survey, SurveyItemVersion

NOT_APPLICABLE = "na"
# A comment longer than this is an essay, or somebody's script.
COMMENT_LENGTH = 2000


class RatingField(forms.TypedChoiceField):
    """One statement: a point of its scale, "not applicable", or nothing."""

    widget = forms.RadioSelect
    is_rating = True

    def __init__(self, *, version: SurveyItemVersion):
        self.version = version
        points = [
            (str(number), label)
            for number, label in enumerate(version.point_labels, start=1)
        ]
        super().__init__(
            label=version.text,
            choices=[*points, (NOT_APPLICABLE, _("Not applicable"))],
            required=False,
            coerce=self._value,
            empty_value=AnswerState.SKIPPED,
        )

    @staticmethod
    def _value(choice: str) -> int:
        return AnswerState.NOT_APPLICABLE if choice == NOT_APPLICABLE else int(choice)


class CommentField(forms.CharField):
    """One open question."""

    is_rating = False

    def __init__(self, *, version: SurveyItemVersion):
        self.version = version
        super().__init__(
            label=version.text,
            required=False,
            max_length=COMMENT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
        )


class SurveyForm(forms.Form):
    """The questions of one version of a survey. Every one of them may be left out."""

    def __init__(self, *args, versions: Iterable[SurveyItemVersion], **kwargs):
        super().__init__(*args, **kwargs)
        for version in versions:
            field = (
                RatingField if version.item.kind == ItemKind.LIKERT else CommentField
            )
            self.fields[version.item.key] = field(version=version)

    @property
    def ratings(self) -> dict[int, int]:
        """The answers to the statements: item version id → value or state."""
        return {
            field.version.pk: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, RatingField)
        }

    @property
    def comments(self) -> dict[int, str]:
        """The answers to the open questions that have one."""
        return {
            field.version.pk: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, CommentField) and self.cleaned_data[name]
        }


def preview_form(survey: Survey) -> SurveyForm:
    """Return the form that the authored survey would have, nothing of it stored."""
    from .models import SurveyItem

    versions = []
    for child in survey.body:
        is_likert = child.block_type == "likert"
        wording = without_empty(child.value["wording"])
        if not in_language(wording):
            continue
        versions.append(
            SurveyItemVersion(
                item=SurveyItem(
                    key=child.value["key"] or f"item{len(versions)}",
                    kind=ItemKind.LIKERT if is_likert else ItemKind.OPEN,
                ),
                wording=wording,
                points=[without_empty(point.value) for point in survey.scale.points]
                if is_likert
                else [],
            )
        )
    return SurveyForm(versions=versions)

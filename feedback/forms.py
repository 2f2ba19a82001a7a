"""The form of a survey, made from the version of it that a run asks.

It knows all items; a page shows some of them. What was answered on the others travels
with the page in hidden fields, so nothing of it is on the server, in a session or in
the browser's storage before the survey is sent.
"""

import dataclasses
from collections.abc import Iterable, Iterator

from django import forms
from django.utils.translation import gettext as _

from .conditions import Condition, asked_keys
from .models import AnswerState, ItemKind, SurveyItemVersion

NOT_APPLICABLE = "na"
# A comment longer than this is an essay, or somebody's script.
COMMENT_LENGTH = 2000


@dataclasses.dataclass(frozen=True)
class Hint:
    """Whom an item concerns, for a page where the answer that decides it is given."""

    # The field that decides, and its values that lead here, as the form sends them.
    name: str
    values: tuple[str, ...]
    # The statement, and the labels that lead here.
    wording: str
    labels: tuple[str, ...]


class RatingField(forms.TypedChoiceField):
    """One statement: a point of its scale, perhaps "not applicable", or nothing."""

    widget = forms.RadioSelect
    is_rating = True
    hint: Hint | None = None

    def __init__(self, *, version: SurveyItemVersion):
        self.version = version
        choices = [
            (str(number), label)
            for number, label in enumerate(version.point_labels, start=1)
        ]
        if version.offers_not_applicable:
            choices.append((NOT_APPLICABLE, _("Not applicable")))
        super().__init__(
            label=version.text,
            choices=choices,
            required=False,
            error_messages={
                "invalid_choice": _("Choose one of the points, or none of them.")
            },
            coerce=self._value,
            empty_value=AnswerState.SKIPPED,
        )

    @staticmethod
    def _value(choice: str) -> int:
        return AnswerState.NOT_APPLICABLE if choice == NOT_APPLICABLE else int(choice)

    def chosen(self, raw: str | None) -> int | None:
        """Return the answer that was sent; None where it is none of the choices."""
        try:
            return self.clean(raw)
        except forms.ValidationError:
            return None

    def hint_for(self, condition: Condition, name: str) -> Hint:
        """Return the sentence's parts for an item that depends on this one."""
        sent = [
            NOT_APPLICABLE if value == AnswerState.NOT_APPLICABLE else str(value)
            for value in condition.values
        ]
        labels = dict(self.choices)
        return Hint(
            name=name,
            values=tuple(sent),
            wording=self.label,
            labels=tuple(labels[value] for value in sent if value in labels),
        )


class CommentField(forms.CharField):
    """One open question."""

    is_rating = False
    hint: Hint | None = None

    def __init__(self, *, version: SurveyItemVersion):
        self.version = version
        super().__init__(
            label=version.text,
            required=False,
            max_length=COMMENT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 4}),
        )
        # A survey may have several questions; the list of problems names them apart.
        sentence = _(
            "Shorten your answer to “%(question)s”. At most %(most)s characters fit."
        ) % {"question": version.text, "most": COMMENT_LENGTH}
        self.error_messages["max_length"] = sentence.replace("%", "%%")

    def to_python(self, value):
        """Return the text with line ends as browsers count them: one character each."""
        text = super().to_python(value)
        return text.replace("\r\n", "\n") if text else text


class SurveyForm(forms.Form):
    """The items of one version of a survey. Every one of them may be left out.

    Without `show_page` all of them are on one page. Each version may say which page it
    is on (`page`), as `versions_asked` has it.
    """

    def __init__(self, *args, versions: Iterable[SurveyItemVersion], **kwargs):
        super().__init__(*args, **kwargs)
        number = 0
        for version in versions:
            kind = RatingField if version.item.kind == ItemKind.LIKERT else CommentField
            field = kind(version=version)
            field.page = version.page
            # What only some are asked has no number: it would leave a gap for others.
            field.number = None
            if version.condition is None:
                number += 1
                field.number = number
            self.fields[version.item.key] = field
        self._conditions = {
            name: field.version.condition for name, field in self.fields.items()
        }
        for name, condition in self._conditions.items():
            parent = self.fields.get(condition.key) if condition else None
            if isinstance(parent, RatingField):
                self.fields[name].hint = parent.hint_for(condition, condition.key)
        self.page = 1
        self.shown = list(self.fields)

    # Pages

    def show_page(self, page: int) -> None:
        """Show the items of one page, and the problems of these only."""
        self.page = page
        self.shown = self.items_of(page)
        if self.is_bound:
            for name in set(self.errors) & set(self.fields) - set(self.shown):
                del self._errors[name]

    def show_everything_on(self, page: int) -> None:
        """Show all items of one page, also those that only some are asked."""
        self.page = page
        self.shown = [n for n, field in self.fields.items() if field.page == page]

    def items_of(self, page: int, *, decided_before: int | None = None) -> list[str]:
        """Return the items that the page has for somebody with these answers.

        An item is there when it is asked of them, or when that is decided by an answer
        on the same page. With `decided_before`, answers from that page on are taken as
        not given yet.
        """
        first_open = page if decided_before is None else decided_before
        answers = self._chosen()
        possible: set[str] = set()
        for name, condition in self._conditions.items():
            if (
                condition is None
                or condition.key in possible
                and (
                    self.fields[condition.key].page >= first_open
                    or answers.get(condition.key) in condition.values
                )
            ):
                possible.add(name)
        return [
            name
            for name, field in self.fields.items()
            if field.page == page and name in possible
        ]

    def forget_problems(self) -> None:
        """Show the page as it is, with nothing marked as wrong."""
        if self.is_bound:
            self.full_clean()
            self._errors = forms.utils.ErrorDict()

    def _chosen(self) -> dict[str, int | None]:
        """Return what was chosen so far, whatever else is wrong with the form."""
        return {
            name: field.chosen(self.data.get(self.add_prefix(name)))
            for name, field in self.fields.items()
            if isinstance(field, RatingField)
        }

    def __iter__(self) -> Iterator[forms.BoundField]:
        return (self[name] for name in self.shown)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """The answers of the other pages: names and values of hidden fields."""
        if not self.is_bound:
            return []
        names = [
            self.add_prefix(name) for name in self.fields if name not in self.shown
        ]
        values = [(name, self.data.get(name, "")) for name in names]
        return [(name, value) for name, value in values if value]

    # Answers

    def clean(self):
        """Drop what was answered to items that the person is not asked."""
        cleaned = super().clean()
        asked = self.asked
        for name in list(self._errors):
            if name in self.fields and name not in asked:
                del self._errors[name]
        return cleaned

    @property
    def asked(self) -> set[str]:
        """The items that somebody with these answers is asked."""
        return asked_keys(self._conditions, self._chosen())

    @property
    def first_page_with_a_problem(self) -> int | None:
        """The first page that has something to correct; None when there is none."""
        pages = [self.fields[name].page for name in self.errors if name in self.fields]
        return min(pages, default=None)

    @property
    def ratings(self) -> dict[int, int]:
        """The answers to the statements asked: item version id → value or state."""
        asked = self.asked
        return {
            field.version.pk: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, RatingField) and name in asked
        }

    @property
    def comments(self) -> dict[int, str]:
        """The answers to the open questions asked that have one."""
        asked = self.asked
        return {
            field.version.pk: self.cleaned_data[name]
            for name, field in self.fields.items()
            if isinstance(field, CommentField)
            and name in asked
            and self.cleaned_data[name]
        }

import uuid

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Locale

from assessments.blocks import type_name
from assessments.content import ItemType
from courses.models import ChangeLevel

from .creating import CoursePlan
from .patterns import PATTERNS
from .questions import STARTER_TYPES

MOST_MODULES = 20


class NewCourseForm(forms.Form):
    """One page of questions from which the whole tree of a course is made."""

    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=255,
        help_text=gettext_lazy("What the course is called in the catalogue."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"),
        max_length=255,
        required=False,
        help_text=gettext_lazy(
            "One sentence: what a learner gains. It can wait until you publish."
        ),
    )
    audience = forms.CharField(
        label=gettext_lazy("Audience"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("Whom the course is for."),
    )
    language = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        queryset=Locale.objects.none(),
        empty_label=None,
        help_text=gettext_lazy("You can translate the course later."),
    )
    pattern = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        widget=forms.RadioSelect,
        initial="short",
    )
    modules = forms.CharField(
        label=gettext_lazy("Modules"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "One a line. A module is one topic. Names and order can change later."
        ),
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("Minutes for each module"),
        min_value=5,
        max_value=120,
        initial=15,
        help_text=gettext_lazy("10 to 20 fit between two tasks of a working day."),
    )

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        locales = Locale.objects.all()
        self.fields["language"].queryset = locales
        self.fields["language"].initial = Locale.get_default().pk
        self.fields["pattern"].choices = [
            (pattern.key, _PatternLabel(pattern)) for pattern in PATTERNS.values()
        ]

    def clean_modules(self):
        titles = [line.strip() for line in self.cleaned_data["modules"].splitlines()]
        titles = [title for title in titles if title]
        if not titles:
            raise forms.ValidationError(_("Name at least one module."))
        if len(titles) > MOST_MODULES:
            raise forms.ValidationError(
                _("Name %(most)s modules at most; a longer course is two courses."),
                params={"most": MOST_MODULES},
            )
        for title in titles:
            if len(title) > 200:
                raise forms.ValidationError(
                    _("The name “%(start)s …” is longer than 200 letters. Shorten it."),
                    params={"start": title[:40]},
                )
        return titles

    def plan(self) -> CoursePlan:
        """Return what the form says."""
        data = self.cleaned_data
        return CoursePlan(
            title=data["title"],
            locale=data["language"],
            modules=tuple(data["modules"]),
            pattern=PATTERNS[data["pattern"]],
            minutes=data["minutes"],
            summary=data["summary"],
            audience=data["audience"],
            key=data["key"],
        )


class _PatternLabel:
    """Name and description of a pattern, in the language of who looks."""

    def __init__(self, pattern):
        self.pattern = pattern

    def __str__(self):
        return f"{self.pattern.name}: {self.pattern.description}"


class PartForm(forms.Form):
    """What is added to a course, and below which of its pages."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What"),
        choices=[
            ("lesson", gettext_lazy("Lesson")),
            ("quiz", gettext_lazy("Quiz")),
            ("survey", gettext_lazy("Survey")),
            ("module", gettext_lazy("Module")),
        ],
    )
    title = forms.CharField(label=gettext_lazy("Title"), max_length=255)
    parent = forms.IntegerField(widget=forms.HiddenInput)


class PlaceForm(forms.Form):
    """Below which page of its course a step is put."""

    parent = forms.IntegerField()


class QuestionForm(forms.Form):
    """Which type of question is added to a quiz."""

    type = forms.ChoiceField(label=gettext_lazy("Type of question"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = [*STARTER_TYPES]
        types = [*first, *(one for one in ItemType if one not in first)]
        self.fields["type"].choices = [(str(one), type_name(one)) for one in types]

    def clean_type(self):
        return ItemType(self.cleaned_data["type"])


class CopyForm(forms.Form):
    """What the copy of a course is called."""

    title = forms.CharField(
        label=gettext_lazy("Title of the copy"),
        max_length=255,
        help_text=gettext_lazy("So that nobody takes one course for the other."),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class AnnounceForm(forms.Form):
    """What learners who completed the course should know of a new publication."""

    change_level = forms.ChoiceField(
        label=gettext_lazy("This change is"),
        choices=ChangeLevel,
        initial=ChangeLevel.SMALL,
        required=False,
        widget=forms.RadioSelect,
    )
    change_note = forms.CharField(
        label=gettext_lazy("What has changed"),
        max_length=255,
        required=False,
        help_text=gettext_lazy("One sentence for learners; empty: nothing is told."),
    )

    def said(self) -> dict[str, str]:
        """Return level and note."""
        return {
            "level": self.cleaned_data["change_level"] or ChangeLevel.SMALL,
            "note": self.cleaned_data["change_note"],
        }

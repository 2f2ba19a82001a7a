"""What the list of a quiz's attempts can be narrowed by, in its address."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course

from .attempt_reading import Edition, State, Wanted, courses_of
from .models import Assessment

STATES = {
    State.MARKED: _("Finished"),
    State.WAITING: _("Waits for marking"),
    State.NOT_COUNTED: _("Not submitted in time, does not count"),
    State.IN_PROGRESS: _("In progress"),
}
OUTCOMES = {
    "passed": pgettext_lazy("quiz", "Passed"),
    "failed": pgettext_lazy("quiz", "Not passed"),
}
EDITIONS = {
    Edition.CURRENT: _("As the questions are today"),
    Edition.EARLIER: _("With a question that was revised since"),
}
EVERYTHING = ("", _("All"))


def _day(label):
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


class AttemptFilter(forms.Form):
    """Which attempts of a quiz are listed."""

    state = forms.ChoiceField(
        label=_("State"), choices=[EVERYTHING, *STATES.items()], required=False
    )
    outcome = forms.ChoiceField(
        label=_("Outcome"), choices=[EVERYTHING, *OUTCOMES.items()], required=False
    )
    edition = forms.ChoiceField(
        label=_("Wording"), choices=[EVERYTHING, *EDITIONS.items()], required=False
    )
    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.none(),
        required=False,
        empty_label=EVERYTHING[1],
    )
    since = _day(_("From"))
    until = _day(_("Until"))

    def __init__(self, *args, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        courses = courses_of(assessment)
        if len(courses) > 1:
            self.fields["course"].queryset = courses
        else:
            del self.fields["course"]

    def clean(self):
        data = super().clean()
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day is before the first one."))
        return data

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        data = self.cleaned_data
        return Wanted(
            state=State(data["state"]) if data["state"] else None,
            passed=data["outcome"] == "passed" if data["outcome"] else None,
            edition=Edition(data["edition"]) if data["edition"] else None,
            course=data.get("course"),
            since=data["since"],
            until=data["until"],
        )

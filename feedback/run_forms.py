"""The forms of those who look after runs."""

import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from courses.models import Cohort, Course, Step
from people.models import User

from .models import FeedbackPage, RunKind, Survey
from .permissions import run_organisations

# Longer than a year it is no window any more.
LONGEST = datetime.timedelta(days=366)
CHOOSE_A_DAY = _("Choose a day.")


class DayField(forms.DateField):
    """A day, chosen in the browser's own calendar."""

    def __init__(self, *, missing=CHOOSE_A_DAY, **kwargs):
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={
                "required": missing,
                "invalid": _("Choose a day, for example 2026-11-30."),
            },
            **kwargs,
        )


class PlanRunForm(forms.Form):
    """A run to come: of which survey, for whom, and when."""

    kind = forms.ChoiceField(
        label=_("Who answers?"),
        choices=[
            (RunKind.PLANNED, _("Learners of the course, on its feedback page")),
            (RunKind.CODES, _("People without an account, with codes on paper")),
        ],
        widget=forms.RadioSelect,
        initial=RunKind.PLANNED,
    )
    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.none(),
        empty_label=_("Choose a course"),
        error_messages={"required": _("Choose a course.")},
    )
    survey = forms.ModelChoiceField(
        label=_("Survey"),
        queryset=Survey.objects.none(),
        empty_label=_("Choose a survey"),
        error_messages={"required": _("Choose a survey.")},
    )
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=None,
        required=False,
        empty_label=_("None: people without an organisation"),
        help_text=_("Its learners are asked, and its coordinators read the ratings."),
    )
    cohort = forms.ModelChoiceField(
        label=_("Cohort"),
        queryset=Cohort.objects.none(),
        required=False,
        empty_label=_("No cohort: all others of the organisation"),
        help_text=_(
            "Of learners only. With a cohort, the organisation is the cohort’s own."
        ),
    )
    name = forms.CharField(
        label=_("Name of the run"),
        max_length=110,
        error_messages={"required": _("Give the run a name.")},
        help_text=_("As it stands in reports, for example “Spring 2027, day 1”."),
    )
    opens_on = DayField(label=_("First day"), missing=_("Choose the first day."))
    last_day = DayField(label=_("Last day"), missing=_("Choose the last day."))
    shows_interim = forms.BooleanField(
        label=_("Show results in steps while it is open"),
        required=False,
        help_text=_("Otherwise after closing. Groups and comments always wait."),
    )
    has_reminders = forms.BooleanField(
        label=_("Remind those who have not answered"),
        required=False,
        initial=True,
        help_text=_(
            "Learners only, by mail before the last day. The site sends it; nobody "
            "sees to whom."
        ),
    )

    def __init__(self, *args, user: User, today: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.today = today
        organisations = run_organisations(user)
        reads_all = user.has_perm("feedback.view_all_ratings")
        self.fields["course"].queryset = Course.objects.filter(
            steps__is_live=True
        ).distinct()
        self.fields["survey"].queryset = Survey.objects.exclude(current_version=None)
        self.fields["organisation"].queryset = organisations
        cohorts = Cohort.objects.filter(ends_on__gte=today - LONGEST)
        if not reads_all:
            cohorts = cohorts.filter(organisation__in=organisations)
            self.fields["organisation"].required = True
            self.fields["organisation"].empty_label = None
        self.fields["cohort"].queryset = cohorts.select_related("course")

    def clean_opens_on(self) -> datetime.date:
        day = self.cleaned_data["opens_on"]
        if day < self.today:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day

    def clean(self):
        data = super().clean()
        opens_on, last_day = data.get("opens_on"), data.get("last_day")
        if opens_on and last_day:
            if last_day < opens_on:
                self.add_error("last_day", _("Choose a day on or after the first day."))
            elif last_day - opens_on > LONGEST:
                self.add_error("last_day", _("A run lasts for a year at most."))
        if not self.errors:
            self._clean_whom(data)
        return data

    def _clean_whom(self, data) -> None:
        cohort, course = data["cohort"], data["course"]
        data["step"] = None
        if data["kind"] == RunKind.CODES:
            if cohort is not None:
                self.add_error(
                    "cohort",
                    _("People without an account are in no cohort. Leave it out."),
                )
            return
        if cohort is not None and cohort.course_id != course.pk:
            self.add_error(
                "cohort",
                _("This cohort takes another course. Choose one of this course."),
            )
        data["step"] = feedback_step_of(course, data["survey"])
        if data["step"] is None:
            self.add_error(
                "survey",
                _(
                    "The course has no feedback page that asks this survey. Choose the "
                    "survey of its page, or let people answer with codes."
                ),
            )


def feedback_step_of(course: Course, survey: Survey) -> Step | None:
    """Return the step of the course whose page asks the survey, None without one."""
    pages = FeedbackPage.objects.live().filter(survey=survey)
    return (
        Step.objects.in_outline()
        .filter(course=course, key__in=pages.values("translation_key"))
        .first()
    )


class LastDayForm(forms.Form):
    """Another last day for a run."""

    last_day = DayField(label=_("Last day"))

    def __init__(self, *args, first: datetime.date, **kwargs):
        super().__init__(*args, **kwargs)
        self.first = first

    def clean_last_day(self) -> datetime.date:
        day = self.cleaned_data["last_day"]
        if day < self.first:
            raise forms.ValidationError(_("Choose today or a later day."))
        if day - self.first > LONGEST:
            raise forms.ValidationError(_("A run lasts for a year at most."))
        return day

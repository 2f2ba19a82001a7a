"""What markers and correctors fill in."""

from django import forms
from django.utils.translation import gettext_lazy as _

from .actions import Correction
from .marking import AnswerToMark
from .models import Assessment, Item, ItemVersion


class MarkForm(forms.Form):
    """The judgement of one answer: points by rubric, or as such, and a comment."""

    def __init__(self, *args, answer: AnswerToMark, **kwargs):
        super().__init__(*args, **kwargs)
        self.answer = answer
        for line in answer.criteria:
            self.fields[line.name] = forms.TypedChoiceField(
                label=line.text,
                coerce=int,
                choices=[(points, str(points)) for points in line.choices],
                initial=line.given,
                widget=forms.RadioSelect,
            )
        if not answer.criteria:
            self.fields["value"] = forms.DecimalField(
                label=_("Points"),
                help_text=_("From 0 to %(most)s.") % {"most": answer.max_mark},
                min_value=0,
                max_value=answer.max_mark,
                max_digits=5,
                decimal_places=2,
                initial=answer.mark.value if answer.mark else None,
                localize=True,
            )
        self.fields["comment"] = forms.CharField(
            label=_("Comment for the learner"),
            required=False,
            max_length=5000,
            widget=forms.Textarea(attrs={"rows": 4}),
            initial=answer.mark.comment if answer.mark else "",
        )
        if answer.mark is not None:
            self.fields["reason"] = forms.CharField(
                label=_("Why it is marked again"), max_length=1000
            )
        self.fields["after"] = forms.IntegerField(
            required=False,
            widget=forms.HiddenInput,
            initial=answer.mark.pk if answer.mark else None,
        )

    @property
    def judgement(self) -> dict:
        """What `actions.mark_response` takes of a valid form."""
        data = self.cleaned_data
        points = {line.criterion.key: data[line.name] for line in self.answer.criteria}
        return {
            "rubric_points": points or None,
            "value": data.get("value"),
            "comment": data["comment"],
            "reason": data.get("reason", ""),
            "after": data["after"],
        }


class CorrectionForm(forms.Form):
    """Which question is corrected, how, and why."""

    item = forms.ModelChoiceField(label=_("Question"), queryset=Item.objects.none())
    correction = forms.ChoiceField(
        label=_("Correction"),
        choices=[
            (Correction.REGRADE, _("Mark all answers again by today's key")),
            (Correction.VOID, _("Take the question out of score and maximum")),
        ],
        widget=forms.RadioSelect,
        initial=Correction.REGRADE,
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept with every mark that changes. Learners do not see it."),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, assessment: Assessment, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = (
            Item.objects.filter(
                versions__responses__attempt__assessment=assessment,
                current_version__isnull=False,
            )
            .distinct()
            .select_related("current_version")
            .order_by("key")
        )

    @property
    def version(self) -> ItemVersion:
        return self.cleaned_data["item"].current_version

from django import forms
from django.utils.translation import gettext_lazy as _

from .models import Cohort, Course


class JoinCohortForm(forms.Form):
    """The code that a trainer has given to the learners of a cohort."""

    code = forms.CharField(label=_("Joining code"), max_length=12)

    def __init__(self, *args, course: Course, **kwargs):
        super().__init__(*args, **kwargs)
        self.course = course

    def clean_code(self) -> str:
        code = self.cleaned_data["code"].strip().upper()
        self.cohort = Cohort.objects.filter(course=self.course, join_code=code).first()
        if self.cohort is None:
            raise forms.ValidationError(
                _(
                    "No cohort of this course has the code “%(code)s”. Check it with "
                    "your trainer; you can also start without a code."
                ),
                params={"code": code},
            )
        return code

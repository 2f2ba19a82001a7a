from django import forms

# More options than any question has; the action knows how many there are.
MOST_OPTIONS = 200


class AnswerForm(forms.Form):
    """The answer to one question: the places of the chosen options on the page."""

    revision = forms.IntegerField(min_value=1, max_value=2**62)
    option = forms.TypedMultipleChoiceField(
        coerce=int,
        choices=[(place, place) for place in range(MOST_OPTIONS)],
        required=False,
    )

"""A row of the grid that says what learners are shown."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .rules import Aspect


class AspectsWidget(forms.CheckboxSelectMultiple):
    """One box for each aspect, side by side: a row of the grid."""

    template_name = "forms/aspects_widget.html"

    class Media:
        css = {"all": ["css/editor.css"]}


class AspectsFormField(forms.MultipleChoiceField):
    """Which aspects of a marked answer are shown; none is an answer too."""

    widget = AspectsWidget

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**(kwargs | {"choices": Aspect.choices, "required": False}))

    def clean(self, value):
        """Return the chosen aspects, each once, in their own order."""
        chosen = super().clean(value)
        return [aspect.value for aspect in Aspect if aspect in chosen]

    def has_changed(self, initial, data):
        return sorted(initial or []) != sorted(data or [])


class AspectsField(models.JSONField):
    """Aspects that are shown at one moment, as a list of their values."""

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        # The database knows a list. What may be in it is no matter of migrations.
        return name, "django.db.models.JSONField", args, kwargs

    def validate(self, value, model_instance):
        super().validate(value, model_instance)
        if not isinstance(value, list) or not set(map(str, value)) <= set(Aspect):
            raise ValidationError(
                _("Choose among points, own answer, right answer and feedback."),
                code="aspects",
            )

    def formfield(self, **kwargs):
        return super().formfield(**{"form_class": AspectsFormField, **kwargs})

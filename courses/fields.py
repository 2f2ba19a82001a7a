"""Model fields for authored content."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField

from .translated import content_languages, without_empty


class ContentField(StreamField):
    """A StreamField whose blocks are not written into migrations.

    What the database stores is JSON whatever the blocks are, so a new block or a better
    help text needs no migration. A migration that changes stored content has to work on
    the raw JSON.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs


class TextsWidget(forms.MultiWidget):
    """One field per language, each with the language's name."""

    template_name = "forms/texts_widget.html"

    def __init__(self, attrs=None, *, long=False):
        self.languages = content_languages()
        field = forms.Textarea({"rows": 2}) if long else forms.TextInput()
        super().__init__({code: field for code, _name in self.languages}, attrs)

    def decompress(self, value):
        return [(value or {}).get(code, "") for code, _name in self.languages]

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        for (code, language), widget in zip(
            self.languages, context["widget"]["subwidgets"], strict=True
        ):
            widget["attrs"]["lang"] = code
            widget["language"] = language
        return context


class TextsFormField(forms.MultiValueField):
    """A text in the languages of content; the site's own is needed if any is.

    Not where `needs_first` is False: each language then stands for itself.
    """

    def __init__(
        self, *, long=False, needs_first=True, encoder=None, decoder=None, **kwargs
    ):
        self.languages = content_languages()
        self.needs_first = needs_first
        fields = [
            forms.CharField(required=False, strip=True) for _language in self.languages
        ]
        super().__init__(
            fields, require_all_fields=False, widget=TextsWidget(long=long), **kwargs
        )

    def compress(self, data_list):
        codes = [code for code, _name in self.languages]
        return without_empty(dict(zip(codes, data_list, strict=False)))

    def clean(self, value):
        texts = super().clean(value)
        if self.needs_first and texts and self.languages[0][0] not in texts:
            raise ValidationError(
                _("Write the text in %(language)s too; it stands in for the others."),
                params={"language": self.languages[0][1]},
            )
        return texts or {}


class TextsField(models.JSONField):
    """A short text in several languages, as a mapping of language code to text."""

    def __init__(self, *args, long=False, needs_first=True, **kwargs):
        self.long = long
        self.needs_first = needs_first
        kwargs.setdefault("default", dict)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(
            **{
                "form_class": TextsFormField,
                "long": self.long,
                "needs_first": self.needs_first,
                **kwargs,
            }
        )


class ChosenFormField(forms.MultipleChoiceField):
    """Boxes to tick."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, encoder=None, decoder=None, **kwargs):
        super().__init__(**kwargs)


class ChosenField(models.JSONField):
    """A few of some short names, as a list of them.

    `offered` returns the names with their labels, when a form is made. For lists that
    pages are filtered by in memory, not for what a database is asked.
    """

    def __init__(self, *args, offered=list, **kwargs):
        self.offered = offered
        kwargs.setdefault("default", list)
        super().__init__(*args, **kwargs)

    def formfield(self, **kwargs):
        return super().formfield(
            **{"form_class": ChosenFormField, "choices": self.offered, **kwargs}
        )

"""Forms for files of questions, in the editor."""

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from courses.translated import content_languages

from .formats import Format, format_of
from .formats.files import MAX_BYTES
from .models import Assessment, Category

NAMES = {
    Format.GIFT: _("GIFT"),
    Format.MOODLE_XML: _("Moodle XML"),
    Format.CSV: _("CSV table"),
}
FORMATS = [(str(form), name) for form, name in NAMES.items()]


class ImportForm(forms.Form):
    """A file of questions, and what to do with it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("GIFT (.gift or .txt), Moodle XML (.xml) or a table (.csv)."),
    )
    quiz = forms.ModelChoiceField(
        label=_("Add the questions to the quiz"),
        queryset=Assessment.objects.order_by("name"),
        required=False,
        empty_label=_("No quiz: only into the bank"),
    )
    publish = forms.TypedChoiceField(
        label=_("Afterwards the questions are"),
        coerce=lambda value: value == "yes",
        choices=[
            ("no", _("drafts, to be looked at first")),
            ("yes", _("published: learners get them at once")),
        ],
        initial="no",
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of texts that do not say theirs"),
        choices=content_languages,
    )
    format = forms.ChoiceField(
        label=_("Format"),
        choices=[("", _("As the name of the file says")), *FORMATS],
        required=False,
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        choices=[
            ("", _("As the file says; otherwise UTF-8")),
            ("windows-1252", _("Windows, Western European")),
            ("iso-8859-1", _("ISO 8859-1")),
        ],
        required=False,
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        if not user.has_perm("assessments.publish_item"):
            del self.fields["publish"]
        if not user.has_perm("assessments.change_assessment"):
            del self.fields["quiz"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s. Divide it into several."),
                params={"most": filesizeformat(MAX_BYTES)},
            )
        return file

    def clean(self):
        data = super().clean()
        file = data.get("file")
        if file and not data.get("format"):
            form = format_of(file.name)
            if form is None:
                self.add_error(
                    "format",
                    _("The name of the file does not tell its format. Choose it."),
                )
            else:
                data["format"] = str(form)
        return data

    def settings(self):
        """Return what was chosen beside the file, as JSON."""
        data = self.cleaned_data
        quiz = data.get("quiz")
        return {
            "quiz": quiz.pk if quiz else None,
            "publish": data.get("publish", False),
            "language": data["language"],
            "format": data["format"],
            "encoding": data["encoding"],
        }


class ExportForm(forms.Form):
    """Which questions, in which format."""

    quiz = forms.ModelChoiceField(
        label=_("The questions of the quiz"),
        queryset=Assessment.objects.order_by("name"),
        required=False,
        empty_label=_("All quizzes and none"),
    )
    category = forms.ModelChoiceField(
        label=_("The questions of the category"),
        queryset=Category.objects.order_by("key"),
        required=False,
        empty_label=_("All categories and none"),
        help_text=_("With all that is part of it. Choose a quiz or a category."),
    )
    format = forms.ChoiceField(label=_("Format"), choices=FORMATS)

    def clean(self):
        data = super().clean()
        if data.get("quiz") and data.get("category"):
            raise forms.ValidationError(_("Choose a quiz or a category, not both."))
        return data

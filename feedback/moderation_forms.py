"""The form with which somebody decides on a comment."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from . import redaction
from .models import Comment, CommentState
from .moderation import seen
from .redaction import Kind, Suggestion

# As they stand in a marker, "[removed: name]": one or two words.
WORDS = {
    Kind.EMAIL: _("e-mail"),
    Kind.PERSONAL_CODE: _("personal code"),
    Kind.PHONE: _("phone number"),
    Kind.PERSON: _("person"),
    Kind.PLACE: _("place"),
    Kind.NAME: _("name"),
}


class CommentForm(forms.Form):
    """What a reader makes of one comment: a shorter text, and a decision."""

    text = forms.CharField(
        label=_("The comment, as others will read it"),
        help_text=_(
            "Replace what could identify somebody by [removed] or, for example, "
            "[removed: name]. Nothing can be added. What you take out is deleted for "
            "good when you save."
        ),
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off"}),
    )
    remove = forms.MultipleChoiceField(
        label=_("Take these out as well"),
        help_text=_(
            "Found by a program. It misses names, and it points at words that are none."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    decision = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[
            (CommentState.RELEASED, _("Release: everybody who reads the ratings")),
            (CommentState.WITHHELD, _("Withhold: nobody")),
            (CommentState.WAITING, _("Decide later: it stays in this list")),
        ],
        widget=forms.RadioSelect,
    )
    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, data=None, *, comment: Comment):
        text = redaction.plain_lines(comment.text)
        found = redaction.suggestions(text)
        super().__init__(
            data,
            initial={
                "text": text,
                "seen": seen(comment),
                "decision": ""
                if comment.state == CommentState.WAITING
                else comment.state,
                "remove": [one.passage for one in found if one.is_certain],
            },
        )
        sent = redaction.suggestions((data or {}).get("text", ""))
        # By passage: each is asked about once, however often it stands there.
        self.suggested: dict[str, Suggestion] = {
            one.passage: one for one in (*sent, *found)
        }
        self.fields["remove"].choices = [
            (passage, f"“{passage}” ({WORDS[one.kind]})")
            for passage, one in self.suggested.items()
        ]
        if not self.suggested:
            del self.fields["remove"]

    @property
    def markers(self) -> dict[str, str]:
        """The passages to take out, with what stands in their place."""
        language = get_language() or ""
        return {
            passage: redaction.marker(
                language, str(WORDS[self.suggested[passage].kind])
            )
            for passage in self.cleaned_data.get("remove", [])
        }

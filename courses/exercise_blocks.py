"""Blocks that a learner does something with: a check of oneself, a note to oneself.

Nothing of a self-check is sent or kept, and so its right answer need not be hidden. A
graded question is an item of a quiz, in `assessments`.
"""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

MOST_OPTIONS = 8


class OptionBlock(blocks.StructBlock):
    """One answer to choose, and what is said to whoever chooses it."""

    text = blocks.CharBlock(label=_("Answer"), max_length=255)
    is_right = blocks.BooleanBlock(label=_("This is right"), required=False)
    feedback = blocks.CharBlock(
        label=_("What to say about it"),
        max_length=500,
        help_text=_(
            "For a wrong answer: why somebody may think so, and what is different. "
            "“Wrong” alone teaches nothing."
        ),
    )

    class Meta:
        icon = "circle-check"
        label = _("Answer")


class SelfCheckBlock(blocks.StructBlock):
    """A question to oneself, with the answer explained at once."""

    question = blocks.CharBlock(label=_("Question"), max_length=255)
    options = blocks.ListBlock(
        OptionBlock(), label=_("Answers"), min_num=2, max_num=MOST_OPTIONS
    )
    explanation = blocks.CharBlock(
        label=_("Explanation"),
        max_length=500,
        required=False,
        help_text=_("For everybody, whatever they chose."),
    )

    class Meta:
        icon = "help"
        label = _("Self-check")
        description = _(
            "A question in the middle of a lesson; the answer is explained at once and "
            "never recorded. Ask about what the lesson has said before."
        )
        template = "blocks/self_check.html"
        preview_value = {
            "question": "Who may join?",
            "options": [
                {
                    "text": "Whoever wants to work",
                    "is_right": True,
                    "feedback": "Yes. Wanting to work is enough.",
                },
                {
                    "text": "Whoever a doctor has found ready",
                    "is_right": False,
                    "feedback": "Many services ask for this. Here nobody is tested.",
                },
            ],
            "explanation": "Nobody is left out because of a diagnosis.",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if not any(option["is_right"] for option in cleaned["options"]):
            raise StructBlockValidationError(
                block_errors={
                    "options": ValidationError(
                        _("No answer is marked as right. Mark at least one.")
                    )
                }
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        right = sum(bool(option["is_right"]) for option in value["options"])
        context["has_several_right"] = right > 1
        return context


class TrueOrFalseBlock(blocks.StructBlock):
    """A statement to judge for oneself."""

    statement = blocks.CharBlock(
        label=_("Statement"),
        max_length=255,
        help_text=_("One fact, without “not”, “always” and “never”."),
    )
    is_true = blocks.BooleanBlock(label=_("It is true"), required=False)
    explanation = blocks.CharBlock(
        label=_("Explanation"),
        max_length=500,
        help_text=_("Why it is true, or what is true instead."),
    )

    class Meta:
        icon = "check"
        label = _("True or false?")
        description = _(
            "A statement for learners to judge; the answer is explained at once and "
            "never recorded. Good for what many people believe and is otherwise."
        )
        template = "blocks/true_or_false.html"
        preview_value = {
            "statement": "The search for a job begins after a course of training.",
            "is_true": False,
            "explanation": "It begins soon, and training comes with the job.",
        }


class ReflectionBlock(blocks.StructBlock):
    """A question that a learner answers in a note to herself."""

    question = blocks.CharBlock(label=_("Question"), max_length=255)
    key = blocks.RegexBlock(
        r"[a-z0-9]+(?:-[a-z0-9]+)*",
        label=_("Short name"),
        required=False,
        max_length=40,
        error_messages={
            "invalid": _("Use small letters, digits and single hyphens: my-next-step.")
        },
        help_text=_(
            "Learners' notes hang on it, in all languages. Leave it empty unless you "
            "write the same question anew in another place."
        ),
    )

    class Meta:
        icon = "edit"
        label = _("Reflection")
        description = _(
            "A question with room for a note that nobody but the learner ever reads. "
            "Ask for one thing to try, not for the names of patients."
        )
        template = "blocks/reflection.html"
        preview_value = {
            "question": "What will you try before the end of the week?",
            "key": "",
        }

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        key = value["key"] or str(context.get("block_id") or "")
        context["note_key"] = key
        context["note"] = context.get("notes", {}).get(key)
        return context

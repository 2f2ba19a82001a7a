"""What a new course begins with. A pattern says which steps each module gets."""

import dataclasses
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclasses.dataclass(frozen=True)
class Pattern:
    """The steps of a new course, before anybody has written a word."""

    key: str
    name: Any
    description: Any
    lessons_per_module: int
    has_checks: bool
    has_final_quiz: bool
    has_survey: bool


PATTERNS = {
    pattern.key: pattern
    for pattern in (
        Pattern(
            "short",
            _("Short course"),
            _(
                "In each module a lesson and a knowledge check of three questions, and "
                "a survey at the end."
            ),
            lessons_per_module=1,
            has_checks=True,
            has_final_quiz=False,
            has_survey=True,
        ),
        Pattern(
            "full",
            _("Full course"),
            _(
                "In each module two lessons and a knowledge check, then a final quiz "
                "and a survey."
            ),
            lessons_per_module=2,
            has_checks=True,
            has_final_quiz=True,
            has_survey=True,
        ),
        Pattern(
            "reading",
            _("Lessons without quizzes"),
            _("In each module a lesson, and a survey at the end."),
            lessons_per_module=1,
            has_checks=False,
            has_final_quiz=False,
            has_survey=True,
        ),
    )
}

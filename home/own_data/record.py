"""What is said of one kind of record about people."""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

# How long most records stay.
ACCOUNT = _("As long as you have an account.")


class Topic(StrEnum):
    """What a kind of record has to do with, in the order of the page."""

    ACCOUNT = "account"
    LEARNING = "learning"
    QUIZZES = "quizzes"
    SURVEYS = "surveys"
    WORK = "work"


@dataclasses.dataclass(frozen=True)
class Kept:
    """One kind of record about a person."""

    topic: Topic
    # "courses.Enrolment", and the way from there to the person.
    model: str
    person: str
    title: Text
    purpose: Text
    time: Text
    # What the file holds of each record, as lookups from it.
    fields: tuple[str, ...]
    # The other columns, each with the reason.
    without: Mapping[str, str] = dataclasses.field(default_factory=dict)
    # Whether a record may stay untold until the quiz tells it.
    waits_for_quiz: bool = False

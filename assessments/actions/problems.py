"""Why something could not be done to an attempt."""

import datetime

from assessments.assembly import QuizNotReady
from assessments.content import UnreadableAnswer


class NoAttemptsLeft(Exception):
    """The learner has used all attempts that the quiz allows."""


class TooSoon(Exception):
    """The next attempt may begin only at `at`."""

    def __init__(self, at: datetime.datetime) -> None:
        super().__init__(at)
        self.at = at


class ReasonMissing(Exception):
    """An exception from the rules needs a reason."""


class AttemptClosed(Exception):
    """The attempt is over; its answers stand."""


class AttemptOverdue(AttemptClosed):
    """The time of the attempt is up; answers saved before stand."""


class AnswerSettled(AttemptClosed):
    """Checking made the answer final; it can be changed no more."""


class CheckingNotOffered(Exception):
    """The quiz tells how the answers were only after all are submitted."""


class NothingToCheck(Exception):
    """There is no answer to check yet."""


class StaleAnswer(Exception):
    """A newer answer to the same question is already stored."""


__all__ = [
    "AnswerSettled",
    "AttemptClosed",
    "AttemptOverdue",
    "CheckingNotOffered",
    "NoAttemptsLeft",
    "NothingToCheck",
    "QuizNotReady",
    "ReasonMissing",
    "StaleAnswer",
    "TooSoon",
    "UnreadableAnswer",
]

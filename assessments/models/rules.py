"""The choices that a quiz offers to its trainer."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Behaviour(models.TextChoices):
    """When a learner is told how an answer was."""

    DEFERRED = "deferred", _("After submitting all answers")
    IMMEDIATE = "immediate", _("After each question, which then is final")
    INTERACTIVE = "interactive", _("After each question, with further tries")


class Layout(models.TextChoices):
    """How many questions are on a page."""

    ONE_PER_PAGE = "one_per_page", _("One question per page")
    ALL_ON_ONE = "all_on_one", _("All questions on one page")


class Counting(models.TextChoices):
    """Which of several attempts is the result."""

    BEST = "best", _("The best attempt")
    FIRST = "first", _("The first attempt")
    LAST = "last", _("The last attempt")


class OverduePolicy(models.TextChoices):
    """What happens to an attempt when its time is up."""

    SUBMIT = "submit", _("It is submitted with the answers saved by then")
    GRACE = "grace", _("It can still be submitted for a while, but not changed")
    DISCARD = "discard", _("It does not count unless it was submitted in time")


class Practice(models.TextChoices):
    """When the questions may be tried out without a record."""

    NEVER = "never", _("Never")
    FINISHED = "finished", _("After passing, or when no attempt is left")
    ALWAYS = "always", _("At any time")


class Purpose(models.TextChoices):
    """What a quiz is for; its item analysis is worded accordingly."""

    CHECK = "check", _("Checking what was learnt: most should know most of it")
    SELECTION = "selection", _("Telling people apart, as an entrance test does")


class Aspect(models.TextChoices):
    """What a learner may be shown of a marked answer."""

    MARK = "mark", _("Points, and whether it was right")
    OWN_ANSWER = "own_answer", _("Own answer")
    RIGHT_ANSWER = "right_answer", _("Right answer and explanation")
    FEEDBACK = "feedback", _("Feedback on the own answer")


def shown_during():
    """What is usually shown after checking one question."""
    return [Aspect.MARK, Aspect.OWN_ANSWER, Aspect.FEEDBACK]


def shown_after():
    """What is usually shown while a further attempt is possible: not the key."""
    return [Aspect.MARK, Aspect.OWN_ANSWER, Aspect.FEEDBACK]


def shown_later():
    """What is usually shown once no further attempt is of use: everything."""
    return list(Aspect)

"""What each figure of a report says, and what it does not."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def definitions(threshold: int) -> list[tuple[str, str]]:
    """Return the name of each figure and its meaning, in the active language."""
    return [
        (
            pgettext("number of ratings", "n"),
            _(
                "How many chose a point of the scale. “Not applicable” and skipped "
                "statements are counted beside it, never as a rating."
            ),
        ),
        (
            pgettext("share of ratings", "Favourable"),
            _(
                "How many chose one of the favourable points, of n. Below ten answers "
                "no percentage is shown, below thirty it is provisional."
            ),
        ),
        (
            _("Mean and plausible range"),
            _(
                "The mean of the points, and about where it would fall if similar "
                "people answered. The range says nothing about those who did not "
                "answer."
            ),
        ),
        (
            _("Mean of all ratings"),
            _(
                "The sum of all ratings of the shown statements by their number. Its "
                "range is computed over people, because one person’s ratings resemble "
                "each other."
            ),
        ),
        (
            _("Response rate"),
            _(
                "Those who answered, of those who reached the survey or were invited. "
                "A low rate says that others may think otherwise. While the survey is "
                "open both grow in steps, so that nobody sees who has just answered."
            ),
        ),
        (
            _("Hidden figures"),
            _(
                "Nothing is shown that rests on fewer than %(threshold)s answers, nor "
                "anything from which such a figure could be computed by subtraction."
            )
            % {"threshold": threshold},
        ),
    ]

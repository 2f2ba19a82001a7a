"""What the start page of a quiz announces is what its review grid does."""

import re

import pytest

from assessments.models import Aspect, Assessment, Behaviour
from assessments.review.terms import terms
from assessments.review.visibility import grid_of, moment_of, shown

USUAL = [Aspect.MARK, Aspect.OWN_ANSWER, Aspect.FEEDBACK]
ALL = list(Aspect)


def announced(page):
    """Return the line about results, without markup."""
    words = re.sub(r"<[^>]+>", " ", page.split("Results</dt>")[1].split("</dl>")[0])
    return " ".join(words.split())


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        pytest.param(
            {},
            "You see your result as soon as you submit. "
            "The right answers are shown once you have passed.",
            id="as usual",
        ),
        pytest.param(
            {"attempts_allowed": 2},
            "You see your result as soon as you submit. "
            "The right answers are shown once you have passed or used your last "
            "attempt.",
            id="two attempts",
        ),
        pytest.param(
            {"attempts_allowed": 1},
            "You see your result as soon as you submit. "
            "The right answers are shown with it.",
            id="one attempt is the last one",
        ),
        pytest.param(
            {"show_later": USUAL},
            "You see your result as soon as you submit.",
            id="right answers never",
        ),
        pytest.param(
            {"show_after": ["own_answer"], "show_later": ALL, "attempts_allowed": 2},
            "Points are not shown when you submit. You then see: Own answer "
            "Shown once you have passed or used your last attempt: "
            "Points, and whether it was right Right answer and explanation "
            "Feedback on the own answer",
            id="points at last",
        ),
        pytest.param(
            {"show_after": [], "show_later": ["mark"]},
            "No result is shown when you submit. Shown once you have passed: "
            "Points, and whether it was right",
            id="nothing at once",
        ),
        pytest.param(
            {"show_after": [], "show_later": []},
            "This quiz does not show how the answers were.",
            id="nothing ever",
        ),
        pytest.param(
            {"show_after": ["mark"], "show_later": []},
            "Shown only as long as you can still pass: Points, and whether it was "
            "right",
            id="less than before",
        ),
        pytest.param(
            {"behaviour": Behaviour.IMMEDIATE, "show_after": [], "show_later": []},
            "Each question tells you at once how your answer was. "
            "No result is shown when you submit.",
            id="only while answering",
        ),
    ],
)
def test_the_start_page_announces_what_the_grid_shows(sitting, fields, text):
    Assessment.objects.update(**fields)

    assert (
        announced(sitting.client.get(sitting.built.quiz.get_url()).content.decode())
        == text
    )


@pytest.mark.parametrize("allowed", [None, 1, 3])
@pytest.mark.parametrize("has_passed", [True, False])
@pytest.mark.parametrize("later", [[], ["mark"], ["right_answer"], ALL])
@pytest.mark.parametrize("after", [[], ["feedback"], USUAL, ALL])
def test_nothing_is_announced_that_does_not_come(after, later, has_passed, allowed):
    """At the end of a first attempt, passed or not, the two agree on every aspect."""
    quiz = Assessment(show_after=after, show_later=later, attempts_allowed=allowed)
    told = terms(quiz, attempts_allowed=allowed)
    moment = moment_of(
        has_passed=has_passed,
        attempts_left=None if allowed is None else allowed - 1,
        is_in_progress=False,
    )
    seen = shown(moment, grid_of(quiz))

    visible = {aspect for aspect in Aspect if getattr(seen, aspect.value)}
    extra = told.at_last if has_passed or allowed == 1 else told.until_then
    assert visible == set(told.at_once) | set(extra)

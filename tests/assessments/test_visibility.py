"""Each cell of the grid decides about its aspect, on the pages that people get."""

import itertools

import pytest
from django.urls import reverse

from assessments import actions
from assessments.models import Aspect, Behaviour
from assessments.review.visibility import (
    Moment,
    Shown,
    moment_of,
    shown,
    shown_only_later,
)
from tests.factories.people import PASSWORD

from .checking import chosen, number, sat, short_text, single

# What only one aspect can put on a page. The chosen option of the quiz below is wrong.
TELLTALES = {
    Aspect.MARK: 'data-state="wrong"',
    Aspect.OWN_ANSWER: "Your answer</span>",
    Aspect.RIGHT_ANSWER: "The explanation.",
    Aspect.FEEDBACK: "Feedback 1.",
}
CELLS = [
    pytest.param(moment, aspect, id=f"{moment}-{aspect}")
    for moment, aspect in itertools.product(Moment, Aspect)
]
ROWS = {
    Moment.DURING: "show_during",
    Moment.AFTER: "show_after",
    Moment.LATER: "show_later",
}


def page_at(moment, aspects, client, noon):
    """Return the page that somebody with a wrong answer gets at this moment."""
    quiz = sat(
        single(hints=()),
        at=noon,
        behaviour=Behaviour.IMMEDIATE
        if moment is Moment.DURING
        else Behaviour.DEFERRED,
        attempts_allowed=1 if moment is Moment.LATER else 2,
        **{ROWS[moment]: [aspect.value for aspect in aspects]},
    )
    client.login(username=quiz.user.email, password=PASSWORD)
    if moment is Moment.DURING:
        quiz.check(chosen(1))
        name, arguments = "response", [quiz.attempt.pk, 1]
    else:
        quiz.save(chosen(1))
        quiz.submit()
        name, arguments = "result", [quiz.attempt.pk]
    return client.get(reverse(f"assessments:{name}", args=arguments)).content.decode()


def telltale(moment, aspect):
    # While the attempt goes on, one's own answer is in the fields that hold it.
    if moment is Moment.DURING and aspect is Aspect.OWN_ANSWER:
        return " checked>"
    return TELLTALES[aspect]


@pytest.mark.parametrize(("moment", "aspect"), CELLS)
def test_an_aspect_is_on_the_page_where_its_cell_says_so(
    site, client, noon, moment, aspect
):
    page = page_at(moment, {aspect}, client, noon)

    assert telltale(moment, aspect) in page
    for other in set(Aspect) - {aspect}:
        assert telltale(moment, other) not in page, other


@pytest.mark.parametrize(("moment", "aspect"), CELLS)
def test_an_aspect_is_not_on_the_page_where_its_cell_does_not(
    site, client, noon, moment, aspect
):
    page = page_at(moment, set(Aspect) - {aspect}, client, noon)

    assert telltale(moment, aspect) not in page
    for other in set(Aspect) - {aspect}:
        assert telltale(moment, other) in page, other


@pytest.mark.parametrize("moment", [Moment.AFTER, Moment.LATER])
def test_a_score_is_told_with_the_points_only(site, client, noon, moment):
    with_points = page_at(moment, {Aspect.MARK}, client, noon)
    without = page_at(moment, set(Aspect) - {Aspect.MARK}, client, noon)

    assert "0 of 1 points" in with_points
    assert "Not passed yet" in with_points
    assert "of 1 points" not in without
    assert "Not passed yet" not in without


def test_the_quiz_page_tells_no_points_where_they_are_hidden(site, client, noon):
    quiz = sat(
        single(),
        at=noon,
        behaviour=Behaviour.DEFERRED,
        show_after=[],
        show_later=[],
    )
    quiz.save(chosen(1))
    quiz.submit()
    client.login(username=quiz.user.email, password=PASSWORD)

    page = client.get(quiz.built.quiz.get_url()).content.decode()

    assert "Attempt 1" in page
    assert "of 1 points" not in page


def test_the_review_page_does_not_show_a_settled_answer_that_is_hidden(
    site, client, noon
):
    quiz = sat(single(), at=noon, behaviour=Behaviour.IMMEDIATE, show_during=["mark"])
    client.login(username=quiz.user.email, password=PASSWORD)
    address = reverse("assessments:review", args=[quiz.attempt.pk])
    quiz.save(chosen(1))
    before = client.get(address).content.decode()
    quiz.check(chosen(1))

    after = client.get(address).content.decode()

    assert "Option 1" in before
    assert "Option 1" not in after
    assert "Checked and final" in after


@pytest.mark.parametrize(
    ("content", "answer", "telltale"),
    [
        (short_text(), {"text": "money"}, "Say which money."),
        (number(), {"text": "8"}, "Counted rightly."),
    ],
    ids=["short text", "number"],
)
def test_feedback_to_an_accepted_form_is_shown(
    site, client, noon, content, answer, telltale
):
    quiz = sat(content, at=noon, behaviour=Behaviour.IMMEDIATE)
    client.login(username=quiz.user.email, password=PASSWORD)
    quiz.check(answer)

    page = client.get(
        reverse("assessments:response", args=[quiz.attempt.pk, 1])
    ).content.decode()

    assert telltale in page


# The function itself ------------------------------------------------------------------


@pytest.mark.parametrize(("moment", "aspect"), CELLS)
def test_a_cell_speaks_for_its_moment_and_aspect_alone(moment, aspect):
    grid = {other: set() for other in Moment} | {moment: {aspect.value}}

    for other in Moment:
        told = shown(other, grid)
        expected = {aspect} if other is moment else set()
        assert {a for a in Aspect if getattr(told, a.value)} == expected


def test_what_can_be_tried_again_never_tells_what_is_right():
    grid = {moment: set(Aspect) for moment in Moment}

    told = shown(Moment.DURING, grid, is_final=False)

    assert told == Shown(mark=True, own_answer=True, right_answer=False, feedback=True)


@pytest.mark.parametrize(
    ("has_passed", "left", "is_in_progress", "moment"),
    [
        (False, 2, False, Moment.AFTER),
        (False, None, False, Moment.AFTER),
        (False, 0, False, Moment.LATER),
        (False, 0, True, Moment.AFTER),
        (True, 2, False, Moment.LATER),
        (True, 0, True, Moment.LATER),
        (True, None, False, Moment.LATER),
    ],
)
def test_later_is_when_no_attempt_can_be_helped(
    has_passed, left, is_in_progress, moment
):
    found = moment_of(
        has_passed=has_passed, attempts_left=left, is_in_progress=is_in_progress
    )

    assert found is moment


def test_what_is_promised_is_what_comes_later_only():
    grid = {
        Moment.DURING: set(),
        Moment.AFTER: {"mark", "feedback"},
        Moment.LATER: {"mark", "right_answer", "own_answer"},
    }

    assert shown_only_later(grid) == [Aspect.OWN_ANSWER, Aspect.RIGHT_ANSWER]


def test_an_attempt_in_progress_keeps_the_key_of_an_earlier_one(site, client, noon):
    """With two attempts: the first, looked at during the second, would give it away."""
    quiz = sat(single(), at=noon, behaviour=Behaviour.DEFERRED, attempts_allowed=2)
    quiz.save(chosen(1))
    quiz.submit()
    client.login(username=quiz.user.email, password=PASSWORD)
    address = reverse("assessments:result", args=[quiz.attempt.pk])
    second = actions.start_attempt(
        enrolment=quiz.attempt.enrolment,
        step=quiz.attempt.step,
        assessment=quiz.attempt.assessment,
        start_key="second",
        at=noon,
    )

    during = client.get(address).content.decode()
    actions.submit_attempt(attempt=second, at=noon)
    afterwards = client.get(address).content.decode()

    assert "The explanation." not in during
    assert "The explanation." in afterwards


def test_passing_later_opens_an_earlier_attempt(site, client, noon):
    quiz = sat(single(), at=noon, behaviour=Behaviour.DEFERRED)
    quiz.save(chosen(1))
    quiz.submit()
    second = actions.start_attempt(
        enrolment=quiz.attempt.enrolment,
        step=quiz.attempt.step,
        assessment=quiz.attempt.assessment,
        start_key="second",
        at=noon,
    )
    response = second.responses.get()
    content = response.item_version.plain_content
    actions.save_response(
        attempt=second,
        position=1,
        given=content.given(response.option_order, content.full_answer()),
        revision=1,
        at=noon,
    )
    actions.submit_attempt(attempt=second, at=noon)
    client.login(username=quiz.user.email, password=PASSWORD)

    page = client.get(reverse("assessments:result", args=[quiz.attempt.pk]))

    assert "The explanation." in page.content.decode()

"""The preview of a quiz for trainers: as a learner sees it, and nothing stays."""

import re

import pytest
from django.urls import reverse

from assessments.blocks import stored_content
from assessments.models import (
    AssessmentEntry,
    Attempt,
    Response,
)
from courses.models import StepCompletion
from tests.factories import contents
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.guards.test_urls import snapshot

from .trainers import html, trainer

__all__ = ["trainer"]


# The preview --------------------------------------------------------------------------


@pytest.fixture
def preview(sitting):
    return reverse("assessments:preview", args=[sitting.assessment.key])


def sheet(page):
    return re.search(r'name="sheet" value="([^"]+)"', page)[1]


def test_a_preview_shows_the_questions_and_no_key(trainer, preview):
    page = html(trainer.get(preview))

    assert "This is a preview: nothing is recorded." in page
    assert page.count('<fieldset class="question"') == 3
    assert "The explanation." not in page
    assert "Feedback 1" not in page


def test_answering_a_preview_is_marked_and_nothing_is_recorded(trainer, preview):
    before = snapshot()
    page = html(trainer.get(preview))
    # The true-or-false question shows its options in the order false, true or so; all
    # of them are tried, and one of them is right.
    scores = set()
    for place in ("0", "1"):
        reply = html(
            trainer.post(preview, {"sheet": sheet(page), "q3-option": [place]})
        )
        scores.add(re.search(r"(\d) of 3 points", reply)[1])

    assert scores == {"0", "1"}
    assert snapshot() == before


def test_the_result_of_a_preview_obeys_the_review_grid(trainer, preview, sitting):
    """The trainer sees what a learner would, and may look at the other moments."""
    quiz = sitting.assessment
    quiz.show_after, quiz.show_later = ["mark", "own_answer"], ["right_answer"]
    quiz.save()
    answers = {"sheet": sheet(html(trainer.get(preview))), "q1-option": ["1"]}
    after = html(trainer.post(preview, answers))
    later = html(trainer.post(preview, answers | {"view": "later"}))
    everything = html(trainer.post(preview, answers | {"view": "everything"}))

    assert "of 3 points" in after
    assert "Right answer" not in after
    assert "The explanation." not in after
    assert "of 3 points" not in later
    assert "Learners are not told their points here." in later
    assert "Right answer" in later
    assert "Your answer" not in later
    for told in ("of 3 points", "Right answer", "Your answer", "The explanation."):
        assert told in everything


def test_a_preview_of_a_single_attempt_shows_what_its_end_shows(
    trainer, preview, sitting
):
    """After the only attempt none is left, so the last moment is there at once."""
    sitting.assessment.attempts_allowed = 1
    sitting.assessment.save()
    page = html(trainer.post(preview, {"sheet": sheet(html(trainer.get(preview)))}))

    assert '<option value="later" selected>' in page
    assert "Right answer" in page


@pytest.mark.parametrize("view", ["during", "x", ""])
def test_an_unknown_moment_is_the_usual_one(trainer, preview, view):
    """A quiz that tells nothing between has no moment between."""
    answers = {"sheet": sheet(html(trainer.get(preview))), "view": view}
    page = html(trainer.post(preview, answers))

    assert '<option value="after" selected>' in page
    assert '<option value="during"' not in page


def test_what_is_marked_is_what_was_shown_although_the_quiz_changed(trainer, preview):
    shown = sheet(html(trainer.get(preview)))
    AssessmentEntry.objects.all().delete()
    page = html(trainer.post(preview, {"sheet": shown}))

    assert "0 of 3 points" in page


@pytest.mark.parametrize("text", ["", "x", "a:b:c"])
def test_a_forged_preview_gets_a_new_one(trainer, preview, text):
    page = html(trainer.post(preview, {"sheet": text}))

    assert "This preview cannot be marked" in page
    assert 'name="sheet"' in page


@pytest.mark.parametrize("given", [["7"], ["x"], ["0", "1"]])
def test_what_cannot_be_an_answer_counts_as_none(trainer, preview, given):
    shown = sheet(html(trainer.get(preview)))
    reply = trainer.post(preview, {"sheet": shown, "q1-option": given})

    assert "0 of 3 points" in html(reply)


def test_the_preview_says_what_is_in_the_way_of_whom(trainer, preview, sitting):
    page = html(trainer.get(preview))

    assert "without being enrolled" in page
    assert "This quiz opens after the required steps before it." in page


def test_the_preview_names_the_trainers_own_obstacle(trainer, preview, sitting, noon):
    from courses.actions import complete_step
    from tests.factories.courses import enrolled

    sitting.assessment.attempts_allowed = 1
    sitting.assessment.save()
    enrolment = enrolled(trainer.user, sitting.built.course)
    complete_step(
        enrolment=enrolment, step=sitting.built.step(sitting.built.lessons[0]), at=noon
    )
    start = reverse("assessments:start")
    trainer.post(start, {"step": sitting.step.pk, "start_key": "k"})
    trainer.post(reverse("assessments:submit", args=[Attempt.objects.get().pk]))

    assert "You have used all attempts." in html(trainer.get(preview))


def test_the_preview_of_a_quiz_with_too_few_questions_says_which(
    trainer, preview, sitting
):
    AssessmentEntry.objects.create(
        assessment=sitting.assessment, draw_count=4, sort_order=9
    )
    page = html(trainer.get(preview))

    assert "Place 4 draws 4, and 0 that fit are on offer: 4 too few." in page
    assert "This quiz has too few questions at the moment." not in page.split("You:")[0]
    assert "There is nothing to show yet." in page


def test_previewing_records_nothing_at_all(trainer, preview):
    trainer.post(preview, {"sheet": sheet(html(trainer.get(preview)))})

    for model in (Attempt, Response):
        assert not model.objects.exists()
    assert StepCompletion.objects.count() == 1


def test_moving_a_thing_of_an_order_is_not_handing_in(trainer, site):
    """Without a script the arrows of an order are buttons of the same form."""
    AssessmentFactory(
        key="an-order",
        items=[
            ItemFactory(content=stored_content(contents.ordering())),
            ItemFactory(content=stored_content(contents.short_text())),
        ],
    )
    address = reverse("assessments:preview", args=["an-order"])
    before = html(trainer.get(address))
    first = re.search(r'value="(\d-down)"', before)[1]
    sent = {"sheet": sheet(before), "q2-text": "My words", "q1-move": first}
    after = html(trainer.post(address, sent))

    assert "Result of the preview" not in after
    assert 'value="My words"' in after
    assert "where you changed the order" in after
    assert "is now at place 2 of 4." in after

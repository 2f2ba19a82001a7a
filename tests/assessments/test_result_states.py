"""The page of a result in all its states."""

import datetime

import pytest
from django.urls import reverse
from wagtail.models import Site

from assessments import actions
from assessments.models import Behaviour, Mark, OverduePolicy
from assessments.rules import counting_attempt
from assessments.scoring import reached_band

from .checking import chosen, free_text, sat, single

BANDS = [
    {"type": "band", "value": {"from_percent": 0, "text": {"en": "Read it again."}}},
    {"type": "band", "value": {"from_percent": 50, "text": {"en": "Half way."}}},
    {"type": "band", "value": {"from_percent": 100, "text": {"en": "All of it."}}},
]


@pytest.fixture
def page(client):
    """Return how to read the result of an attempt."""

    def read(quiz, attempt=None):
        client.force_login(quiz.user)
        attempt = attempt or quiz.attempt
        address = reverse("assessments:result", args=[attempt.pk])
        return client.get(address).content.decode()

    return read


def deferred(*contents, noon, **fields):
    return sat(*contents, at=noon, behaviour=Behaviour.DEFERRED, **fields)


def another(quiz, noon, *, right):
    attempt = actions.start_attempt(
        enrolment=quiz.attempt.enrolment,
        step=quiz.attempt.step,
        assessment=quiz.attempt.assessment,
        start_key=f"key-{right}",
        at=noon,
    )
    response = attempt.responses.get()
    content = response.item_version.plain_content
    actions.save_response(
        attempt=attempt,
        position=1,
        given=content.given(response.option_order, chosen(0 if right else 1)),
        revision=1,
        at=noon,
    )
    return actions.submit_attempt(attempt=attempt, at=noon)


def test_what_waits_for_a_person_has_no_score_yet(site, noon, page):
    quiz = deferred(single(), free_text(), noon=noon, passed_text={"en": "Well done."})
    quiz.save(chosen(0), 1)
    quiz.save({"text": "I would listen."}, 2)
    quiz.submit()

    text = page(quiz)

    assert "A person still has to mark some of them" in text
    assert "1 answer waits for its marker." in text
    assert "Waiting for a person to mark it" in text
    assert "of 2 points" not in text
    assert "Well done." not in text
    # What is marked already is told.
    assert "1 of 1 points" in text


def test_what_a_marker_writes_is_shown_as_feedback(site, noon, page):
    quiz = deferred(free_text(), noon=noon)
    quiz.save({"text": "I would listen."})
    quiz.submit()
    response = quiz.attempt.responses.get()
    Mark.objects.create(
        response=response, value=1, marked_at=noon, comment="Warmly put."
    )

    text = page(quiz)

    assert "Warmly put." in text
    assert "Waiting for a person to mark it" not in text


def test_a_question_that_was_taken_out_says_so(site, noon, page):
    quiz = deferred(single(), noon=noon)
    quiz.save(chosen(1))
    quiz.submit()
    response = quiz.attempt.responses.get()
    Mark.objects.create(
        response=response, value=0, is_void=True, marked_at=noon, reason="Unclear."
    )

    assert "Taken out of the quiz; it does not count" in page(quiz)


def test_an_attempt_that_was_not_submitted_in_time_does_not_count(site, noon, page):
    quiz = deferred(single(), noon=noon, attempts_allowed=2)
    quiz.save(chosen(0))
    quiz.attempt.due_at = quiz.attempt.closes_at = noon
    quiz.attempt.overdue_policy = OverduePolicy.DISCARD
    quiz.attempt.save()
    actions.end_overdue_attempts(at=noon + datetime.timedelta(hours=1))

    text = page(quiz)

    assert "It does not count, and nothing in it was marked." in text
    assert "You have 1 attempt left." in text
    assert "Option 0" in text
    assert "of 1 points" not in text
    assert "Waiting for" not in text


def test_what_is_kept_back_is_named_with_when_it_comes(site, noon, page):
    quiz = deferred(
        single(),
        noon=noon,
        show_after=["own_answer"],
        show_later=["mark", "own_answer", "right_answer"],
    )
    quiz.save(chosen(1))
    quiz.submit()

    text = page(quiz)

    assert "Shown once you have passed:" in text
    assert "Points, and whether it was right" in text
    assert "Right answer and explanation" in text
    # Never shown, so nothing is promised.
    assert "Feedback on the own answer" not in text


def test_usually_only_right_answers_are_kept_back(site, noon, page):
    quiz = deferred(single(), noon=noon, attempts_allowed=3)
    quiz.submit()

    assert (
        "The right answers are shown once you have passed or used your last attempt."
        in page(quiz)
    )


def test_a_quiz_that_shows_nothing_promises_nothing(site, noon, page):
    quiz = deferred(single(), noon=noon, show_after=[], show_later=[])
    quiz.submit()

    text = page(quiz)

    assert "This quiz does not show how the answers were." in text
    assert "Shown once" not in text
    assert "Which job?" not in text


def test_the_last_failure_says_whom_to_ask(site, noon, page):
    from home.models import SiteSettings

    quiz = deferred(single(), noon=noon, attempts_allowed=1)
    quiz.submit()
    without = page(quiz)
    settings = SiteSettings.for_site(Site.objects.get())
    settings.contact_email = "help@example.org"
    settings.save()
    from django.core.cache import cache

    cache.clear()

    assert "Ask your trainer how to go on." in without
    assert 'href="mailto:help@example.org"' in page(quiz)


@pytest.mark.parametrize(
    ("right", "shown", "hidden"),
    [
        (True, ["Well done.", "All of it."], ["Try once more.", "Read it again."]),
        (False, ["Try once more.", "Read it again."], ["Well done.", "All of it."]),
    ],
    ids=["passed", "failed"],
)
def test_the_texts_of_a_quiz_are_shown_by_outcome_and_score(
    site, noon, page, right, shown, hidden
):
    quiz = deferred(
        single(),
        noon=noon,
        passed_text={"en": "Well done."},
        failed_text={"en": "Try once more."},
        score_bands=BANDS,
    )
    quiz.save(chosen(0 if right else 1))
    quiz.submit()

    text = page(quiz)

    for sentence in shown:
        assert sentence in text
    for sentence in [*hidden, "Half way."]:
        assert sentence not in text


def test_texts_by_score_are_hidden_with_the_points(site, noon, page):
    quiz = deferred(
        single(),
        noon=noon,
        failed_text={"en": "Try once more."},
        score_bands=BANDS,
        show_after=["own_answer"],
    )
    quiz.submit()

    text = page(quiz)

    assert "Try once more." not in text
    assert "Read it again." not in text


@pytest.mark.parametrize(
    ("score", "maximum", "text"),
    [
        ("0", "3", None),
        ("0.99", "2", "some"),
        ("0.59", "2", None),
        ("0.6", "2", "some"),
        ("1.8", "2", "most"),
        ("1.79", "2", "some"),
        ("0", "0", None),
    ],
)
def test_the_highest_band_that_is_reached_counts(score, maximum, text):
    from decimal import Decimal

    found = reached_band({90: "most", 30: "some"}, Decimal(score), Decimal(maximum))

    assert found == text


@pytest.mark.parametrize(
    ("counting", "counts"), [("best", 2), ("first", 1), ("last", 3)]
)
def test_the_attempt_that_counts_is_named(site, noon, page, counting, counts):
    quiz = deferred(single(), noon=noon, counting=counting)
    quiz.save(chosen(1))
    first = quiz.submit()
    attempts = [first, another(quiz, noon, right=True), another(quiz, noon, right=0)]

    for attempt in attempts:
        text = page(quiz, attempt)
        is_it = attempt.number == counts
        assert ("Of your attempts, this one counts." in text) is is_it
        assert (f"attempt {counts}</a> counts." in text) is not is_it


def test_of_equally_good_attempts_the_first_counts(site, noon):
    quiz = deferred(single(), noon=noon)
    first = quiz.submit()
    second = another(quiz, noon, right=False)

    assert counting_attempt((first, second), "best") == first


def test_a_single_attempt_needs_no_word_on_which_counts(site, noon, page):
    quiz = deferred(single(), noon=noon)
    quiz.submit()

    assert "Of your attempts" not in page(quiz)


def test_a_reflection_is_neither_right_nor_wrong(site, noon, page):
    quiz = deferred(single(), free_text(is_reflection=True), noon=noon)
    quiz.save(chosen(0), 1)
    quiz.save({"text": "I wonder."}, 2)
    quiz.submit()

    text = page(quiz)

    assert "For your own thinking; nobody marks it" in text
    assert "I would ask what matters to Aino." in text
    assert "1 of 1 points" in text


def test_a_right_answer_after_a_wrong_try_is_right_with_fewer_points(site, noon, page):
    quiz = sat(single(), at=noon)
    quiz.check(chosen(1))
    quiz.check(chosen(0))
    quiz.submit()

    text = page(quiz)

    assert 'data-state="right"' in text
    assert "0.75 of 1 points" in text


def test_the_key_of_a_regrade_is_the_one_that_is_shown(site, noon, page):
    from assessments.blocks import stored_content
    from assessments.models import ItemVersion

    quiz = deferred(single(0), noon=noon, attempts_allowed=1)
    quiz.save(chosen(1))
    quiz.submit()
    response = quiz.attempt.responses.select_related("item_version__item").get()
    content = single(1)
    version = ItemVersion.objects.create(
        item=response.item_version.item,
        number=2,
        content=content.to_json(),
        checksum=content.checksum,
        created_at=noon,
    )
    Mark.objects.create(
        response=response,
        value=1,
        marked_at=noon,
        reason="The key was wrong.",
        marked_as=version,
    )
    assert stored_content(content)

    text = page(quiz)

    assert "data-key data-chosen" in text


def judged(quiz, noon, points):
    from tests.factories.people import UserFactory

    quiz.save({"text": "I would listen."}, 1)
    quiz.submit()
    actions.mark_response(
        response=quiz.attempt.responses.get(),
        rubric_points=points,
        comment="You ask well.",
        after=None,
        by=UserFactory(),
        at=noon,
    )


@pytest.mark.parametrize(
    ("aspects", "points", "comment"),
    [
        (["mark", "feedback"], True, True),
        (["mark", "own_answer", "right_answer"], False, False),
        (["feedback", "own_answer"], False, True),
    ],
)
def test_points_by_criterion_need_points_and_feedback_to_be_shown(
    site, noon, page, aspects, points, comment
):
    """They tell the mark, and the comment is one form of feedback."""
    quiz = deferred(
        free_text(rubric={"listens": 2, "asks": 1}),
        noon=noon,
        show_after=aspects,
        show_later=aspects,
    )
    judged(quiz, noon, {"listens": 1, "asks": 1})

    text = " ".join(page(quiz).split())

    assert ("Listens</span> <span>1 of 2<" in text) is points
    assert ("Asks</span> <span>1 of 1<" in text) is points
    assert ("You ask well." in text) is comment


def test_a_rubric_is_not_shown_before_its_marks(site, noon, page):
    quiz = deferred(free_text(rubric={"listens": 2}), noon=noon)
    quiz.save({"text": "I would listen."}, 1)
    quiz.submit()

    assert "Listens" not in page(quiz)

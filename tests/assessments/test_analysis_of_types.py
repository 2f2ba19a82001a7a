"""The item analysis of items that are not choices, of draws, void and waiting ones."""

import pytest

from assessments import actions
from assessments.blocks import stored_content
from assessments.content import (
    AcceptedText,
    ItemType,
    MatchingContent,
    Pair,
    ShortTextContent,
)
from assessments.models import Item
from assessments.reporting import analysis_report
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    free_text,
    single_choice,
)
from tests.factories.attempts import sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory

MATCHING = stored_content(
    MatchingContent(
        type=ItemType.MATCHING,
        stem={"en": "Match."},
        pairs=(
            Pair("a", {"en": "Prompt A"}, {"en": "Answer A"}),
            Pair("b", {"en": "Prompt B"}, {"en": "Answer B"}),
        ),
    )
)
SHORT = stored_content(
    ShortTextContent(
        type=ItemType.SHORT_TEXT,
        stem={"en": "What does the S stand for?"},
        accepted=(AcceptedText("s", "support"),),
    )
)
RIGHT_PAIRS = {"pairs": {"a": "a", "b": "b"}}
HALF_PAIRS = {"pairs": {"a": "a", "b": "a"}}


@pytest.fixture
def quiz(site):
    return AssessmentFactory(
        items=[
            ItemFactory(key="match", content=MATCHING),
            ItemFactory(key="short", content=SHORT),
            ItemFactory(key="choice", content=single_choice()),
        ]
    )


@pytest.fixture
def built(quiz):
    return build_course(lessons=0, assessment=quiz)


def take(built, noon, times, **choices):
    for _ in range(times):
        sit(built, choices, at=noon)


def report_of(quiz, key):
    return next(item for item in analysis_report(quiz).items if item.key == key)


def lines(item):
    return {(option.text, option.is_key): option.count for option in item.options}


def test_of_matching_every_pair_is_counted(quiz, built, noon):
    take(built, noon, 6, match=RIGHT_PAIRS, short={"text": "support"}, choice=True)
    take(built, noon, 5, match=HALF_PAIRS, short={"text": "support"}, choice=False)
    take(built, noon, 5, short={"text": "support"}, choice=False)

    item = report_of(quiz, "match")
    assert lines(item) == {
        ("Prompt A → Answer A", True): 11,
        ("Prompt A → Answer B", False): 0,
        ("Prompt B → Answer A", False): 5,
        ("Prompt B → Answer B", True): 6,
        ("", False): 5,
    }
    assert item.unanswered == 5
    assert item.right_count == 6
    assert item.facility == (6 + 5 * 0.5) / 16


def test_what_people_wrote_is_counted_and_not_shown(quiz, built, noon):
    take(built, noon, 6, short={"text": " Support "}, choice=True)
    take(built, noon, 5, short={"text": "supervision by Dr Virtanen"}, choice=False)
    take(built, noon, 5, choice=False)

    item = report_of(quiz, "short")
    assert [(o.key, o.text, o.count) for o in item.options] == [
        ("s", "support", 6),
        ("…", "", 5),
        (None, "", 5),
    ]
    assert "Virtanen" not in repr(item)


def test_a_void_question_is_in_no_figure(quiz, built, noon):
    take(built, noon, 6, match=RIGHT_PAIRS, short={"text": "no"}, choice=True)
    item = Item.objects.get(key="short")
    actions.apply_correction(
        assessment=quiz,
        plan=actions.plan_void(assessment=quiz, item=item),
        reason="It misled.",
        by=UserFactory(),
        at=noon,
    )

    report = analysis_report(quiz)
    assert report.quiz.k == 2
    assert report.quiz.mean_share == 1


def test_reflections_say_nothing_of_a_score(site, noon):
    quiz = AssessmentFactory(
        items=[
            ItemFactory(key="think", content=free_text(is_reflection=True)),
            ItemFactory(key="choice", content=single_choice()),
        ]
    )
    built = build_course(lessons=0, assessment=quiz)
    take(built, noon, 6, think={"text": "Hm."}, choice=True)

    report = analysis_report(quiz)
    assert report.quiz.max_score == 1
    assert [item.key for item in report.items if item.shown] == ["choice"]


def test_a_quiz_of_reflections_has_no_figures(site, noon):
    quiz = AssessmentFactory(
        items=[ItemFactory(key="think", content=free_text(is_reflection=True))]
    )
    built = build_course(lessons=0, assessment=quiz)
    take(built, noon, 6, think={"text": "Hm."})

    assert analysis_report(quiz).quiz is None


def test_attempts_that_wait_for_a_marker_are_in_no_figure(site, noon):
    quiz = AssessmentFactory(items=[ItemFactory(key="essay", content=free_text())])
    built = build_course(lessons=0, assessment=quiz)
    take(built, noon, 6, essay={"text": "I listen."})

    assert analysis_report(quiz).finished == 0

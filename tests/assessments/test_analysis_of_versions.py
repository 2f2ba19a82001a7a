"""An item analysis of questions that were changed, moved or taken out meanwhile."""

import datetime
from fractions import Fraction

from assessments import wording
from assessments.actions import freeze_item
from tests.assessments.tabled_quizzes import quiz_of, report_of, take
from tests.factories.assessments import single_choice


def change(built, key, **content):
    """Publish another version of a question."""
    item = built.quiz.assessment.entries.get(item__key=key).item
    item.content = single_choice(**content)
    item.save()
    item.refresh_from_db()
    freeze_item(item=item, at=datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC))


def test_versions_are_kept_apart_and_the_rest_is_pooled(site, noon):
    built = quiz_of(*[single_choice()] * 3)
    take(built, [(False, True, True), (True, True, False)] * 10, noon)
    change(built, "q1", right=1, stem="Which one, now?")
    take(built, [(True, True, True), (True, False, False)] * 5, noon)

    report = report_of(built)
    new, old, second, third = report.items

    assert (new.stem, new.version, new.is_current, new.n) == (
        "Which one, now?",
        2,
        True,
        10,
    )
    assert (old.stem, old.version, old.is_current, old.n) == (
        "Which one?",
        1,
        False,
        20,
    )
    assert (new.facility, old.facility) == (1, Fraction(1, 2))
    assert (second.n, third.n) == (30, 30)
    assert wording.item_label(old) == "version 1, no longer asked"
    # Alpha and the weights are those of one set of questions; here are two.
    assert not report.is_one_form
    assert report.quiz.internal_consistency is None
    assert (new.effective_weight, new.intended_weight) == (None, None)
    # All could get 3 points, so scores can still be told in points.
    assert (report.quiz.k, report.quiz.max_score) == (3, 3)


def test_a_new_version_is_hidden_until_five_have_had_it(site, noon):
    built = quiz_of(*[single_choice()] * 2)
    take(built, [(True, False), (False, True)] * 5, noon)
    change(built, "q1", right=1)
    take(built, [(True, True)] * 4, noon)

    report = report_of(built)
    new, old, second = report.items

    assert (new.shown, new.n, new.facility, new.options) == (False, None, None, ())
    assert (old.n, second.n, report.quiz.n) == (10, 10, 10)
    assert (report.finished, report.left_out) == (14, 4)
    assert "4 attempts are in no figure yet" in wording.standing(report)


def test_other_points_make_another_row(site, noon):
    built = quiz_of(*[single_choice()] * 2)
    take(built, [(True, False)] * 5, noon)
    built.quiz.assessment.entries.filter(item__key="q1").update(max_mark=3)
    take(built, [(True, True)] * 5, noon)

    report = report_of(built)

    assert [(i.key, i.max_mark, i.n, i.is_current) for i in report.items] == [
        ("q1", 3, 5, True),
        ("q1", 1, 5, False),
        ("q2", 1, 10, True),
    ]
    # 1 of 2 and 4 of 4 points: shares can be averaged, points cannot.
    assert report.quiz.max_score is None
    assert report.quiz.mean is None
    assert report.quiz.mean_share == Fraction(3, 4)


def test_a_question_that_was_taken_out_comes_last(site, noon):
    built = quiz_of(*[single_choice()] * 3)
    take(built, [(True, True, False)] * 5, noon)
    built.quiz.assessment.entries.filter(item__key="q1").delete()

    assert [(i.key, i.is_current) for i in report_of(built).items] == [
        ("q2", True),
        ("q3", True),
        ("q1", False),
    ]

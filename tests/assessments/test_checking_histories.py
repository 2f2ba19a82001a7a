"""Whatever a learner does one after the other: tries, saves and marks hold together."""

import contextlib
import dataclasses
from decimal import Decimal
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assessments import actions, scoring
from assessments.models import Attempt, Behaviour

from .checking import (
    chosen,
    sat,
    several,
)

# Any sequence of what a learner may do ------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["check", "save", "old"]),
        st.sets(st.integers(0, 3), max_size=3),
    ),
    max_size=8,
)


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    steps=STEPS,
    behaviour=st.sampled_from([Behaviour.IMMEDIATE, Behaviour.INTERACTIVE]),
    penalty=st.sampled_from(["0", "0.1", "0.333", "0.5", "1"]),
)
def test_whatever_a_learner_does_the_tries_hold_together(
    begun, steps, behaviour, penalty
):
    """The model is a few lines of plain Python; the actions have to agree with it."""
    with begun(behaviour=behaviour, penalty=penalty) as quiz:
        model = Model(allowed=3 if behaviour == Behaviour.INTERACTIVE else 1)
        for step, numbers in steps:
            answer = chosen(*numbers) if numbers else None
            before = snapshot(quiz)
            changes = model.takes(step, answer)
            try:
                if step == "save":
                    quiz.save(answer)
                else:
                    quiz.check(answer, revision=0 if step == "old" else None)
            except REFUSALS:
                assert not changes
            if not changes:
                assert snapshot(quiz) == before
            response = quiz.attempt.responses.get()
            assert (response.answer, response.is_settled) == (
                model.stored,
                model.is_settled,
            )
            assert [n for n, _right in quiz.tries()] == [
                *range(1, len(model.tried) + 1)
            ]

        quiz.submit()

        assert quiz.mark() == model.mark(Fraction(penalty))
        assert 0 <= quiz.mark() <= 1


REFUSALS = (actions.AnswerSettled, actions.NothingToCheck, actions.StaleAnswer)


@dataclasses.dataclass
class Model:
    """What should become of an item whose right options are the first and the third."""

    allowed: int
    tried: list = dataclasses.field(default_factory=list)
    stored: dict | None = None
    is_settled: bool = False

    def takes(self, step, answer) -> bool:
        """Take one step; answer whether it changes anything."""
        if self.is_settled:
            return False
        if step == "save":
            self.stored = answer
            return True
        if answer is None or answer in self.tried:
            return False
        if step == "old" and answer != self.stored:
            return False
        self.tried.append(answer)
        self.stored = answer
        self.is_settled = self.is_right(answer) or len(self.tried) == self.allowed
        return True

    @staticmethod
    def is_right(answer):
        return answer == chosen(0, 2)

    def mark(self, penalty):
        """Return the mark at submission, worked out from the sentences of the docs."""
        before = self.tried
        if before and before[-1] == self.stored:
            before = before[:-1]
        wrong = sum(not self.is_right(answer) for answer in before)
        picked = set((self.stored or {"chosen": []})["chosen"])
        good, bad = len(picked & {"o0", "o2"}), len(picked & {"o1", "o3"})
        share = max(Fraction(0), Fraction(good - bad, 2))
        left = max(Fraction(0), share - wrong * penalty)
        return Decimal(int(left * 100 + Fraction(1, 2))) / 100


def snapshot(quiz):
    response = quiz.attempt.responses.get()
    return (
        response.answer,
        response.revision,
        response.saved_at,
        response.settled_at,
        quiz.tries(),
    )


@pytest.fixture
def begun(site, noon):
    """Return how to have an attempt as it began, and take back what is done to it."""
    quiz = sat(several(), at=noon)

    @contextlib.contextmanager
    def begin(**fields):
        point = transaction.savepoint()
        Attempt.objects.update(**fields)
        quiz.revision = 0
        quiz.attempt.refresh_from_db()
        try:
            yield quiz
        finally:
            transaction.savepoint_rollback(point)

    return begin


@given(
    share=st.fractions(0, 1),
    penalty=st.decimals(0, 1, places=3),
    wrong=st.integers(0, 20),
    worth=st.decimals("0.01", "99.99", places=2),
)
def test_marks_fall_with_each_wrong_try_and_stay_within_bounds(
    share, penalty, wrong, worth
):
    marks = [
        scoring.points(scoring.after_tries(share, number, penalty), worth)
        for number in range(wrong + 2)
    ]

    assert all(0 <= mark <= worth for mark in marks)
    assert marks == sorted(marks, reverse=True)

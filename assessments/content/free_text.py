"""Items that are answered in one's own words: marked by a person, or not at all."""

import dataclasses
from fractions import Fraction
from typing import Any, ClassVar

from courses.texts import Texts

from .base import Answer, ContentError, ItemType, UnreadableAnswer, check_keys
from .writing import WrittenContent, written

# Characters: some eight pages.
LONGEST_FREE_TEXT = 20_000


@dataclasses.dataclass(frozen=True)
class Criterion:
    """One thing that markers look for. `points` are its weight among the criteria."""

    key: str
    text: Texts
    points: int = 1


@dataclasses.dataclass(frozen=True, kw_only=True)
class FreeTextContent(WrittenContent):
    """A question that is answered in one's own words.

    Either a person marks the answers, with the rubric's help, or nobody does: a
    reflection is for the learner's own thinking, with a model answer to compare.
    """

    is_reflection: bool = False
    rubric: tuple[Criterion, ...] = ()
    model_answer: Texts = dataclasses.field(default_factory=dict)

    types: ClassVar = frozenset({ItemType.FREE_TEXT})
    longest: ClassVar = LONGEST_FREE_TEXT

    def check(self) -> None:
        check_keys([criterion.key for criterion in self.rubric], "criteria")
        for criterion in self.rubric:
            if not any(criterion.text.values()):
                raise ContentError("A criterion is empty.")
            if criterion.points < 1:
                raise ContentError("A criterion is worth at least one point.")
        if self.is_reflection and self.rubric:
            raise ContentError("A reflection is not marked, so it has no rubric.")

    @property
    def is_marked_by_hand(self) -> bool:
        return not self.is_reflection

    @property
    def is_graded(self) -> bool:
        return not self.is_reflection

    def fraction(self, answer: Answer | None) -> Fraction | None:
        """Nothing for no answer; what was written is for a person to judge."""
        if self.is_reflection or not written(answer):
            return Fraction(0)
        return None

    def judged(self, points: dict[str, int]) -> Fraction:
        """Return what an answer is worth by the points for each criterion.

        Raises UnreadableAnswer for points that a criterion does not have.
        """
        known = {criterion.key: criterion.points for criterion in self.rubric}
        for key, value in points.items():
            if not 0 <= value <= known.get(key, -1):
                raise UnreadableAnswer(key)
        return Fraction(sum(points.values()), sum(known.values()))

    def full_answer(self) -> None:
        return None

    def own_json(self) -> dict[str, Any]:
        return {
            "is_reflection": self.is_reflection,
            "rubric": [
                {
                    "key": criterion.key,
                    "text": dict(criterion.text),
                    "points": criterion.points,
                }
                for criterion in self.rubric
            ],
            "model_answer": dict(self.model_answer),
        }

    @classmethod
    def own_from_json(cls, data: dict[str, Any]) -> dict[str, Any]:
        return {
            "is_reflection": data["is_reflection"],
            "rubric": tuple(Criterion(**criterion) for criterion in data["rubric"]),
            "model_answer": data["model_answer"],
        }

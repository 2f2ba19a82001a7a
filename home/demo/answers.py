"""Answers to a survey as people give them: mostly content, a few left out."""

import random

from feedback.answering import versions_asked
from feedback.models import AnswerState, ItemKind, SurveyVersion

# How often each is given, of a hundred.
WEIGHTS = {
    5: 40,
    4: 38,
    3: 12,
    2: 4,
    int(AnswerState.NOT_APPLICABLE): 3,
    int(AnswerState.SKIPPED): 3,
}


def random_values(version: SurveyVersion, rng: random.Random) -> dict[int, int]:
    """Return one person's ratings of the statements, by the key of their version."""
    return {
        asked.pk: rng.choices([*WEIGHTS], weights=[*WEIGHTS.values()])[0]
        for asked in versions_asked(version)
        if asked.item.kind == ItemKind.LIKERT
    }

"""Whether the counts agree with the answers they were made from."""

import dataclasses
from collections import Counter

from django.db.models import Count

from .confidential import answers_of, responses_of
from .groups import EVERYBODY
from .models import RatingCell, RunGroup, SurveyRun


@dataclasses.dataclass(frozen=True)
class Difference:
    """One count that is not what it should be."""

    run: str
    what: str
    counted: int
    should_be: int


def differences(run: SurveyRun) -> list[Difference]:
    """Return the counts of a run that disagree with its answers or with each other.

    Those of all respondents are compared with the answers themselves. Those of groups
    have to add up, in each dimension, to those of all respondents.
    """
    found: list[Difference] = []

    def compare(what: str, counted: Counter, should_be: Counter) -> None:
        for key in sorted(counted.keys() | should_be.keys()):
            if counted[key] != should_be[key]:
                found.append(
                    Difference(str(run), f"{what} {key}", counted[key], should_be[key])
                )

    answers = Counter(
        {
            (item_version_id, value): n
            for item_version_id, value, n in answers_of(run)
            .values_list("item_version", "value")
            .annotate(n=Count("pk"))
        }
    )
    cells: dict[str, Counter] = {EVERYBODY: Counter()}
    people: dict[str, Counter] = {EVERYBODY: Counter()}
    for dimension in run.dimensions:
        cells[dimension], people[dimension] = Counter(), Counter()
    for dimension, item_version_id, value, n in RatingCell.objects.filter(
        group__run=run
    ).values_list("group__dimension", "item_version", "value", "n"):
        cells.setdefault(dimension, Counter())[item_version_id, value] += n
    for group in RunGroup.objects.filter(run=run):
        people.setdefault(group.dimension, Counter())["respondents"] += group.responded

    responded = Counter(respondents=responses_of(run).count())
    for dimension in cells:
        name = dimension or "all"
        compare(f"{name}: item version and value", cells[dimension], answers)
        compare(f"{name}:", people.get(dimension, Counter()), responded)
    return found

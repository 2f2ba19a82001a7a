"""How much the same people changed between two confidential runs of one survey.

Made once, when the later of the two is closed, from the answers of each person; stored
with its release as

    {"run": 12, "items": [{"version": 31, "other": 31, "n": 23,
                           "difference": "0.52", "ci95": ["0.21", "0.83"],
                           "p": 0.002, "d_z": "0.74"}]}

where differences are those of this run minus the other, turned for reverse-worded
statements. `docs/methods/comparison.md`, "The same people twice", gives the rules: why
means of the pairs alone are not shown, and why a run is paired with one other only.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from psychometrics.disclosure import subset_allowed
from psychometrics.paired import paired_difference
from psychometrics.rounding import exact, round_half_up

from .confidential import answers_of
from .models import SurveyItemVersion, SurveyRun
from .pooling import pools_of


def pairs_of(
    run: SurveyRun, versions: list[SurveyItemVersion], payload: list[dict[str, Any]]
) -> dict[str, Any] | None:
    """Return the change since another run; None where there is nothing to say of it.

    `payload` is what is released of the statements `versions` of this run.
    """
    other = _partner(run)
    if other is None:
        return None
    release = other.snapshots.latest_released()
    if release is None:
        return None
    pools = pools_of(version.item_id for version in versions)
    before = {
        entry["version"]: entry for entry in release.payload["items"] if entry["shown"]
    }
    items = []
    for version, entry in zip(versions, payload, strict=True):
        same = [key for key in before if pools.get(key) == pools[version.pk]]
        # How many were asked on a condition tells what they answered before.
        if not entry["shown"] or not same or version.asked_if_key:
            continue
        shown = sum(entry["counts"]), sum(before[same[0]]["counts"])
        found = _item(run, other, version, same[0], shown)
        if found is not None:
            items.append(found)
    return {"run": other.pk, "items": items} if items else None


def _partner(run: SurveyRun) -> SurveyRun | None:
    """Return the closed run that most of the same people answered; None without one.

    Of two that have a partner each, or of three that all have each other, one person's
    change could be computed: a run has one earlier partner at most, and is that of one
    later run at most.
    """
    closed = SurveyRun.objects.filter(
        course=run.course_id,
        mode=run.mode,
        cohort=run.cohort_id,
        organisation=run.organisation_id,
        survey_version__survey=run.survey_version.survey_id,
    ).exclude(closed_on=None)
    taken = {
        payload["pairs"]["run"]
        for payload in closed.filter(snapshots__payload__has_key="pairs").values_list(
            "snapshots__payload", flat=True
        )
        if payload.get("pairs")
    }
    mine = set(run.confidential_responses.values_list("pseudonym", flat=True))
    best, most = None, 0
    for other in closed.exclude(pk__in=[run.pk, *taken]).order_by("-opened_on", "-pk"):
        theirs = other.confidential_responses.values_list("pseudonym", flat=True)
        common = len(mine.intersection(theirs))
        if common > most:
            best, most = other, common
    return best


def _item(
    run: SurveyRun,
    other: SurveyRun,
    version: SurveyItemVersion,
    other_version: int,
    shown: tuple[int, int],
) -> dict[str, Any] | None:
    after, before = _ratings(run, version.pk), _ratings(other, other_version)
    both = after.keys() & before.keys()
    # Beside each run's own figures: whoever answered once only must not be few.
    n, threshold = len(both), max(run.threshold, other.threshold)
    if any(not n <= all_ or not subset_allowed(all_, n, threshold) for all_ in shown):
        return None
    sign = -1 if version.is_reverse_keyed else 1
    found = paired_difference(sign * (after[who] - before[who]) for who in both)
    if found.mean is None or found.ci95 is None:
        return None
    return {
        "version": version.pk,
        "other": other_version,
        "n": n,
        # As they are printed: more decimals would only help to try out.
        "difference": _two(found.mean),
        "ci95": [_two(limit) for limit in found.ci95],
        "p": None
        if found.p_two_sided is None
        else float(round_half_up(exact(found.p_two_sided), 4)),
        "d_z": None if found.d_z is None else _two(found.d_z),
    }


def _ratings(run: SurveyRun, version_id: int) -> Mapping[Any, int]:
    """Return the rating of each pseudonym that gave one."""
    answers = answers_of(run).filter(item_version=version_id, value__gte=1)
    return dict(answers.values_list("response__pseudonym", "value"))


def _two(value: Fraction | float) -> str:
    return round_half_up(Fraction(value), 2)

"""Reading what is kept about one person, for that person."""

import datetime
from typing import Any

from django.apps import apps
from django.db.models import Count, QuerySet, Value
from django.utils.translation import gettext as _

from assessments.models import Attempt
from assessments.review import grid_of, shown, standing
from people.models import User

from .kept import KEPT
from .record import Kept


def record_counts(user: User) -> dict[str, int]:
    """Return how many records there are of each kind, by model; in one query.

    Kinds without a record are left out.
    """
    first, *others = (
        _records(kept, user)
        .order_by()
        .values(kept_as=Value(kept.model))
        .annotate(record_count=Count("pk"))
        .values_list("kept_as", "record_count")
        for kept in KEPT
    )
    counted = first.union(*others, all=True)
    return {kind: count for kind, count in counted if count}


def own_data(user: User, *, at: datetime.datetime) -> dict[str, Any]:
    """Return everything that is kept about a person, as plain values.

    Marks are in it as far as the quiz shows them by now.
    """
    told = told_attempts(user)
    return {
        "made_at": at,
        "about": _(
            "What this site keeps about you. Your answers to anonymous surveys are not "
            "in it: nothing says which are yours. Nor are pages, pictures and "
            "questions that you made for the site; they name you as their author."
        ),
        "kept": [
            {
                "title": str(kept.title),
                "purpose": str(kept.purpose),
                "time": str(kept.time),
                "kind": kept.model,
                "records": _told(kept, user, told),
            }
            for kept in KEPT
        ],
    }


def _records(kept: Kept, user: User) -> QuerySet:
    model = apps.get_model(kept.model)
    return model._default_manager.filter(**{kept.person: user.pk})


def _told(kept: Kept, user: User, told: set[int]) -> list[dict[str, Any]]:
    records = _records(kept, user)
    if kept.waits_for_quiz:
        records = records.filter(response__attempt__in=told)
    return [
        {name.replace("__", "."): value for name, value in record.items()}
        for record in records.order_by("pk").values(*kept.fields)
    ]


def told_attempts(user: User) -> set[int]:
    """Return the attempts whose marks the quiz shows its learner by now."""
    told: dict[tuple[int, int], bool] = {}
    found = set()
    for attempt in (
        Attempt.objects.of(user).submitted().select_related("assessment", "enrolment")
    ):
        quiz = (attempt.enrolment_id, attempt.step_id)
        if quiz not in told:
            moment = standing(
                enrolment=attempt.enrolment,
                step_id=attempt.step_id,
                assessment=attempt.assessment,
            ).moment
            told[quiz] = shown(moment, grid_of(attempt.assessment)).mark
        if told[quiz]:
            found.add(attempt.pk)
    return found

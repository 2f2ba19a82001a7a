"""Taking what is ready: scales that are not there yet, and drafts of surveys."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError, transaction
from wagtail.log_actions import log

from courses.translated import content_languages
from feedback.conditions import written_points
from feedback.models import ResponseScale, Survey
from people.models import User

from . import ReadySurvey, ready_scales, ready_surveys

# Each fails only because another draft of the same survey was made meanwhile.
MOST_ATTEMPTS = 20


class CannotTake(Exception):
    """Others took the same survey again and again at the same moment."""


@transaction.atomic
def make_ready_scales(
    *, keys: Iterable[str] | None = None, by: User | None = None
) -> list[ResponseScale]:
    """Make the ready scales of these keys, by default all; return the new ones.

    A scale that has the key already stays as it is: somebody may have adapted it.
    """
    wanted = list(ready_scales()) if keys is None else list(keys)
    made = []
    for key in wanted:
        ready = ready_scales()[key]
        scale, is_new = ResponseScale.objects.get_or_create(
            key=key,
            defaults={
                "name": ready.name,
                "favourable_from": ready.favourable_from,
                "points": [_block("point", _texts(label)) for label in ready.points],
            },
        )
        if is_new:
            log(instance=scale, action="wagtail.create", user=by)
            made.append(scale)
    return made


def draft_from_template(*, key: str, by: User, taken_with: uuid.UUID) -> Survey:
    """Make a draft from a ready survey, with the scales that it needs.

    Respondents get nothing of it before it is published. `taken_with` is the random key
    of the form: sending the same form again returns the draft that it made. KeyError
    for a survey that is not ready.
    """
    ready = ready_surveys()[key]
    for _attempt in range(MOST_ATTEMPTS):
        made = Survey.objects.filter(taken_with=taken_with).first()
        if made is not None:
            return made
        try:
            return _draft(ready, by, taken_with)
        except IntegrityError:
            # At the same moment the form came once more, or somebody else took it.
            continue
    raise CannotTake


@transaction.atomic
def _draft(ready: ReadySurvey, by: User, taken_with: uuid.UUID) -> Survey:
    make_ready_scales(keys=ready.scales, by=by)
    survey = Survey(
        key=_free_key(ready.key),
        name=str(ready.title),
        scale=ResponseScale.objects.get(key=ready.scale),
        is_one_scale=ready.is_one_scale,
        taken_with=taken_with,
        live=False,
        has_unpublished_changes=True,
    )
    body = [_block(*_content(item)) for item in ready.items]
    survey.body = body  # type: ignore[assignment]
    survey.save()
    # As the editor does it: a draft is its latest revision.
    survey.refresh_from_db()
    survey.save_revision(user=by)
    log(instance=survey, action="wagtail.create", user=by)
    return survey


def _content(item: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the kind and the stored value of one item."""
    if "new_page" in item:
        return "page", {"title": _texts(item.get("title", {}))}
    value = {"key": item["key"], "asked_if": _asked_if(item.get("asked_if"))}
    if "question" in item:
        return "open_question", {**value, "wording": _texts(item["question"])}
    return "likert", {
        **value,
        "wording": _texts(item["statement"]),
        "scale": item.get("scale", ""),
        "is_reverse_keyed": item.get("reverse", False),
    }


def _asked_if(condition: dict[str, Any] | None) -> dict[str, str]:
    if condition is None:
        return {"item": "", "points": ""}
    return {"item": condition["item"], "points": written_points(condition["points"])}


def _texts(texts: dict[str, str]) -> dict[str, str]:
    """Return a text in the languages that this site has."""
    known = [code for code, _name in content_languages()]
    return {code: text for code, text in texts.items() if code in known}


def _block(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def _free_key(key: str) -> str:
    """Return the key, with a number where a survey has it already."""
    taken = set(
        Survey.objects.filter(key__startswith=key).values_list("key", flat=True)
    )
    number, free = 2, key
    while free in taken:
        free, number = f"{key}-{number}", number + 1
    return free

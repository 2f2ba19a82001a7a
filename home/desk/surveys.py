"""The survey that a new course ends with: one for all courses, so that they compare."""

import yaml
from django.db import transaction

from feedback.models import ResponseScale, Survey
from home.stored import package_id, stream_value
from people.models import User

from .shelf import STARTER

# Also the survey of the starter courses; whichever comes first makes it.
READY = "closing"


@transaction.atomic
def ready_survey(*, by: User) -> Survey:
    """Return the ready survey, published; made where the site has none of that name."""
    found = Survey.objects.filter(key=READY).first()
    if found is not None:
        return found
    written = _read("surveys", READY)
    survey = Survey(
        key=READY,
        name=written["name"],
        scale=_ready_scale(written["scale"]),
        minutes=written["minutes"],
        body=stream_value(Survey, "body", [_item(one) for one in written["items"]]),
    )
    survey.save()
    survey.save_revision(user=by, log_action=True).publish(user=by)
    return survey


def _ready_scale(key: str) -> ResponseScale:
    found = ResponseScale.objects.filter(key=key).first()
    if found is not None:
        return found
    written = _read("scales", key)
    points = [
        {"type": "point", "value": texts, "id": package_id("scales", key, str(number))}
        for number, texts in enumerate(written["points"])
    ]
    return ResponseScale.objects.create(
        key=key,
        name=written["name"],
        favourable_from=written["favourable_from"],
        points=stream_value(ResponseScale, "points", points),
    )


def _item(written: dict) -> dict:
    is_statement = "statement" in written
    value = {
        "key": written["key"],
        "wording": written["statement" if is_statement else "question"],
    }
    if is_statement:
        value["is_reverse_keyed"] = written.get("reverse", False)
    return {
        "type": "likert" if is_statement else "open_question",
        "value": value,
        "id": package_id("surveys", READY, written["key"]),
    }


def _read(folder: str, name: str) -> dict:
    path = STARTER / "ips-in-practice" / folder / f"{name}.yaml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))

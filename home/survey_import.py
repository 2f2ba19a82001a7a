"""Scales and surveys of a course package."""

from django.db.models import Model

from feedback.models import ResponseScale, RunMode, Survey
from people.models import User

from .packages import content as package_content
from .packages.content import CoursePackage
from .stored import differs, package_id, stream_value


class SurveyImport:
    """The surveys of one package, and what has been made of them so far."""

    def __init__(self, package: CoursePackage, by: User | None):
        self.package = package
        self.by = by
        self.created = self.updated = self.unchanged = 0
        self.changed: list[Model] = []
        self._changed_scales: set[str] = set()

    def surveys(self) -> dict[str, Survey]:
        """Create or update the surveys and publish them; return them by key."""
        scales = {key: self._scale(scale) for key, scale in self.package.scales.items()}
        return {
            key: self._survey(survey, scales[survey.scale])
            for key, survey in self.package.surveys.items()
        }

    def _scale(self, scale: package_content.Scale) -> ResponseScale:
        record = ResponseScale.objects.filter(key=scale.key).first()
        points = [
            {
                "type": "point",
                "value": dict(texts),
                "id": package_id("scales", scale.key, str(number)),
            }
            for number, texts in enumerate(scale.points)
        ]
        fields = {
            "name": scale.name,
            "favourable_from": scale.favourable_from,
            "points": stream_value(ResponseScale, "points", points),
        }
        return self._saved(ResponseScale, scale.key, record, fields)

    def _survey(self, survey: package_content.Survey, scale: ResponseScale) -> Survey:
        record = Survey.objects.filter(key=survey.key).first()
        body = [_item(survey, item, number) for number, item in enumerate(survey.items)]
        fields = {
            "name": survey.name,
            "scale": scale,
            "minutes": survey.minutes,
            "offers_not_applicable": survey.offers_not_applicable,
            "is_one_scale": survey.is_one_scale,
            "mode": RunMode.CONFIDENTIAL
            if survey.is_confidential
            else RunMode.ANONYMOUS,
            "body": stream_value(Survey, "body", body),
        }
        if (
            record is not None
            and record.live
            and record.current_version
            and not self._changed_scales.intersection(survey.scales)
            and not differs(record, fields)
        ):
            # A draft that somebody is working on stays as it is.
            self.unchanged += 1
            return record
        saved = self._saved(Survey, survey.key, record, fields, always=True)
        saved.save_revision(user=self.by).publish(user=self.by)
        return saved

    def _saved(self, model, key: str, record, fields: dict, *, always: bool = False):
        """Return the record with these values, saved if that changes anything."""
        if record is None:
            record = model(key=key)
            self.created += 1
        elif always or differs(record, fields):
            self.updated += 1
        else:
            self.unchanged += 1
            return record
        for name, value in fields.items():
            setattr(record, name, value)
        record.save()
        self.changed.append(record)
        if model is ResponseScale:
            # What a survey asks includes the labels of its scale.
            self._changed_scales.add(key)
        return record


def _item(
    survey: package_content.Survey,
    item: package_content.Statement
    | package_content.OpenQuestion
    | package_content.NewPage,
    number: int,
) -> dict:
    if isinstance(item, package_content.NewPage):
        return {
            "type": "page",
            "value": {"title": dict(item.title)},
            "id": package_id("surveys", survey.key, f"page {number}"),
        }
    asked_if = item.asked_if
    value: dict = {
        "key": item.key,
        "wording": dict(item.wording),
        "asked_if": {
            "item": asked_if.item if asked_if else "",
            "points": ", ".join(asked_if.points) if asked_if else "",
        },
    }
    is_statement = isinstance(item, package_content.Statement)
    if is_statement:
        value["is_reverse_keyed"] = item.is_reverse_keyed
        value["scale"] = item.scale
        value["not_applicable"] = {True: "yes", False: "no", None: ""}[
            item.offers_not_applicable
        ]
    return {
        "type": "likert" if is_statement else "open_question",
        "value": value,
        "id": package_id("surveys", survey.key, item.key),
    }

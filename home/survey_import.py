"""Scales and surveys of a course package."""

from feedback.models import ResponseScale, Survey
from people.models import User

from .packages import content as package_content
from .packages.content import CoursePackage
from .stored import package_id, stream_value


def import_surveys(package: CoursePackage, by: User | None) -> dict[str, Survey]:
    """Create or update the package's surveys and publish them; return them by key."""
    scales = {key: _scale(package, scale) for key, scale in package.scales.items()}
    return {
        key: _survey(package, survey, scales[survey.scale], by)
        for key, survey in package.surveys.items()
    }


def _scale(package: CoursePackage, scale: package_content.Scale) -> ResponseScale:
    record = ResponseScale.objects.filter(key=scale.key).first()
    record = record or ResponseScale(key=scale.key)
    record.name = scale.name
    record.favourable_from = scale.favourable_from
    points = [
        {
            "type": "point",
            "value": dict(texts),
            "id": package_id(package.slug, "scales", scale.key, str(number)),
        }
        for number, texts in enumerate(scale.points)
    ]
    record.points = stream_value(ResponseScale, "points", points)
    record.save()
    return record


def _survey(
    package: CoursePackage,
    survey: package_content.Survey,
    scale: ResponseScale,
    by: User | None,
) -> Survey:
    record = Survey.objects.filter(key=survey.key).first() or Survey(key=survey.key)
    record.name = survey.name
    record.scale = scale
    record.minutes = survey.minutes
    body = [_item(package, survey, item) for item in survey.items]
    record.body = stream_value(Survey, "body", body)
    record.save()
    record.save_revision(user=by).publish(user=by)
    return record


def _item(
    package: CoursePackage,
    survey: package_content.Survey,
    item: package_content.Statement | package_content.OpenQuestion,
) -> dict:
    value: dict = {"key": item.key, "wording": dict(item.wording)}
    is_statement = isinstance(item, package_content.Statement)
    if is_statement:
        value["is_reverse_keyed"] = item.is_reverse_keyed
    return {
        "type": "likert" if is_statement else "open_question",
        "value": value,
        "id": package_id(package.slug, "surveys", survey.key, item.key),
    }

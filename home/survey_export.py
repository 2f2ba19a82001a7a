"""Surveys and scales as the plain values of a package."""

from courses.translated import without_empty
from feedback.conditions import points_of, written_points
from feedback.models import ResponseScale, RunMode, Survey

from .packages import content as package_content


class SurveyExport:
    """The surveys of one package with their scales, by key."""

    def __init__(self) -> None:
        self.surveys: dict[str, package_content.Survey] = {}
        self.scales: dict[str, package_content.Scale] = {}

    def add(self, survey: Survey) -> None:
        """Take the survey and its scale into the package."""
        if survey.key in self.surveys:
            return
        self._add_scale(survey.scale)
        found = package_content.Survey(
            key=survey.key,
            name=survey.name.strip(),
            scale=survey.scale.key,
            minutes=survey.minutes,
            items=tuple(_item(child) for child in survey.body),
            offers_not_applicable=survey.offers_not_applicable,
            is_one_scale=survey.is_one_scale,
            is_confidential=survey.mode == RunMode.CONFIDENTIAL,
        )
        for scale in ResponseScale.objects.filter(key__in=found.scales):
            self._add_scale(scale)
        self.surveys[survey.key] = found

    def _add_scale(self, scale: ResponseScale) -> None:
        self.scales[scale.key] = package_content.Scale(
            key=scale.key,
            name=scale.name.strip(),
            favourable_from=scale.favourable_from,
            points=tuple(without_empty(point.value) for point in scale.points),
        )


def _item(
    child,
) -> package_content.Statement | package_content.OpenQuestion | package_content.NewPage:
    if child.block_type == "page":
        return package_content.NewPage(without_empty(child.value["title"]))
    key, wording = child.value["key"], without_empty(child.value["wording"])
    asked_if = _asked_if(child.value["asked_if"])
    if child.block_type == "likert":
        return package_content.Statement(
            key,
            wording,
            bool(child.value["is_reverse_keyed"]),
            child.value["scale"] or "",
            {"yes": True, "no": False}.get(child.value["not_applicable"]),
            asked_if,
        )
    return package_content.OpenQuestion(key, wording, asked_if)


def _asked_if(value) -> package_content.AskedIf | None:
    if not value["item"]:
        return None
    points = written_points(points_of(value["points"]))
    return package_content.AskedIf(value["item"], tuple(points.split(", ")))

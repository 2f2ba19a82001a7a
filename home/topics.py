"""Topics of the catalogue, in and out of course packages."""

from collections.abc import Iterable

from courses.models import Topic

from .packages.content import CoursePackage, Texts


def save_topics(package: CoursePackage) -> None:
    """Make the topics of a package, or give those there its names."""
    for key, name in package.topics.items():
        Topic.objects.update_or_create(key=key, defaults={"name": dict(name)})


def topics_named(keys: Iterable[str], language: str) -> dict[str, Texts]:
    """Return the names of the topics that have one in the language of the package."""
    topics = Topic.objects.in_bulk(list(keys), field_name="key")
    return {
        key: topics[key].name
        for key in keys
        if key in topics and topics[key].name.get(language)
    }

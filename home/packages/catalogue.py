"""What course.yaml says for the catalogue: topics, professions, other languages."""

from collections.abc import Mapping
from typing import Any

from .content import CoursePackage, Profession, Texts
from .fields import Fields, Languages, fields_of, no_language, one_line
from .problems import listed, nearest, quoted
from .yamltree import Mapping as Branch
from .yamltree import Scalar, expect
from .yamlwriter import Word

MOST_OF_A_TEXT = 255


def catalogue_of(course: Fields, languages: Languages) -> dict[str, Any]:
    """Return all of it, by the names of the package's fields."""
    title, summary = _catalogue_texts(course, languages)
    return {
        "topics": _topics(course, languages),
        "professions": _professions(course),
        "catalogue_title": title,
        "catalogue_summary": summary,
    }


def _topics(course: Fields, languages: Languages) -> dict[str, Texts]:
    """Return the names of the topics by their keys."""
    found: dict[str, Texts] = {}
    for node in course.each("topics", required=False):
        fields = fields_of(node, languages)
        if fields is None:
            continue
        key = fields.slug("key", most=60)
        name = fields.texts("name")
        fields.finish()
        if key in found:
            fields.at("key").problem(
                f"The topic {quoted(key)} is named twice. Remove one of them."
            )
        found[key] = name
    return found


def _professions(course: Fields) -> tuple[Profession, ...]:
    """Return whom the course suits, in the order of the site's list."""
    known = [str(profession) for profession in Profession]
    chosen = set()
    for node in course.each("professions", required=False):
        scalar = expect(node, Scalar, "a short name of a profession")
        if scalar is None:
            continue
        if scalar.text in known:
            chosen.add(scalar.text)
        else:
            hint = nearest(scalar.text, known)
            scalar.place.problem(
                f"The profession {quoted(scalar.text)} is unknown.{hint} "
                f"Use {listed(known)}."
            )
    return tuple(one for one in Profession if str(one) in chosen)


def _catalogue_texts(course: Fields, languages: Languages) -> tuple[Texts, Texts]:
    """Return title and summary in languages that the course itself is not in."""
    if not course.mentions("catalogue"):
        return {}, {}
    fields = course.inner("catalogue")
    if fields is None:
        return {}, {}
    title = _other_texts(fields, "title", languages)
    summary = _other_texts(fields, "summary", languages)
    fields.finish()
    return title, summary


def _other_texts(fields: Fields, key: str, languages: Languages) -> Texts:
    if not fields.mentions(key):
        return {}
    node = fields.node(key)
    branch = node and expect(node, Branch, "one text for each language")
    found = {}
    for entry in branch.entries if branch else ():
        if entry.key not in languages.known:
            entry.place.problem(no_language(entry.key, languages))
        elif scalar := expect(entry.value, Scalar, "a text"):
            text = one_line(scalar, MOST_OF_A_TEXT)
            if text:
                found[entry.key] = text
            else:
                scalar.place.problem("This text is empty. Write it or remove it.")
    return found


def as_yaml(package: CoursePackage, texts: Any) -> dict[str, Any]:
    """Return what course.yaml says for the catalogue; `texts` writes one text."""
    found: dict[str, Any] = {}
    if package.topics:
        found["topics"] = [
            {"key": Word(key), "name": texts(name)}
            for key, name in package.topics.items()
        ]
    if package.professions:
        found["professions"] = [Word(str(one)) for one in package.professions]
    other: Mapping[str, Texts] = {
        "title": package.catalogue_title,
        "summary": package.catalogue_summary,
    }
    if any(other.values()):
        found["catalogue"] = {key: dict(text) for key, text in other.items() if text}
    return found

"""What items and quizzes refer to, and the short names that are taken."""

import dataclasses
from collections.abc import Mapping
from typing import Any

from home.packages.fields import Fields, Languages, fields_of
from home.packages.problems import Place, nearest, quoted
from home.packages.yamltree import Listing, Node, expect

from .values import Assessment, CaseStory, Category, Item, Outcome


@dataclasses.dataclass
class Bank:
    """What items refer to, and the short names that are taken.

    `lessons` maps each way to name a lesson to its address. A way may be given from the
    course (module/lesson); from inside a module the lesson's name is enough.
    """

    languages: Languages
    lessons: Mapping[str, str] = dataclasses.field(default_factory=dict)
    tags: frozenset[str] = frozenset()
    media: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    categories: Mapping[str, Category] = dataclasses.field(default_factory=dict)
    outcomes: Mapping[str, Outcome] = dataclasses.field(default_factory=dict)
    cases: Mapping[str, CaseStory] = dataclasses.field(default_factory=dict)
    # Items that are written apart from the quizzes that ask them.
    pool: dict[str, Item] = dataclasses.field(default_factory=dict)
    quizzes: dict[str, Assessment] = dataclasses.field(default_factory=dict)
    items: dict[str, Place] = dataclasses.field(default_factory=dict)
    assessments: dict[str, Place] = dataclasses.field(default_factory=dict)

    def take(self, taken: dict[str, Place], key: str, place: Place, what: str) -> None:
        """Note that the short name is in use; report one that was before."""
        if key in taken:
            first = taken[key]
            place.problem(
                f"The {what} {quoted(key)} is in {first.file}, line {first.line}, too. "
                "Give one of them another key."
            )
        elif key:
            taken[key] = place

    def known_key(self, fields: Fields, key: str, known: Mapping[str, Any]) -> str:
        """Return the short name of a category, an outcome, a case; "" for none."""
        if not fields.mentions(key):
            return ""
        name = fields.text(key, required=False)
        if name and name not in known:
            where = {"case": "the folder cases", "outcome": "outcomes.yaml"}.get(
                key, "categories.yaml"
            )
            fields.at(key).problem(
                f"There is no {key} {quoted(name)} in {where}.{nearest(name, known)}"
            )
        return name

    def revisit(self, fields: Fields, module: str) -> str:
        """Return the address of the lesson to reread."""
        name = fields.text("revisit", required=False)
        if not name:
            return ""
        address = self.lessons.get(f"{module}/{name}") if module else None
        address = address or self.lessons.get(name)
        if address is None:
            ways = {way.removeprefix(f"{module}/") for way in self.lessons}
            fields.at("revisit").problem(
                f"“revisit” names {quoted(name)}, which is no lesson."
                f"{nearest(name, ways)}"
            )
        return address or ""


def categories_of(node: Node | None, languages: Languages) -> dict[str, Category]:
    """Return the categories that the file holds; each after the one it is part of."""
    found: dict[str, Category] = {}
    for fields in entries_of(node, languages, found):
        parent = fields.text("parent", required=False)
        if parent and parent not in found:
            fields.at("parent").problem(
                f"There is no category {quoted(parent)} above this one. Move it up, or "
                f"put the name right.{nearest(parent, found)}"
            )
        key = fields.key()
        found[key] = Category(key, fields.texts("name"), parent)
        fields.finish()
    return found


def outcomes_of(node: Node | None, languages: Languages) -> dict[str, Outcome]:
    """Return the learning outcomes that the file holds."""
    found: dict[str, Outcome] = {}
    for fields in entries_of(node, languages, found):
        key = fields.key()
        found[key] = Outcome(key, fields.texts("text", most=500))
        fields.finish()
    return found


def entries_of(node: Node | None, languages: Languages, found: Mapping[str, Any]):  # type: ignore[no-untyped-def]
    """Yield the entries of a file that is a list; report a key that is here twice."""
    listing = None if node is None else expect(node, Listing, "a list (- key: …)")
    for entry in listing.items if listing else ():
        fields = fields_of(entry, languages)
        if fields is None:
            continue
        if fields.text("key") in found:
            fields.at("key").problem("This key is here twice. Keep one.")
        yield fields


def case_of(fields: Fields, name: str) -> CaseStory:
    """Return the case that the file of this name holds."""
    case = CaseStory(
        key=fields.key_as_file(name, most=100),
        title=fields.texts("title"),
        story=fields.texts("story", long=True),
    )
    fields.finish()
    return case

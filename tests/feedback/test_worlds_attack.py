"""An attacker who knows no rule compares worlds.

Two databases that differ in the answers of a few people only have to look the same, in
every page and every file that a coordinator gets. Controls take the rules away, and let
the same attack succeed.
"""

import re

import pytest

from feedback import actions, release, writer
from feedback.exports.formats import FORMATS
from feedback.models import InterimPolicy
from people.models import Role
from tests.factories.people import PASSWORD, MembershipFactory
from tests.feedback.attacking import (
    NA,
    SKIPPED,
    seen,
    submission,
    without_remainder_rule,
    without_small_groups,
)
from tests.feedback.reading_files import all_text
from tests.rows import everything_stored, rolled_back


def everything_a_coordinator_gets(client, run) -> dict[str, str]:
    """Follow every address among the ratings; return what each gives, as text."""
    base = f"/ratings/{run.course.slug}/"
    waiting = ["/ratings/", base, f"{base}?run={run.pk}"]
    waiting += [f"{base}?run={run.pk}&by={name}" for name in run.dimensions]
    kinds = {f"{base}{kind.path}": kind.key for kind in FORMATS}
    # Also where the page leads to no file: their addresses are known.
    waiting += [f"{address}?run={run.pk}" for address in kinds]
    found: dict[str, str] = {}
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        response = client.get(address, follow=True)
        assert response.status_code == 200, address
        kind = kinds.get(address.split("?")[0])
        if kind is None:
            text = response.content.decode()
            links = re.findall(r'href="([^"#]+)', text)
            waiting += [
                link.replace("&amp;", "&")
                for link in links
                if link.startswith(("/ratings/", "?"))
            ]
            waiting = [base + w if w.startswith("?") else w for w in waiting]
        else:
            text = all_text(kind, response.content)
        found[address] = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)
    assert len(found) > len(FORMATS) + 3
    return found


# Each difference between two worlds leaves the sums alone: who in the hidden groups
# answered what, how many are in which, which groups those are and how many, and what
# the few said who rated a statement that hardly anybody rated.
A12 = [("A", "N", 5, 4, 4)] * 12
ONE = A12 + [("B", "P", 4, 4, SKIPPED)] * 8 + [("C", "Q", 1, 2, SKIPPED)] * 3
OTHERS_ANSWERS = (
    A12
    + [("B", "P", 1, 2, SKIPPED)] * 3
    + [("B", "P", 4, 4, SKIPPED)] * 5
    + [("C", "Q", 4, 4, SKIPPED)] * 3
)
OTHER_SIZES = (
    A12
    + [("B", "P", 4, 4, SKIPPED)] * 7
    + [("C", "Q", 4, 4, SKIPPED)]
    + [("C", "Q", 1, 2, SKIPPED)] * 3
)
OTHER_NAMES = A12 + [("D", "S", 4, 4, SKIPPED)] * 8 + [("E", "T", 1, 2, SKIPPED)] * 3
MORE_GROUPS = (
    A12
    + [("B", "P", 4, 4, SKIPPED)] * 4
    + [("D", "S", 4, 4, SKIPPED)] * 4
    + [("E", "T", 1, 2, SKIPPED)] * 2
    + [("C", "Q", 1, 2, SKIPPED)]
)
# All groups are hidden: the small one, and the other beside it.
ALL_HIDDEN = [("A", "N", 5, 4, 4)] * 12 + [("B", "P", 1, 2, 3)] * 3
OTHERS_HIDDEN = [("C", "Q", 5, 4, 4)] * 12 + [("D", "S", 1, 2, 3)] * 3
FEW_FIVES = [("A", "N", 3, 4, 5)] * 4 + [("A", "N", 3, 4, NA)] * 8
FEW_ONES = [("A", "N", 3, 4, 1)] * 3 + [("A", "N", 3, 4, SKIPPED)] * 9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ONE, OTHERS_ANSWERS),
        (ONE, OTHER_SIZES),
        (ONE, OTHER_NAMES),
        (ONE, MORE_GROUPS),
        (ALL_HIDDEN, OTHERS_HIDDEN),
        (FEW_FIVES, FEW_ONES),
    ],
    ids=[
        "whose answers",
        "which size",
        "which groups",
        "how many groups",
        "which groups, all hidden",
        "which ratings",
    ],
)
def test_worlds_that_differ_in_a_few_people_look_the_same(
    client, new_run, versions, noon, one, other
):
    run = new_run(interim=InterimPolicy.OFF, eligible=40)
    look = looking_as_coordinator(client, run, versions, noon)

    assert look(one) == look(one), "what is seen depends on something else"
    assert look(one) == look(other)


@pytest.mark.parametrize("without", [without_small_groups, without_remainder_rule])
def test_control_without_the_rules_the_worlds_differ(
    client, new_run, versions, noon, monkeypatch, without
):
    without(monkeypatch)
    run = new_run(interim=InterimPolicy.OFF, eligible=40)
    look = looking_as_coordinator(client, run, versions, noon)

    one, other = look(ONE), look(OTHERS_ANSWERS)
    differing = [address for address, text in one.items() if other[address] != text]
    assert len(differing) > len(FORMATS) / 2


def with_names_of_hidden_groups(monkeypatch):
    """Say of each hidden group that it is, as releases once did."""
    shown_only, names = release._groups, {}
    hidden_now = actions.hidden_groups

    def remember(run, dimension):
        names[run.pk, dimension] = hidden_now(run, dimension)
        return names[run.pk, dimension]

    def named(run, dimension, *rest):
        return shown_only(run, dimension, *rest) + [
            {"key": key, "responded": 0, "items": []}
            for key in names[run.pk, dimension]
        ]

    monkeypatch.setattr(actions, "hidden_groups", remember)
    monkeypatch.setattr(release, "_groups", named)


@pytest.mark.parametrize(
    ("one", "other"),
    [(ONE, OTHER_NAMES), (ONE, MORE_GROUPS), (ALL_HIDDEN, OTHERS_HIDDEN)],
    ids=["which groups", "how many groups", "which groups, all hidden"],
)
def test_control_where_hidden_groups_are_named_the_worlds_differ(
    client, new_run, versions, noon, monkeypatch, one, other
):
    with_names_of_hidden_groups(monkeypatch)
    run = new_run(interim=InterimPolicy.OFF, eligible=40)
    look = looking_as_coordinator(client, run, versions, noon)

    first, second = look(one), look(other)
    assert [address for address, text in first.items() if second[address] != text]


def test_a_release_of_earlier_days_names_nobody(client, new_run, versions, noon):
    """Releases are kept; those that named hidden groups are read without the names."""
    run = new_run(interim=InterimPolicy.OFF, eligible=40)
    writer.store(run=run, submissions=[submission(row, versions) for row in ONE])
    run = actions.close_run(run=run, at=noon)
    before = seen(run)
    snapshot = run.snapshots.get()
    for entries in snapshot.payload["groups"].values():
        for entry in entries:
            entry["shown"] = True
        entries.append(
            {"key": "Forge Lane", "shown": False, "reason": "protects_small_groups"}
        )
    snapshot.save()

    assert seen(run) == before
    look = looking_as_coordinator(client, run, versions, noon, is_closed=True)
    assert not [text for text in look([]).values() if "Forge Lane" in text]


def test_after_closing_no_name_of_a_hidden_group_is_stored(new_run, versions, noon):
    run = new_run(interim=InterimPolicy.OFF)
    rows = [("Mill Street", *row[1:]) for row in A12]
    rows += [("Forge Lane", *row[1:]) for row in A12[:8]]
    rows += [("Quay House", *row[1:]) for row in A12[:3]]
    writer.store(run=run, submissions=[submission(row, versions) for row in rows])
    assert {"Mill Street", "Forge Lane", "Quay House"} <= stored_names()
    actions.close_run(run=run, at=noon)

    # Forge Lane is large enough, and would give Quay House away.
    assert stored_names() == {"Mill Street"}


def stored_names() -> set[str]:
    return set(re.findall("Mill Street|Forge Lane|Quay House", everything_stored()))


def looking_as_coordinator(client, run, versions, at, *, is_closed=False):
    """Return a function that gives all that is seen if people answered so."""
    membership = MembershipFactory(role=Role.COORDINATOR)
    type(run).objects.filter(pk=run.pk).update(organisation=membership.organisation)
    run.refresh_from_db()
    client.login(username=membership.user.email, password=PASSWORD)

    def look(rows):
        with rolled_back():
            submissions = [submission(row, versions) for row in rows]
            if not is_closed:
                writer.store(run=run, submissions=submissions)
                actions.close_run(run=run, at=at)
            return everything_a_coordinator_gets(client, run)

    return look

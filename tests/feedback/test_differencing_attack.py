"""An attacker adds up and subtracts everything that a coordinator can see.

Two attacks. The first knows the rules and solves equations: every release of a run at
every moment, every group of every dimension, the whole, what is left of it, the mean of
all ratings. It looks for any set of people and any statement of which it can compute
that between one and four people rated it. The second knows nothing and compares worlds:
two databases that differ in the answers of a few people only have to look the same, in
every page and every file. Controls take the rules away, one after the other, and let
the same attacks succeed.
"""

import itertools
import re
from fractions import Fraction

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from feedback import actions, release, writer
from feedback.exports.formats import FORMATS
from feedback.exports.json import report_as_json
from feedback.models import AnswerState, InterimPolicy
from feedback.reporting import run_report
from people.models import Role
from psychometrics.disclosure import ReleaseStep
from tests.exploring import examples
from tests.factories.feedback import SurveyRunFactory
from tests.factories.people import PASSWORD, MembershipFactory
from tests.feedback.knowledge import Knowledge
from tests.feedback.reading_files import all_text
from tests.rows import everything_stored, rolled_back

K = 5
POINTS = range(1, 6)
MISSING = ("not_applicable", "skipped")
NA, SKIPPED = AnswerState.NOT_APPLICABLE, AnswerState.SKIPPED


# What the attacker sees ---------------------------------------------------------------


def seen(run) -> dict:
    """Return the report as a coordinator gets it for her own calculations."""
    return report_as_json(run_report(run, title="Course"))


def watched(run, rows, versions, at) -> list[dict]:
    """Answer one after the other and look after each; close, and look again."""
    views = []
    for number, row in enumerate(rows):
        with transaction.atomic():
            locked = writer.locked_run(run.pk)
            responded = writer.store(
                run=locked, submissions=[submission(row, versions)]
            )
            if locked.interim == InterimPolicy.STEPS:
                actions._release_if_due(run=locked, responded=responded, at=at)
        if number >= K - 1:
            views.append(seen(locked))
    views.append(seen(actions.close_run(run=run, at=at)))
    return views


def submission(row, versions):
    organisation, profession, *ratings = row
    return writer.Submission(
        values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
        groups={"organisation": organisation, "profession": profession},
    )


# What he makes of it ------------------------------------------------------------------


def state_counts(item) -> dict:
    return dict(zip(POINTS, item["counts"], strict=True)) | {
        name: item[name] for name in MISSING
    }


def computed(views) -> list[str]:
    """Return what can be computed about one to four people's ratings."""
    found = []
    releases = [
        view
        for before, view in zip([None, *views], views, strict=False)
        if view["released"]["responded"]
        and (before is None or before["released"] != view["released"])
    ]
    if not releases:
        return found
    known = Knowledge()
    keys = [item["key"] for item in releases[-1]["items"]]
    for number, view in enumerate(releases):
        steps = range(number + 1)
        found += pooled_leaks(view)
        for item in view["items"]:
            people = [
                ("step", step, item["key"], state)
                for step in steps
                for state in (*POINTS, *MISSING)
            ]
            known.tell(people, view["released"]["responded"])
            counts = state_counts(item) if item["shown"] else {}
            # A statement that does not add up to the release was kept from an earlier.
            if sum(counts.values()) == view["released"]["responded"]:
                for state, n in counts.items():
                    known.tell([("step", s, item["key"], state) for s in steps], n)
    for first, last in itertools.combinations(range(len(releases) + 1), 2):
        for key in keys:
            known.ask(
                ("raters between releases", first, last, key),
                [("step", s, key, p) for s in range(first, last) for p in POINTS],
            )
    final = releases[-1]
    for dimension, groups in final["groups"].items():
        tell_groups(known, dimension, groups, keys, range(len(releases)))
    found += [f"{name}: {n}" for name, n in known.determined().items() if 0 < n < K]
    return found


def tell_groups(known, dimension, groups, keys, steps) -> None:
    """Add what a breakdown says, and ask about every union of its groups."""
    # Those that were folded together are in it as one. Where they are not, there may be
    # others all the same: what is left of the whole.
    parts = [group["key"] for group in groups]
    parts += [] if "*" in parts else ["what is left"]
    for key in keys:
        for state in (*POINTS, *MISSING):
            terms = {(dimension, part, key, state): 1 for part in parts}
            terms |= {("step", step, key, state): -1 for step in steps}
            known.tell(terms, 0)
    for group in groups:
        for item in group["items"]:
            states = [
                (dimension, group["key"], item["key"], state)
                for state in (*POINTS, *MISSING)
            ]
            known.tell(states, group["responded"])
            if item["shown"]:
                for state, n in state_counts(item).items():
                    known.tell([(dimension, group["key"], item["key"], state)], n)
    for size in range(1, len(parts) + 1):
        for union in itertools.combinations(parts, size):
            for key in keys:
                known.ask(
                    ("raters in groups", dimension, union, key),
                    [(dimension, part, key, p) for part in union for p in POINTS],
                )


def pooled_leaks(view) -> list[str]:
    """Return what is left of the mean of all ratings without the shown statements."""
    overall, shown = view["overall"], [i for i in view["items"] if i["shown"]]
    left = overall["n_ratings"] - sum(item["n"] for item in shown)
    found = [f"{left} ratings left of the mean of all"] if left else []
    if overall["mean"] is not None and overall["n_ratings"]:
        total = Fraction(overall["mean"]).limit_denominator(10**6)
        total *= overall["n_ratings"]
        parts = sum(
            p * n for i in shown for p, n in zip(POINTS, i["counts"], strict=True)
        )
        found += [] if total == parts else [f"{total - parts} left of the sum of all"]
    found += [f"{i['key']}: n = {i['n']}" for i in shown if 0 < i["n"] < K]
    return found


# The first attack ---------------------------------------------------------------------

RATING = st.sampled_from([1, 2, 3, 4, 5, 5, NA, SKIPPED, SKIPPED])
RARE = st.sampled_from([5, 4, NA, SKIPPED, SKIPPED, SKIPPED])
ROWS = st.lists(
    st.tuples(
        st.sampled_from("AAAABBC"), st.sampled_from("NNNPQ"), RATING, RATING, RARE
    ),
    min_size=5,
    max_size=26,
)


@pytest.fixture
def new_run(built, survey):
    numbers = itertools.count()

    def make(**fields):
        return SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            dimensions=["organisation", "profession"],
            name=f"Run {next(numbers)}",
            **{"interim": InterimPolicy.STEPS} | fields,
        )

    return make


def test_nothing_below_five_can_be_computed(new_run, versions, noon):
    """Whoever answers what, and however often somebody looks."""

    @examples(10, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=ROWS)
    def attack(rows):
        with rolled_back():
            views = watched(new_run(), rows, versions, noon)
            assert computed(views) == []

    attack()


def test_nothing_below_five_can_be_computed_from_groups(new_run, versions, noon):
    """Many answers in groups of every size, shown once the run has closed."""

    @examples(16, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(rows=st.lists(ROWS, min_size=2, max_size=2).map(lambda two: two[0] + two[1]))
    def attack(rows):
        with rolled_back():
            run = new_run(interim=InterimPolicy.OFF)
            writer.store(run=run, submissions=[submission(r, versions) for r in rows])
            run = actions.close_run(run=run, at=noon)
            assert computed([seen(run)]) == []

    attack()


TWELVE_EIGHT_THREE = (
    [("A", "N", 5, 4, 4)] * 12 + [("B", "N", 4, 4, 4)] * 8 + [("C", "N", 1, 1, 1)] * 3
)


def without_small_groups(monkeypatch):
    original = release.suppress
    monkeypatch.setattr(
        release, "suppress", lambda **kw: original(**{**kw, "threshold": 1})
    )


def without_remainder_rule(monkeypatch):
    """Hide what is small, and not what would give it away."""
    original = release.suppress
    monkeypatch.setattr(
        release, "suppress", lambda **kw: original(**{**kw, "parent_shown": False})
    )


def without_steps(monkeypatch):
    """Show every answer as it comes."""
    monkeypatch.setattr(
        actions, "release_step", lambda *, n, **kw: ReleaseStep(False, n >= K)
    )
    create = actions.RunSnapshot.objects.create
    monkeypatch.setattr(
        actions.RunSnapshot.objects,
        "create",
        lambda **kw: create(**{**kw, "released_on": kw["run"].opened_on}),
    )
    monkeypatch.setattr(release, "_kept_from", lambda *args: {})


def without_keeping_statements(monkeypatch):
    monkeypatch.setattr(release, "_kept_from", lambda *args: {})


RARELY_RATED = [("A", "N", 5, 5, 4 if number % 2 else SKIPPED) for number in range(25)]
RARELY_RATED[10:20] = [("A", "N", 5, 5, 4 if n == 0 else SKIPPED) for n in range(10)]


@pytest.mark.parametrize(
    ("without", "rows"),
    [
        (without_small_groups, TWELVE_EIGHT_THREE),
        (without_remainder_rule, TWELVE_EIGHT_THREE),
        (without_steps, [("A", "N", 5, 4, 4)] * 8),
        (without_keeping_statements, RARELY_RATED),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_control_each_rule_taken_away_is_found(
    new_run, versions, noon, monkeypatch, without, rows
):
    assert computed(watched(new_run(), rows, versions, noon)) == []
    without(monkeypatch)

    assert computed(watched(new_run(), rows, versions, noon)) != []


# The second attack --------------------------------------------------------------------


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

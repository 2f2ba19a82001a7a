"""Every kind of file says what the page says, and nothing that is hidden.

Files are read back by `reading_files`. The situations are those of the disclosure rules
(tests/psychometrics/disclosure_cases.py) and of runs in each of their states. Reports
are made once; a file is made of its report alone, so the database is shut meanwhile.
"""

import dataclasses
import re
from unittest import mock

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from feedback import release
from feedback.exports.formats import BY_KEY, FORMATS
from feedback.models import AnswerState, InterimPolicy
from feedback.reporting import run_report
from psychometrics.likert import summarise
from tests.feedback.answered_runs import AnsweredRuns, grouped
from tests.feedback.reading_files import READERS, all_text, of_report
from tests.psychometrics.disclosure_cases import SUPPRESSIONS

pytestmark = pytest.mark.django_db

K = 5
KEYS = [one.key for one in FORMATS]
NOT_RATED = AnswerState.NOT_APPLICABLE, AnswerState.SKIPPED
THREE = {"A": 12, "B": 8, "C": 3}

# Which situation → what the run is made of.
SITUATIONS = {
    **{
        case.name: {"rows": grouped(case.given["groups"])}
        for case in SUPPRESSIONS
        if "groups" in case.given
    },
    "a group of nobody but small ones": {"rows": grouped({"A": 12, "B": 3, "C": 2})},
    "a statement with few ratings": {
        "rows": [("A", (5, 4, 4))] * 3 + [("A", (5, -97, 4))] * 2 + [("A", (4, -98, 5))]
    },
    "a statement that applies to nobody": {"rows": [("A", (5, 4, -97))] * 8},
    "thirty and more": {"rows": grouped({"A": 30, "B": 30, "C": 9})},
    "too few respondents": {"rows": grouped({"A": 4}), "eligible": 12},
    "nobody": {"rows": [], "eligible": 12},
    "open": {"rows": grouped({"A": 9}), "is_closed": False},
    "open, in steps": {
        "rows": grouped({"A": 14}),
        "is_closed": False,
        "interim": InterimPolicy.STEPS,
    },
    "made-up answers": {"rows": grouped({"A": 7}), "is_illustrative": True},
    "nobody knows how many were asked": {"rows": grouped({"A": 11})},
}


@pytest.fixture(scope="module", autouse=True)
def _in_english():
    """A client of another test may have left its language behind."""
    with translation.override("en"):
        yield


@pytest.fixture(scope="module")
def reports(_in_english, django_db_setup, django_db_blocker):
    """The report of each situation. Nothing of them is left in the database."""
    with django_db_blocker.unblock(), transaction.atomic():
        runs = AnsweredRuns()
        found = {
            name: run_report(runs.make(name=name, **made), title="IPS in practice")
            for name, made in SITUATIONS.items()
        }
        # Without the rules: with a threshold of one nobody is hidden.
        original = release.suppress
        with mock.patch.object(
            release, "suppress", lambda **kw: original(**{**kw, "threshold": 1})
        ):
            found["control"] = run_report(runs.make(grouped(THREE), name="Control"))
        transaction.set_rollback(True)
    return found


@pytest.fixture(params=SITUATIONS, ids=str)
def report(request, reports, django_db_blocker):
    """One of the reports; a test that asks the database for more than it fails."""
    with django_db_blocker.block():
        yield reports[request.param]


def content(key, report) -> bytes:
    written = BY_KEY[key].write(report)
    return written.encode() if isinstance(written, str) else written


def leaks(figures) -> list[str]:
    """Return what subtraction in a file betrays about fewer than five people."""
    found = [f"{key}: n = {f.n}" for key, f in figures.items() if f and 0 < f.n < K]
    totals = {key[2]: f for key, f in figures.items() if key[0] == "" and f}
    dimensions = {key[0] for key in figures} - {""}
    for number, total in totals.items():
        for dimension in dimensions:
            shown = [
                f.n
                for key, f in figures.items()
                if key[0] == dimension
                and key[2] == number
                and f
                # In words, the total stands in each part of a table once more.
                and key[1] != "All together"
            ]
            rest = total.n - sum(shown)
            if shown and 0 < rest < K:
                found.append(f"{dimension}, {number}: {rest} by subtraction")
    return found


# The same everywhere ------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_a_file_says_what_the_report_says(report, key):
    expected = of_report(report)
    read = READERS[key](content(key, report))

    # A table for people repeats the total in each part; it is the same total.
    repeated = {k: f for k, f in read.items() if k[1] == "All together" and k[0]}
    for (_dimension, label, number), figures in repeated.items():
        assert figures == expected["", label, number]
    own = {k: f for k, f in read.items() if k not in repeated}
    assert own.items() <= expected.items()
    # What a file leaves out is hidden, or one group that is everybody once more.
    for place in expected.keys() - own.keys():
        groups = report.groups.get(place[0], ())
        assert expected[place] is None or (key in ("html", "pdf") and len(groups) == 1)


@pytest.mark.parametrize("key", KEYS)
def test_the_same_release_is_the_same_file(report, key):
    assert content(key, report) == content(key, report)


@pytest.mark.parametrize("key", KEYS)
def test_made_up_answers_say_so_in_every_file(reports, key):
    made_up, real = (
        re.sub(r"\s+", " ", all_text(key, content(key, reports[name])))
        for name in ("made-up answers", "thirty and more")
    )

    if key == "csv":
        assert ",yes,en," in made_up
        assert ",yes,en," not in real
    else:
        assert "The answers were made up" in made_up
        assert "The answers were made up" not in real


# Hidden is hidden ---------------------------------------------------------------------


@pytest.mark.parametrize("key", KEYS)
def test_no_subtraction_in_a_file_betrays_anybody(report, key):
    assert leaks(READERS[key](content(key, report))) == []


@pytest.mark.parametrize("key", KEYS)
def test_control_without_the_rules_a_file_betrays_somebody(reports, key):
    """Of twelve, eight and three the three are there to see, and to subtract."""
    assert leaks(READERS[key](content(key, reports["control"]))) != []


def test_whatever_is_answered_no_file_betrays_anybody():
    runs = AnsweredRuns()
    values = st.sampled_from([1, 3, 4, 5, 5, *NOT_RATED, AnswerState.SKIPPED])
    rows = st.lists(
        st.tuples(st.sampled_from("ABCD"), st.tuples(values, values, values)),
        max_size=40,
    )
    numbers = iter(range(10**6))

    @settings(
        max_examples=15,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(rows=rows)
    def attack(rows):
        report = run_report(runs.make(rows, name=f"Attacked {next(numbers)}"))
        for key, read in READERS.items():
            assert leaks(read(content(key, report))) == [], key

    attack()


@pytest.mark.parametrize("key", KEYS)
def test_a_hidden_statement_with_figures_by_mistake_is_written_without_them(
    reports, key
):
    """Defence in depth: a release holds no hidden figure in the first place."""
    report = reports["one small organisation among three"]
    spoilt = tuple(
        dataclasses.replace(
            group,
            items=tuple(
                dataclasses.replace(
                    _marked(item), shown=False, reason="protects_small_groups"
                )
                for item in group.items
            ),
        )
        for group in report.groups["organisation"]
    )
    first, *others = report.items
    report = dataclasses.replace(
        report,
        items=(dataclasses.replace(_marked(first), shown=False), *others),
        groups={**report.groups, "organisation": spoilt},
    )

    said = all_text(key, content(key, report))
    # Not the digits of a checksum.
    assert not re.search(r"(?<![0-9a-f])777\d(?![0-9a-f])", said)
    assert (
        "protects_small_groups" in said
        or "Hidden to protect" in said
        or key
        in (
            # Holds no row at all of what is hidden.
            "spss",
        )
    )


def _marked(item):
    """Return a statement whose figures can be told from any other number."""
    counts = (0, 0, 0, 7772, 7773)
    return dataclasses.replace(
        item,
        counts=counts,
        not_applicable=7774,
        skipped=7775,
        summary=summarise(counts, top_box_size=2),
    )


@pytest.mark.parametrize("key", KEYS)
def test_comments_are_in_no_file(report, key):
    """Each of these runs has one. Beside ratings its author could be guessed."""
    assert AnsweredRuns.COMMENT not in all_text(key, content(key, report))


@pytest.mark.parametrize("key", KEYS)
def test_files_of_an_open_run_rest_on_what_is_released(reports, key):
    """Of fourteen who answered, the first five are shown."""
    report = reports["open, in steps"]

    assert report.responded == 10
    assert {f.n for f in READERS[key](content(key, report)).values() if f} == {5}

"""Checks that the site makes of itself: one function each, found by `manage.py doctor`.

A check yields what it finds; nothing found is well. To add one, write a function in a
module of this package, mark it with `@check(…)`, and name the module in `MODULES`.
"""

import dataclasses
import importlib
from collections.abc import Callable, Collection, Iterable
from enum import StrEnum


class Level(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    # Worth knowing, nothing to do.
    NOTE = "note"
    WARNING = "warning"
    ERROR = "error"


SEVERITY = list(Level)
# What monitoring programs expect of a check.
EXIT_CODES = {Level.OK: 0, Level.NOTE: 0, Level.WARNING: 1, Level.ERROR: 2}


@dataclasses.dataclass(frozen=True)
class Finding:
    """One thing that a check has found, and what to do about it."""

    level: Level
    sentence: str
    advice: str = ""


@dataclasses.dataclass(frozen=True)
class Check:
    """One question that the site asks itself."""

    name: str
    # What is so when nothing is found.
    claim: str
    run: Callable[[], Iterable[Finding]]


@dataclasses.dataclass(frozen=True)
class Result:
    """What became of one check."""

    check: Check
    findings: tuple[Finding, ...]

    @property
    def level(self) -> Level:
        return worst(finding.level for finding in self.findings)


MODULES = ["anonymity", "records", "installation"]
_checks: dict[str, Check] = {}


def check(name: str, claim: str) -> Callable[[Callable], Callable]:
    """Register the decorated function as a check."""

    def register(function: Callable[[], Iterable[Finding]]) -> Callable:
        _checks[name] = Check(name, claim, function)
        return function

    return register


def all_checks() -> dict[str, Check]:
    """Return every check by its name, in the order in which they are made."""
    for module in MODULES:
        importlib.import_module(f"{__name__}.{module}")
    return dict(_checks)


def examine(names: Collection[str] = ()) -> list[Result]:
    """Make the checks of these names, or all; a check that fails is an error itself."""
    return [
        Result(one, _findings(one))
        for one in all_checks().values()
        if not names or one.name in names
    ]


def _findings(one: Check) -> tuple[Finding, ...]:
    try:
        return tuple(one.run())
    except Exception as error:  # noqa: BLE001 - what cannot be checked is not well
        return (
            Finding(
                Level.ERROR,
                f"This could not be checked: {type(error).__name__}: {error}",
                "Look at the other findings first; this may follow from them.",
            ),
        )


def worst(levels: Iterable[Level]) -> Level:
    """Return the worst of some levels, OK for none."""
    return max(levels, key=SEVERITY.index, default=Level.OK)

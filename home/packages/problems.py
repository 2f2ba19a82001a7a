"""What is wrong with a package, said so that its author can put it right."""

import dataclasses
import difflib
from collections.abc import Iterable

# More than anybody reads; a broken file must not fill the memory with sentences.
MOST_PROBLEMS = 200


@dataclasses.dataclass(frozen=True, order=True)
class Problem:
    """One thing to put right: where it is, what is wrong and what to do.

    `line` counts from 1; 0 means the file as a whole.
    """

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.message}"


class PackageError(Exception):
    """The package cannot be read. `problems` says everything that is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class Report:
    """The problems found so far."""

    def __init__(self) -> None:
        self._problems: list[Problem] = []
        self._has_overflowed = False

    def add(self, file: str, line: int, message: str) -> None:
        """Keep the problem, unless there are more than anybody reads."""
        if len(self._problems) < MOST_PROBLEMS:
            self._problems.append(Problem(shown(file), line, message))
        elif not self._has_overflowed:
            self._has_overflowed = True
            rest = "There are more problems. Put these right first, then try again."
            self._problems.append(Problem(shown(file), line, rest))

    def error(self) -> "PackageError":
        """Return the exception that says all of them."""
        return PackageError(self._problems)

    def raise_if_any(self) -> None:
        """Raise PackageError with all problems if there are some."""
        if self._problems:
            raise self.error()

    @property
    def is_empty(self) -> bool:
        return not self._problems

    @property
    def count(self) -> int:
        return len(self._problems)


@dataclasses.dataclass(frozen=True)
class Place:
    """One line of one file, and where to say what is wrong there."""

    report: Report
    file: str
    line: int = 0

    def problem(self, message: str) -> None:
        self.report.add(self.file, self.line, message)

    def below(self, lines: int) -> "Place":
        """Return the place that many lines further down."""
        return dataclasses.replace(self, line=self.line + lines)


def shown(text: str, length: int = 80) -> str:
    """Return the text fit to be quoted in a sentence: short and printable."""
    printable = "".join(char if char.isprintable() else "�" for char in text)
    return printable if len(printable) <= length else printable[: length - 1] + "…"


def quoted(text: str) -> str:
    """Return the text in quotation marks, short and printable."""
    return f"“{shown(text)}”"


def listed(names: Iterable[str], last: str = "or") -> str:
    """Return the names as a phrase: a, b or c."""
    *others, final = names
    return f"{', '.join(others)} {last} {final}" if others else final


def nearest(word: str, known: Iterable[str], rare: Iterable[str] = ()) -> str:
    """Return a sentence that suggests the known word most like this one, or lists all.

    What is `rare` may be meant, and is not listed. The sentence begins with a blank; it
    is empty when nothing is known.
    """
    words = {name.lower(): name for name in sorted(known)}
    if not words:
        return ""
    unlisted = {name.lower(): name for name in rare}
    close = difflib.get_close_matches(word[:60].lower(), unlisted, n=1, cutoff=0.8)
    close += difflib.get_close_matches(word[:60].lower(), words, n=1)
    if close:
        return f" Did you mean {quoted((words | unlisted)[close[0]])}?"
    return f" Known here: {shown(', '.join(words.values()), 200)}."

"""What may be shown without betraying a single person.

These functions know numbers of answers only, never an answer. Every page, chart, file
and mail asks them; they decide, the caller hides. Method of all: docs/methods/
disclosure.md. Nobody who can tell a group hidden for its size from one hidden beside it
should be told so: the same words for both keep the hidden numbers open.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Suppression:
    """Which groups of one parent may be shown. Names are sorted."""

    total: int
    # Whether the parent's own figures may stand beside these groups.
    total_shown: bool
    # Fewer answers than the threshold.
    primary: tuple[str, ...]
    # Large enough, but a smaller one could be computed from them.
    secondary: tuple[str, ...]
    # Hidden by another rule, as the caller said.
    withheld: tuple[str, ...]
    # All of the above, and what remains.
    hidden: tuple[str, ...]
    shown: tuple[str, ...]


def suppress(
    *,
    threshold: int,
    groups: Mapping[str, int],
    parent_shown: bool = True,
    withheld: Collection[str] = (),
) -> Suppression:
    """Decide which of the disjoint groups of a parent may be shown, from their n.

    A group below the threshold is hidden, and while the hidden ones could be computed
    from the parent's figures, the smallest visible one as well (n, then name).
    `withheld` names groups that another rule hides whatever their n. Where even that
    does not protect them, the parent's figures go too.
    Method: docs/methods/disclosure.md, "Small groups" and "The remainder rule".
    """
    _check_threshold(threshold)
    if any(n < 0 for n in groups.values()):
        raise ValueError("A group cannot have fewer than 0 answers.")
    unknown = sorted(set(withheld) - set(groups))
    if unknown:
        raise ValueError(f"The withheld group {unknown[0]!r} is not among the groups.")
    total = sum(groups.values())
    total_shown = parent_shown and total >= threshold
    primary = {name for name, n in groups.items() if n < threshold}
    secondary: set[str] = set()
    hidden = primary | set(withheld)
    visible = sorted(
        (name for name in groups if name not in hidden),
        key=lambda name: (groups[name], name),
        reverse=True,
    )
    while total_shown and not _is_protected([groups[g] for g in hidden], threshold):
        if visible:
            secondary.add(visible[-1])
            hidden.add(visible.pop())
        else:
            total_shown = False
    return Suppression(
        total=total,
        total_shown=total_shown,
        primary=tuple(sorted(primary)),
        secondary=tuple(sorted(secondary)),
        withheld=tuple(sorted(set(withheld))),
        hidden=tuple(sorted(hidden)),
        shown=tuple(sorted(visible)),
    )


def _is_protected(hidden: Sequence[int], threshold: int) -> bool:
    """Tell whether total minus shown groups gives no hidden group away."""
    filled = [n for n in hidden if n > 0]
    return not filled or (len(filled) > 1 and sum(filled) >= threshold)


@dataclass(frozen=True)
class PooledItems:
    """Which items may be shown, and the mean of all ratings of just those."""

    # In the order given.
    shown: tuple[str, ...]
    hidden: tuple[str, ...]
    n_ratings: int
    total: int
    mean: Fraction | None


def pool_items(
    *, threshold: int, respondents: int, items: Mapping[str, tuple[int, int]]
) -> PooledItems:
    """Decide which items may be shown and pool only those; each is given as (sum, n).

    A hidden item leaves the pooled mean and its n as well, for both together would give
    its ratings back. Below the threshold of respondents nothing is shown.
    Method: docs/methods/disclosure.md, "Items with few answers".
    """
    _check_threshold(threshold)
    shown = tuple(
        name
        for name, (_, n) in items.items()
        if n >= threshold and respondents >= threshold
    )
    n_ratings = sum(items[name][1] for name in shown)
    total = sum(items[name][0] for name in shown)
    return PooledItems(
        shown=shown,
        hidden=tuple(name for name in items if name not in shown),
        n_ratings=n_ratings,
        total=total,
        mean=Fraction(total, n_ratings) if n_ratings else None,
    )


def subset_allowed(parent_n: int, n: int, threshold: int) -> bool:
    """Tell whether a filtered part of a shown parent may be shown beside it.

    Neither the part nor what is left of the parent may be a small number of people;
    nothing left is fine. Ask for every parent shown.
    Method: docs/methods/disclosure.md, "Filters".
    """
    _check_threshold(threshold)
    if not 0 <= n <= parent_n:
        raise ValueError("A part has between 0 and all of its parent's answers.")
    return n >= threshold and (parent_n == n or parent_n - n >= threshold)


def may_release(
    *, threshold: int, n: int, last_released: int | None, window_open: bool
) -> bool:
    """Tell whether a new release of results may be made from `n` answers.

    The first needs `threshold` answers, each later one `threshold` more than the last;
    a closed window may also repeat the last one as final.
    Method: docs/methods/disclosure.md, "Releases".
    """
    _check_threshold(threshold)
    if n < threshold:
        return False
    if last_released is None or n - last_released >= threshold:
        return True
    return not window_open and n == last_released


@dataclass(frozen=True)
class ReleaseStep:
    """What one more answer, or the closing of the window, leads to."""

    # Show what was prepared before.
    publishes_prepared: bool
    # Count the answers as they are now: to show them at once when the window is closed,
    # otherwise to show them at the next step.
    counts_now: bool


def release_step(
    *,
    threshold: int,
    n: int,
    published: int | None,
    prepared: int | None,
    window_open: bool,
) -> ReleaseStep:
    """Tell what to do with `n` answers, when releases lag one step behind.

    `published` answers are behind what is shown, `prepared` behind what is shown next;
    None while there is none. Every release then differs from the one before it by the
    threshold or more, the last one included, and the last one holds everybody.
    Method: docs/methods/disclosure.md, "Releases that lag".
    """
    _check_threshold(threshold)
    if window_open:
        is_due = n >= threshold and n - (prepared or 0) >= threshold
        return ReleaseStep(is_due and prepared is not None, is_due)
    return ReleaseStep(
        publishes_prepared=False,
        counts_now=n >= threshold and n - (published or 0) >= threshold,
    )


@dataclass(frozen=True)
class LedgerEntry:
    """What one look at the number of answers led to."""

    n: int
    window_open: bool
    # How many answers stand behind what is shown now; None while nothing is.
    released_n: int | None
    is_new_release: bool
    # Answers that stay out although the window is closed; 0 while it is open.
    late_not_included: int


def release_ledger(
    *, threshold: int, checks: Iterable[tuple[int, bool]]
) -> tuple[LedgerEntry, ...]:
    """Replay the releases of a run from each check's number of answers and open window.

    Method: docs/methods/disclosure.md, "Releases".
    """
    entries = []
    released: int | None = None
    for n, window_open in checks:
        is_new = may_release(
            threshold=threshold, n=n, last_released=released, window_open=window_open
        )
        if is_new:
            released = n
        late = 0 if window_open else max(n - (released or 0), 0)
        entries.append(LedgerEntry(n, window_open, released, is_new, late))
    return tuple(entries)


def comments_allowed(respondents: int, threshold: int) -> bool:
    """Tell whether so many respondents allow free text to be read (usually from 10 on).

    Method: docs/methods/disclosure.md, "Free text".
    """
    return respondents >= threshold


def unanimity_allowed(counts: Sequence[int], *, threshold: int = 10) -> bool:
    """Tell whether the ratings of a sensitive item may be shown.

    Where all ratings are the same, showing them tells everybody's answer; that needs
    more people than usual.
    Method: docs/methods/disclosure.md, "Unanimous answers".
    """
    is_unanimous = sum(1 for count in counts if count) == 1
    return not is_unanimous or sum(counts) >= threshold


def _check_threshold(threshold: int) -> None:
    if threshold < 1:
        raise ValueError("The threshold must be at least 1.")

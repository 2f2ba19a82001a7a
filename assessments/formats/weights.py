"""What the weights of other systems mean in ours.

There each answer may be worth any share. Here an option is right or wrong, and several
right ones count all together or each its part; see docs/methods/marking.md.
"""

from collections.abc import Sequence
from fractions import Fraction

from assessments.content import ItemType

from .records import Draft, Findings, Problem, gettext_noop
from .values import decimal_of

# Moodle rounds shares to five places of a percentage.
_NEARLY = Fraction(1, 100_000)


def marked_options(
    options: Sequence[Draft],
    shares: Sequence[Fraction],
    single: bool,
    findings: Findings,
    line: int,
) -> Draft:
    """Return the type of a choice question and its options, marked by what is right."""
    if single:
        return _single(options, shares, findings, line)
    right = [share > 0 for share in shares]
    if not any(right):
        raise Problem(gettext_noop("No option is marked as right."))
    draft: Draft = {
        "type": str(ItemType.MULTIPLE_CHOICE),
        "options": _marked(options, right),
    }
    count = sum(right)
    evenly = all(
        _is_near(share, Fraction(1, count))
        for share, is_key in zip(shares, right, strict=True)
        if is_key
    )
    wrong = [share for share, is_key in zip(shares, right, strict=True) if not is_key]
    if evenly and wrong and all(_is_near(share, Fraction(-1)) for share in wrong):
        # A wrong one takes everything away: all of the right ones and no other.
        return draft
    draft["partial_credit"] = True
    if not evenly or not all(_is_near(share, Fraction(-1, count)) for share in wrong):
        findings.add(
            line,
            gettext_noop(
                "The options have weights of their own. Here each right one counts the "
                "same, and each wrong one chosen cancels a right one."
            ),
        )
    return draft


def _single(
    options: Sequence[Draft], shares: Sequence[Fraction], findings: Findings, line: int
) -> Draft:
    right = [share == 1 for share in shares]
    if sum(right) > 1:
        raise Problem(
            gettext_noop(
                "Several options are right although only one can be chosen. Make it a "
                "question with several answers, or leave one right option."
            )
        )
    if not any(right):
        raise Problem(
            gettext_noop("No option is worth all points. Give one 100 per cent.")
        )
    if any(share not in (0, 1) for share in shares):
        findings.add(
            line,
            gettext_noop(
                "Some wrong options had weights. Here a wrong option is worth nothing."
            ),
        )
    return {
        "type": str(ItemType.SINGLE_CHOICE),
        "options": _marked(options, right),
    }


def _marked(options: Sequence[Draft], right: Sequence[bool]) -> list[Draft]:
    return [
        {**option, "is_key": is_key}
        for option, is_key in zip(options, right, strict=True)
    ]


def _is_near(share: Fraction, wanted: Fraction) -> bool:
    return abs(share - wanted) < _NEARLY


def option_shares(right: Sequence[bool], partial_credit: bool) -> list[Fraction]:
    """Return the weights by which other systems mark a multiple choice as we do.

    Without partial credit that is not quite possible: there some of the right ones
    without a wrong one earn something.
    """
    count = sum(right)
    wrong = Fraction(-1, count) if partial_credit else Fraction(-1)
    return [Fraction(1, count) if is_key else wrong for is_key in right]


def share_of(percent: str) -> Fraction:
    """Return the share that a percentage means. 33.33333 is a third.

    Moodle writes shares as percentages with five to seven places.
    """
    number = decimal_of(percent)
    exact = Fraction(number if number is not None else 0) / 100
    near = exact.limit_denominator(20)
    return near if abs(near - exact) < Fraction(1, 1_000_000) else exact


def percent_of(share: Fraction) -> str:
    """Return a share as a percentage with at most five places."""
    rounded = round(share * 100, 5)
    text = f"{float(rounded):.5f}".rstrip("0").rstrip(".")
    return text or "0"

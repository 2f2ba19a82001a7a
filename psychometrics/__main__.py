"""Recompute any figure of a report without a database.

One JSON object on stdin, one on stdout. What is not known is null. Input that cannot be
understood gives one sentence on stderr and exit code 2.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from ._payload import Payload, PayloadError, Result, parse
from ._quiz_commands import run_items
from ._survey_commands import (
    run_alpha,
    run_compare,
    run_likert,
    run_paired,
    run_release,
    run_suppress,
)

# Per command: what it does, one line of help, and its input and output.
COMMANDS: dict[str, tuple[Callable[[Payload], Result], str, str]] = {
    "likert": (
        run_likert,
        "one Likert item from its counts",
        """Input: scale [lowest, highest], counts (lowest point first), top_box_size
(optional: how many of the highest points are favourable); for a response rate also
eligible, completed, partial. Output: n, sum, mean, sd, quartiles, interpolated_median,
top_box and bottom_box with counts, the three 95 % intervals, and the printed forms.

values [{numerator "33" or "75/2", denominator, decimals}] gives display, the values
rounded half up. pairs [{mean "4.35", n}] gives possible: whether a mean printed like
that can come from n whole ratings.""",
    ),
    "alpha": (
        run_alpha,
        "a scale of several items from its answers",
        """Input: matrix, one row of scored answers per respondent, null for a missing
one. Output: n_complete, k, alpha with Feldt's interval, item_rest_r,
alpha_if_item_deleted, moments of the total, omega_triads, and a scale score per
respondent (null where fewer than half of the items were answered).""",
    ),
    "compare": (
        run_compare,
        "two groups or two runs on one item",
        """Input: scale [lowest, highest], counts_x, counts_y (lowest point first).
Output: pairs, cliffs_delta, prob_superiority with intervals, the Brunner-Munzel test,
permutation_p_two_sided where that test does not exist, and a verdict: x_higher,
y_higher, practically_equal, no_clear_difference, or null with an empty group;
verdict_graded says clearly or somewhat; verdict_displayable is false below 10 ratings
in a group.""",
    ),
    "paired": (
        run_paired,
        "the same people measured twice on one item",
        """Input: before, after, equally long, one entry per person in the same order,
null for a missing one. Output over complete pairs: n, mean_difference (after minus
before) with its 95 % interval, sd_difference, p_two_sided, d_z, and a verdict, x being
after; n_before_only and n_after_only count who is in no pair.""",
    ),
    "suppress": (
        run_suppress,
        "which groups or items may be shown",
        """Input: threshold (at least 1), groups {name: n}, parent_shown (true if not
given), withheld [names hidden by another rule]. Output: total, total_shown, primary,
secondary, withheld, hidden, shown.

questions {name: {n, sum}} with respondents gives the items that may be shown and the
mean of their ratings, and what pooling the hidden ones too would have given away.""",
    ),
    "release": (
        run_release,
        "the releases of a run, replayed",
        """Input: threshold, n_at_check (answers at each check), window_open (true or
false at each check), equally long. Output, one entry per check: released_n, the number
of answers behind what is shown after it (null while nothing is released); new_release;
late_not_included, the answers that stay out at a check of a closed window (0 while it
is open).""",
    ),
    "items": (
        run_items,
        "a quiz and its items from a table of marks",
        """Input: marks, one row per attempt and one column per item (0 for no answer,
null for an item that was not part of the attempt), and max_marks; choices (optional),
rows as in marks, each entry an option, a list of options, or null. Output: test
{n, k, mean, median, sd, skewness, kurtosis, cic_percent, error_ratio_percent,
standard_error, ...} and items [{facility, sd, discrimination_index_percent,
discriminative_efficiency_percent, effective_weight_percent, intended_weight_percent,
upper_lower_index, quarters, ...}], with options where choices were given.""",
    ),
}


# What shells report of any program whose reader has gone: 128 + the number of SIGPIPE.
READER_GONE = 141


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        _fail(f"{message[:1].upper()}{message[1:]}.")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = _Parser(prog="python -m psychometrics", description=__doc__)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, (_, summary, details) in COMMANDS.items():
        commands.add_parser(
            name,
            help=summary,
            description=f"{summary[:1].upper()}{summary[1:]}.\n\n{details}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
    command = parser.parse_args(arguments).command
    run, _, _ = COMMANDS[command]
    try:
        result = run(parse(sys.stdin.buffer.read()))
    except PayloadError as error:
        _fail(f"{command}: {error}")
    except (ArithmeticError, MemoryError, RecursionError, ValueError):
        _fail(f"{command}: The input has numbers that cannot be calculated with.")
    print(json.dumps(result, allow_nan=False, indent=2))
    return 0


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise SystemExit(2)


def _main_in_a_pipe() -> int:
    """Run, and end without a word when the reader of the output has gone."""
    try:
        try:
            return main()
        finally:
            # Here, and not at the end of the interpreter, where nobody can catch it.
            sys.stdout.flush()
    except BrokenPipeError:
        # The interpreter flushes once more at its end; let it reach nobody.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE


if __name__ == "__main__":
    sys.exit(_main_in_a_pipe())

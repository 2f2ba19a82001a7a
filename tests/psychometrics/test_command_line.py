"""`python -m psychometrics`: JSON in, JSON out, one sentence for what is wrong."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psychometrics.__main__ import COMMANDS, main
from tests.psychometrics.disclosure_cases import RELEASES, SUPPRESSIONS
from tests.psychometrics.quiz_cases import QUIZZES
from tests.psychometrics.rating_cases import COMPARISONS, LIKERT, SCALES
from tests.psychometrics.worked_cases import close_to, explored

ALL = [*LIKERT, *SCALES, *COMPARISONS, *SUPPRESSIONS, *RELEASES, *QUIZZES]

ROOT = Path(__file__).resolve().parents[2]


def run_process(*arguments, stdin=""):
    return subprocess.run(
        [sys.executable, "-m", "psychometrics", *arguments],
        input=stdin.encode(),
        capture_output=True,
        cwd=ROOT,
        check=False,
    )


def run_here(command, raw):
    """Run a command in this process: exit code, stdout, stderr."""
    streams = sys.stdin, sys.stdout, sys.stderr
    sys.stdin = SimpleNamespace(buffer=io.BytesIO(raw))
    sys.stdout, sys.stderr = io.StringIO(), io.StringIO()
    try:
        code = main([command])
    except SystemExit as stop:
        code = stop.code
    finally:
        out, error = sys.stdout.getvalue(), sys.stderr.getvalue()
        sys.stdin, sys.stdout, sys.stderr = streams
    return code, out, error


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_a_worked_case_comes_out_as_in_the_methods_pages(case):
    result = run_process(case.command, stdin=json.dumps(case.given))

    assert result.stderr == b""
    assert result.returncode == 0
    printed = json.loads(result.stdout)
    for key, expected in case.expected.items():
        assert close_to(printed[key], expected), (key, printed[key], expected)


def test_options_of_an_item_are_printed_when_choices_are_given():
    given_input = {
        "marks": [[1, 0], [1, 1], [0, 1], [0, None]],
        "max_marks": [1, 1],
        "choices": [["a", ["x", "y"]], ["a", ["x"]], ["b", ["x"]], [None, None]],
    }

    code, out, _ = run_here("items", json.dumps(given_input).encode())

    first, second = json.loads(out)["items"]
    assert code == 0
    assert [(row["option"], row["count"]) for row in first["options"]] == [
        ("a", 2),
        ("b", 1),
        (None, 1),
    ]
    # The last attempt never saw the second item.
    assert [(row["option"], row["count"]) for row in second["options"]] == [
        ("x", 3),
        ("y", 1),
        (None, 0),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_help_names_input_and_output(command):
    result = run_process(command, "--help")

    assert result.returncode == 0
    assert b"Input: " in result.stdout
    assert b"Output" in result.stdout


def test_help_of_release_explains_its_lists():
    text = run_process("release", "--help").stdout.decode()

    for word in ("released_n", "new_release", "late_not_included", "closed window"):
        assert word in text


FIVE = '"scale": [1, 5], "counts": '


@pytest.mark.parametrize(
    ("command", "raw", "sentence"),
    [
        ("likert", "", "not JSON"),
        ("likert", "{", "line 1, column 2"),
        ("likert", "[1, 2]", "must be a JSON object, not a list"),
        ("likert", "5", "must be a JSON object, not 5"),
        ("likert", "{}", 'The key "scale" is missing'),
        ("likert", '{"scale": [1, 5]}', 'The key "counts" is missing'),
        ("likert", f"{{{FIVE}[1, 2]}}", "each of the 5 points"),
        ("likert", f"{{{FIVE}[]}}", "each of the 5 points"),
        ("likert", f"{{{FIVE}[1, 2, -3, 4, 5]}}", '"counts"[2] must lie between 0'),
        ("likert", f"{{{FIVE}[1, 2, true, 4, 5]}}", '"counts"[2] must be a whole'),
        ("likert", f"{{{FIVE}[1, 2, 3.5, 4, 5]}}", "not 3.5"),
        ("likert", f"{{{FIVE}[1, 2, null, 4, 5]}}", "not null"),
        ("likert", f"{{{FIVE}[1, 2, NaN, 4, 5]}}", "NaN is not a number"),
        ("likert", f"{{{FIVE}[1, 2, Infinity, 4, 5]}}", "Infinity is not a number"),
        ("likert", f"{{{FIVE}[1, 2, 1e999, 4, 5]}}", "1E+999"),
        ("likert", f"{{{FIVE}[1, 2, {10**40}, 4, 5]}}", "must lie between"),
        ("likert", f"{{{FIVE}[1, 2, {'9' * 5000}, 4, 5]}}", "too long"),
        ("likert", f'{{{FIVE}"12345"}}', '"counts" must be a list'),
        ("likert", '{"scale": [5, 1], "counts": [1]}', '"scale" must have'),
        ("likert", '{"scale": [1], "counts": [1]}', "lowest and the highest"),
        ("likert", f'{{{FIVE}[1,1,1,1,1], "top_box_size": 9}}', '"top_box_size"'),
        ("likert", f'{{{FIVE}[1,1,1,1,1], "eligible": 3}}', '"completed" is missing'),
        (
            "likert",
            f'{{{FIVE}[1,1,1,1,1], "eligible": 3, "completed": 4}}',
            '"eligible" must be at least',
        ),
        ("likert", '{"values": [{"numerator": "1/0", "decimals": 1}]}', "exact number"),
        ("likert", '{"values": [{"numerator": "1", "decimals": 99}]}', '"decimals"'),
        (
            "likert",
            '{"values": [{"numerator": "1", "denominator": 0, "decimals": 1}]}',
            '"denominator"',
        ),
        ("likert", '{"pairs": [{"mean": 4.35, "n": 5}]}', "must be a text"),
        ("likert", '{"pairs": [{"mean": "x", "n": 5}]}', "4.35"),
        ("likert", '{"a": 1, "a": 2}', 'The key "a" stands there twice'),
        ("likert", "[" * 100_000, "nested too deeply"),
        ("alpha", "{}", '"matrix" is missing'),
        ("alpha", '{"matrix": []}', "at least one row"),
        ("alpha", '{"matrix": [[]]}', "at least one row"),
        ("alpha", '{"matrix": [[1, 2], [1]]}', '"matrix"[1] must have 2'),
        ("alpha", '{"matrix": [[1, "2"]]}', '"matrix"[0][1] must be a number'),
        ("alpha", '{"matrix": [[1, false]]}', "not false"),
        ("alpha", '{"matrix": [[1, 1e13]]}', "too large"),
        ("alpha", '{"matrix": [[1, 1e-300]]}', "decimals"),
        ("alpha", '{"matrix": [[1, 1e99999999999999999999]]}', "cannot be calculated"),
        ("compare", '{"scale": [1, 5], "counts_x": [1,1,1,1,1]}', '"counts_y"'),
        ("suppress", '{"groups": {"A": 5}}', '"threshold" is missing'),
        ("suppress", '{"threshold": 0, "groups": {"A": 5}}', '"threshold" must lie'),
        ("suppress", '{"threshold": 5}', '"groups" is missing'),
        ("suppress", '{"threshold": 5, "groups": {"A": -1}}', '"groups" "A"'),
        ("suppress", '{"threshold": 5, "groups": [1]}', "must be an object"),
        (
            "suppress",
            '{"threshold": 5, "groups": {"A": 9}, "parent_shown": 1}',
            "true or false",
        ),
        (
            "suppress",
            '{"threshold": 5, "groups": {"A": 9}, "withheld": ["B"]}',
            'names "B"',
        ),
        ("suppress", '{"threshold": 5, "questions": {}}', '"respondents"'),
        ("release", '{"threshold": 5, "n_at_check": [1]}', '"window_open"'),
        (
            "release",
            '{"threshold": 5, "n_at_check": [1, 2], "window_open": [true]}',
            "equally long",
        ),
        (
            "release",
            '{"threshold": 5, "n_at_check": [1], "window_open": [1]}',
            '"window_open"[0] must be true or false',
        ),
        ("items", '{"marks": [[1]]}', '"max_marks" is missing'),
        ("items", '{"marks": [[1]], "max_marks": [1, 1]}', '"marks"[0] must have'),
        ("items", '{"marks": [[2]], "max_marks": [1]}', "above its maximum"),
        ("items", '{"marks": [[1]], "max_marks": [-1]}', "negative"),
        (
            "items",
            '{"marks": [[1]], "max_marks": [1], "choices": []}',
            '"choices" must have one row',
        ),
    ],
)
def test_bad_input_gets_one_sentence_and_exit_code_2(command, raw, sentence):
    code, out, error = run_here(command, raw.encode())

    assert code == 2
    assert out == ""
    assert sentence in error
    assert error.startswith(f"{command}: ")
    assert error.endswith(".\n")
    assert error.count("\n") == 1


def test_text_in_another_encoding_gets_a_sentence():
    code, _, error = run_here("likert", b'{"scale": "\xff"}')

    assert (code, error) == (2, "likert: The input is not UTF-8 text.\n")


def test_a_byte_order_mark_is_no_obstacle():
    raw = b"\xef\xbb\xbf" + json.dumps({"scale": [1, 2], "counts": [1, 2]}).encode()

    assert run_here("likert", raw)[0] == 0


@pytest.mark.parametrize("arguments", [(), ("nonsense",)], ids=["none", "unknown"])
def test_a_wrong_command_gets_one_sentence(arguments):
    result = run_process(*arguments)

    assert result.returncode == 2
    assert result.stdout == b""
    assert result.stderr.count(b"\n") == 1
    assert b"Traceback" not in result.stderr


def test_huge_counts_are_answered():
    raw = json.dumps({"scale": [1, 5], "counts": [0, 0, 10**15, 10**15, 10**15]})

    code, out, _ = run_here("likert", raw.encode())

    assert code == 0
    assert json.loads(out)["n"] == 3 * 10**15


scraps = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(10**20), 10**20),
        st.floats(),
        st.text(max_size=3),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=3), inner)
    ),
    max_leaves=6,
)


@explored
@given(
    case=st.sampled_from(ALL),
    scrap=scraps,
    choose=st.integers(0, 20),
    into=st.booleans(),
)
def test_scrambled_input_never_ends_in_a_traceback(case, scrap, choose, into):
    given_input = json.loads(json.dumps(case.given))
    key = sorted(given_input)[choose % len(given_input)]
    value = given_input[key]
    if into and isinstance(value, list) and value:
        value[choose % len(value)] = scrap
    elif into and isinstance(value, dict) and value:
        value[sorted(value)[choose % len(value)]] = scrap
    else:
        given_input[key] = scrap

    code, out, error = run_here(case.command, json.dumps(given_input).encode())

    if code == 0:
        json.loads(out, parse_constant=pytest.fail)
        assert error == ""
    else:
        assert (code, out) == (2, "")
        assert error.endswith(".\n")
        assert error.count("\n") == 1


def test_nothing_but_the_standard_library_is_needed():
    probe = (
        "import sys, psychometrics.__main__;"
        "print(sorted({'django', 'wagtail', 'numpy', 'scipy'} & set(sys.modules)))"
    )

    result = subprocess.run(
        [sys.executable, "-c", probe], capture_output=True, cwd=ROOT, check=True
    )

    assert result.stdout.strip() == b"[]"


@pytest.mark.parametrize("arguments", [["items"], ["items", "--help"], ["--help"]])
def test_a_reader_who_has_seen_enough_gets_no_traceback(arguments):
    """As in `python -m psychometrics items < marks.json | head -1`."""
    buffered = {k: v for k, v in os.environ.items() if k != "PYTHONUNBUFFERED"}
    process = subprocess.Popen(
        [sys.executable, "-m", "psychometrics", *arguments],
        env=buffered,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    # Gone before there is anything to read; `head` is sometimes a little slower.
    process.stdout.close()
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(b'{"marks": [[1, 0], [1, 1]], "max_marks": [1, 1]}')
        process.stdin.close()
    stderr = process.stderr.read()
    process.stderr.close()

    # What a shell reports of any program whose reader has gone: 128 + SIGPIPE.
    assert (process.wait(), stderr) == (141, b"")

"""A list of people as a file: what it says, and sentences for what is wrong."""

import csv
import io
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people import importing
from people.importing import COLUMNS, Entry, read_people


def told(text):
    """Return the problems of a file as they are shown."""
    content = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in read_people(content).problems]


def test_a_list_is_read():
    reading = read_people(
        b"email,First_Name ,role,organisation\n"
        b" Noora@Example.org ,Noora,Coordinator,north\n\n"
        b"tuomas@example.org,,,\n"
    )
    assert reading.problems == []
    assert reading.entries == [
        Entry(
            line=2,
            email="noora@example.org",
            first_name="Noora",
            role="coordinator",
            organisation="north",
        ),
        Entry(line=4, email="tuomas@example.org"),
    ]


# What any program may write -----------------------------------------------------------

NAMES = st.text(string.ascii_letters + "åäöÅÄÖß '’", min_size=1, max_size=30).map(
    lambda name: "N" + name.strip()
)
ADDRESSES = st.integers(0, 10**6).map("person{}@example.org".format)
PEOPLE = st.lists(
    st.tuples(ADDRESSES, NAMES, NAMES), min_size=1, unique_by=lambda p: p[0]
)


@given(
    people=PEOPLE,
    delimiter=st.sampled_from(",;\t"),
    mark=st.sampled_from(["utf-8", "utf-8-sig"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    ending=st.sampled_from(["\n", "\r\n"]),
    order=st.permutations([0, 1, 2]),
)
def test_whatever_a_program_writes_is_read_the_same(
    people, delimiter, mark, quoting, ending, order
):
    file = io.StringIO()
    writer = csv.writer(
        file, delimiter=delimiter, quoting=quoting, lineterminator=ending
    )
    columns = ["email", "first_name", "last_name"]
    writer.writerow([columns[n] for n in order])
    writer.writerows([person[n] for n in order] for person in people)
    reading = read_people(file.getvalue().encode(mark))

    assert reading.problems == []
    assert [(e.email, e.first_name, e.last_name) for e in reading.entries] == people
    assert [e.line for e in reading.entries] == list(range(2, len(people) + 2))


@given(content=st.binary(max_size=300))
def test_any_file_is_read_or_refused_in_sentences(content):
    reading = read_people(content)
    assert reading.entries or reading.problems
    for problem in reading.problems:
        assert problem.sentence.endswith((".", "?"))


CELLS = st.text(max_size=20)


@given(rows=st.lists(st.lists(CELLS, max_size=len(COLUMNS)), max_size=5))
def test_no_problem_repeats_what_a_line_says(rows):
    """Output ends up in logs: numbers of lines and names of columns are enough."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    writer.writerows([f"\u2603{cell}" for cell in row] for row in rows)
    for problem in read_people(file.getvalue().encode("utf-8", "ignore")).problems:
        assert "\u2603" not in str(problem)


# What is wrong ------------------------------------------------------------------------

HEAD = "email,first_name,language,profession,organisation,unit,role,course,cohort\n"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("noora,,,,,,,,", "Line 2, column email: This is no e-mail address."),
        (",Noora,,,,,,,", "Line 2, column email: The address is missing."),
        ("n@example.org,=1+1,,,,,,,", "column first_name: It begins like a formula"),
        ("n@example.org,@sum,,,,,,,", "column first_name: It begins like a formula"),
        ('n@example.org,"a\nb",,,,,,,', "column first_name: It holds a line break"),
        (f"n@example.org,{'a' * 151},,,,,,,", "It is longer than 150 characters."),
        ("n@example.org,,de,,,,,,", "column language: It is not one of en, fi, sv"),
        ("n@example.org,,,wizard,,,,,", "column profession: It is not one of nurse"),
        ("n@example.org,,,,north,,boss,,", "column role: It is not one of member"),
        ("n@example.org,,,,,,member,,", "something in the column organisation."),
        ("n@example.org,,,,,Ward,,,", "column unit: It needs something in the column"),
        ("n@example.org,,,,,,,,Spring", "column cohort: It needs something in the col"),
        ("n@example.org,,,,,,,,,more", "Line 2, column 10: This cell has no column."),
        ('n@example.org,"open,,,', "The quotation marks do not match, from line 2"),
        ('n@example.org,"a"b,,,', "The quotation marks do not match, from line 2"),
    ],
)
def test_a_wrong_cell_is_named_by_line_and_column(line, sentence):
    (problem,) = told(HEAD + line)
    assert sentence in problem


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "It is empty."),
        (b"\n\n", "It is empty."),
        (b"email\n", "a header but no people"),
        (b"name\nNoora\n", "There is no column email."),
        (b"email,emial\n", "Did you mean email?"),
        (b"email,email\n", "column email: The column stands there twice."),
        (b"email,role\n", "It needs the column organisation beside it."),
        ("email\nä@example.org".encode("latin-1"), "Line 2 is not UTF-8 text."),
        ("email\na@example.org".encode("utf-16"), "It is UTF-16 text."),
        (b"email\na\0@example.org", "binary data"),
        (b"x" * (importing.MAX_BYTES + 1), "It is larger than 5 MB."),
        (b"email\n" + b"a\n" * (importing.MAX_LINES + 1), "more than 20000 lines"),
        (b"email\n" + b"a" * 200_000, "quotation marks do not match"),
    ],
)
def test_a_file_that_is_no_list_is_refused(content, sentence):
    assert sentence in " ".join(told(content))


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ("a@x.org,Aino,,,,,,,\nA@X.org,Anna,,,,,,b,", "first_name: Line 2 says other"),
        ("a@x.org,,,,,,,,\na@x.org,,,,,,,,", "This person stands in line 2 too."),
        (
            "a@x.org,,,,n,,member,b,\na@x.org,,,,N,,administrator,c,",
            "Line 2 gives this person another role",
        ),
    ],
)
def test_lines_that_contradict_each_other_are_named(lines, sentence):
    assert sentence in told(HEAD + lines)[0]
    assert told(HEAD + lines)[0].startswith("Line 3")


def test_a_person_may_stand_in_a_line_for_each_course():
    text = HEAD + "a@x.org,Aino,,,,,,ips,\na@x.org,,,,,,,engaging,\n"
    assert told(text) == []

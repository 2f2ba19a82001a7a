"""Paper questionnaires: good files are counted, bad ones are told where and why."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from feedback.conditions import Condition
from feedback.importing import Column, read_ratings
from feedback.models import Comment, SurveyRun
from feedback.reconciliation import differences
from tests.exploring import examples

COLUMNS = {"clarity": Column(1, 5), "usefulness": Column(2, 5), "pace": Column(3, 5)}


def read(text, comment_id=9):
    return read_ratings(text.encode(), COLUMNS, comment_id)


def sentences(text):
    return [str(problem) for problem in read(text).problems]


def test_values_not_applicable_and_nothing_are_told_apart():
    reading = read("clarity,usefulness,pace\n5,NA,\n1,n/a,3\n")

    assert not reading.problems
    assert [s.values for s in reading.submissions] == [
        {1: 5, 2: -97, 3: -98},
        {1: 1, 2: -97, 3: 3},
    ]


def test_a_column_that_is_missing_was_not_asked():
    (submission,) = read("clarity,pace\n5,4\n").submissions

    assert submission.values == {1: 5, 3: 4}


def test_who_was_not_asked_neither_skipped_nor_answered():
    columns = COLUMNS | {"missing": Column(4, 5, Condition("clarity", (1, 2)))}

    def read_all(text):
        return read_ratings(text.encode(), columns, None)

    reading = read_all("clarity,missing\n1,3\n2,\n5,\n")
    assert [s.values for s in reading.submissions] == [
        {1: 1, 4: 3},
        {1: 2, 4: -98},
        {1: 5},
    ]
    # Without the statement that decides nobody knows who was asked.
    assert read_all("missing\n3\n").submissions[0].values == {4: 3}
    (problem,) = read_all("clarity,missing\n5,3\n").problems
    assert str(problem) == (
        "Row 2, column missing: It has an answer, but this person was not to be asked. "
        "Empty it, or correct clarity."
    )


def test_groups_and_comments():
    reading = read(
        "clarity,organisation,profession,language,comment\n"
        '5,North,nurse,fi,"More, please"\n'
        "4,South,,sv,\n"
    )

    assert reading.dimensions == ["organisation", "profession", "language"]
    assert reading.submissions[0].groups == {
        "organisation": "North",
        "profession": "nurse",
        "language": "fi",
    }
    assert reading.submissions[0].comments == {9: "More, please"}
    assert reading.submissions[1].comments == {}


def test_a_file_of_a_finnish_excel_with_semicolons_and_a_byte_order_mark():
    reading = read_ratings(
        "\ufeffclarity;usefulness\r\n5;4\r\n".encode(), COLUMNS, None
    )

    assert [s.values for s in reading.submissions] == [{1: 5, 2: 4}]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("clarity\n6\n", "Row 2, column clarity: “6” is not 1 to 5, NA or empty."),
        ("clarity\n0\n", "Row 2, column clarity: “0” is not 1 to 5, NA or empty."),
        ("clarity\n4.5\n", "Row 2, column clarity: “4.5” is not 1 to 5, NA or empty."),
        ("clarity\n-1\n", "Row 2, column clarity: “-1” is not 1 to 5, NA or empty."),
        ("clarity\n٣\n", "Row 2, column clarity: “٣” is not 1 to 5, NA or empty."),
        (
            "clarty\n5\n",
            "Row 1, column clarty: The survey has no such column. Did you mean "
            "clarity?",
        ),
        (
            "clarity,clarity\n5,5\n",
            "Row 1, column clarity: The column stands there twice.",
        ),
        ("clarity,\n5,5\n", "Row 1: A column has no name."),
        ("clarity\n5,4\n", "Row 2: It has 2 cells, the header 1."),
        (
            "clarity,profession\n5,wizard\n",
            "Row 2, column profession: “wizard” is not one of nurse, physician, "
            "psychologist, social_worker, employment_specialist, therapist, "
            "peer_worker, coach, manager, student, other, or empty.",
        ),
        (
            "clarity,organisation\n5,*\n",
            "Row 2, column organisation: “*” cannot be the name of a group.",
        ),
        ("", "File: It is empty. The first row must name the columns."),
        ("clarity\n", "File: It has a header but no answers."),
        ("clarity\n\0\n", "File: It contains binary data. Save it as “CSV UTF-8”."),
    ],
    ids=[
        "too high",
        "zero",
        "a fraction",
        "negative",
        "another script's digit",
        "misspelt column",
        "twice",
        "no name",
        "too many cells",
        "unknown profession",
        "reserved name",
        "empty file",
        "no answers",
        "binary",
    ],
)
def test_what_is_wrong_is_told_with_its_place(text, sentence):
    assert sentence in sentences(text)


def test_a_file_in_another_encoding_is_told():
    reading = read_ratings("clarity,comment\n5,jäi".encode("latin-1"), COLUMNS, 9)

    assert str(reading.problems[0]).startswith("File: It is not UTF-8 text.")


def test_every_problem_is_reported_and_good_rows_are_kept():
    reading = read("clarity,pace\n5,5\n9,9\n4,4\nx,1\n")

    assert len(reading.problems) == 3
    assert (len(reading.submissions), reading.bad_rows) == (2, 2)


@examples(300)
@given(st.binary(max_size=200))
def test_no_bytes_crash_the_reader(content):
    reading = read_ratings(content, COLUMNS, 9)

    assert reading.submissions or reading.problems


@examples(300)
@given(st.text(alphabet='clarityusefnpo,;"\n\r015NA-=@ \t', max_size=120))
def test_no_text_near_a_table_crashes_the_reader(text):
    reading = read("clarity," + text)

    for submission in reading.submissions:
        assert all(v in {1, 2, 3, 4, 5, -97, -98} for v in submission.values.values())


# The command --------------------------------------------------------------------------


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "paper.csv"
    path.write_text(
        "clarity,usefulness,pace,profession,comment\n"
        + "5,4,4,nurse,Good cases\n" * 6
        + "4,NA,,peer_worker,\n"
    )
    return path


def load(built, file, **options):
    call_command("import_ratings", built.course.slug, file, verbosity=0, **options)
    return SurveyRun.objects.get()


def test_importing_makes_a_closed_run(built, file):
    run = load(built, file, eligible=8)

    assert (run.name, run.eligible, run.is_open) == ("paper", 8, False)
    assert run.snapshots.get().responded == 7
    assert differences(run) == []


def test_comments_are_kept_from_ten_answers_on(built, file, capsys):
    """Nobody may read those of fewer people, on paper or not."""
    load(built, file)
    assert not Comment.objects.exists()
    assert "6 comments were not kept" in capsys.readouterr().out
    file.write_text(file.read_text() + "5,4,4,nurse,More of it\n" * 3)
    call_command("import_ratings", built.course.slug, file, run="Ten", verbosity=0)

    assert Comment.objects.count() == 9
    assert "comments were not kept" not in capsys.readouterr().out


def test_the_same_file_is_not_counted_twice(built, file):
    load(built, file)

    with pytest.raises(CommandError, match="same content was imported before"):
        load(built, file, run="another name")
    assert SurveyRun.objects.count() == 1


def test_one_bad_row_stops_everything(built, file):
    file.write_text(file.read_text() + "7,7,7,nurse,\n")

    with pytest.raises(CommandError, match="Nothing was written"):
        load(built, file)
    assert not SurveyRun.objects.exists()


def test_good_rows_are_counted_on_request(built, file):
    file.write_text(file.read_text() + "7,7,7,nurse,\n")

    assert load(built, file, skip_bad_rows=True).snapshots.get().responded == 7


def test_a_dry_run_writes_nothing(built, file):
    call_command("import_ratings", built.course.slug, file, dry_run=True, verbosity=0)

    assert not SurveyRun.objects.exists()


def test_more_answers_than_people_asked_is_a_mistake(built, file):
    with pytest.raises(CommandError, match="--eligible is 3"):
        load(built, file, eligible=3)


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"survey": "nothing"}, "There is no survey “nothing”"),
        ({"organisation": "nobody"}, "There is no organisation “nobody”"),
    ],
    ids=["survey", "organisation"],
)
def test_an_unknown_name_is_told_with_the_known_ones(built, file, options, sentence):
    with pytest.raises(CommandError, match=sentence):
        load(built, file, **options)


def test_a_missing_file_is_told(built, tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        load(built, tmp_path / "nothing.csv")


def test_an_unknown_course_is_told(built, file):
    with pytest.raises(CommandError, match="There are: ips-in-practice"):
        call_command("import_ratings", "nothing", file)

"""SPSS syntax and Data Package: what they promise to who computes with them."""

import csv
import datetime
import hashlib
import io
import json
import re
import zipfile

import pytest

from feedback.exports.formats import BY_KEY
from tests.feedback.made_reports import SCALE, item, report
from tests.feedback.reading_files import members

from .exported import _in_english, made

__all__ = ["_in_english", "made"]


# SPSS ---------------------------------------------------------------------------------


RESERVED = set("ALL AND BY EQ GE GT LE LT NE NOT OR TO WITH".split())  # noqa: SIM905


def syntax(made):
    return members(BY_KEY["spss"].write(made))["ratings.sps"].decode()


def test_the_syntax_reads_the_columns_of_the_data(made):
    files = members(BY_KEY["spss"].write(made))
    (head, *_rows) = csv.reader(io.StringIO(files["distribution.csv"].decode()))
    block = re.search(r"/VARIABLES=\r\n(.*?)\.\r\n", syntax(made), re.S)[1]
    names = [line.split()[0] for line in block.splitlines()]

    assert names == head
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9_]{0,31}", name)
        assert name.upper() not in RESERVED


def test_the_syntax_labels_declares_missing_and_weights(made):
    text = syntax(made)

    assert "  5 'Strongly agree'\r\n" in text
    assert "  -97 'Not applicable'" in text
    assert "MISSING VALUES answer score (-97, -98)." in text
    assert "FORMATS score (F8.2)." in text
    assert "WEIGHT BY count." in text
    # Otherwise everybody would be counted again in each group.
    assert text.index("FILTER BY everybody.") < text.index("WEIGHT BY count.")


def test_quotation_marks_are_doubled_and_labels_cut_to_what_fits():
    made = report(item(wording="It's 'ä'" + "ä" * 100), item(wording='"Yes"'))
    labels = re.findall(r"^  \d+ '((?:[^']|'')*)'\.?\r$", syntax(made), re.M)

    assert labels[0].startswith("It''s ''ä''ä")
    assert labels[0].endswith("ä…")
    assert len(labels[0].replace("''", "'").encode()) <= 120
    assert labels[1] == '"Yes"'


def test_every_command_of_the_syntax_ends(made):
    """A label that ends with a full stop must not end the command before its time."""
    made = report(item(wording="Clear.\n. EXECUTE."), title=". ERASE FILE='x'.\r\n.")
    for line in syntax(made).split("\r\n"):
        assert line.count("'") % 2 == 0 or line.startswith("*")
        assert "ERASE" not in line or line.startswith("* ")
        assert not line.startswith((".", " ."))


def test_the_means_of_the_table_come_out_of_the_distribution(made):
    """As `MEANS TABLES=score BY item_number` has them, weighted and without missing."""
    files = members(BY_KEY["spss"].write(made))
    rows = list(csv.DictReader(io.StringIO(files["distribution.csv"].decode())))
    means = {}
    for number, one in enumerate(made.items, start=1):
        mine = [
            (int(row["score"]), int(row["count"]))
            for row in rows
            if row["group_by"] == "" and row["item_number"] == str(number)
        ]
        valid = [(score, count) for score, count in mine if score > 0]
        n = sum(count for _score, count in valid)
        means[number] = sum(score * count for score, count in valid) / n
        assert n == one.n
    assert means == {1: pytest.approx(31 / 7), 2: pytest.approx(25 / 7)}


def test_a_turned_statement_keeps_the_answers_that_were_given(made):
    """One person agreed strongly that it was hard, which counts as 1."""
    files = members(BY_KEY["spss"].write(made))
    rows = csv.DictReader(io.StringIO(files["distribution.csv"].decode()))
    (row,) = (
        row
        for row in rows
        if row["group_by"] == "" and row["item_number"] == "2" and row["score"] == "1"
    )

    assert (row["answer"], row["label"], row["count"]) == ("5", "Strongly agree", "1")


def test_statements_on_two_scales_share_no_labels():
    other = ("Never", "Seldom", "Sometimes", "Often", "Always")
    text = syntax(report(item(), item(labels=other)))

    assert "'Strongly agree'" not in text
    assert "'Always'" not in text
    assert "-98 'No answer'" in text


# Data Package -------------------------------------------------------------------------


def package(made):
    files = members(BY_KEY["datapackage"].write(made))
    return files, json.loads(files["datapackage.json"])


def test_a_package_describes_every_file_in_it(made):
    files, described = package(made)

    assert described["$schema"].endswith("/2.0/datapackage.json")
    assert re.fullmatch(r"[a-z0-9._-]+", described["name"])
    assert {r["path"] for r in described["resources"]} == {
        name for name in files if name.endswith(".csv")
    }
    for resource in described["resources"]:
        content = files[resource["path"]]
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


def test_a_package_describes_every_column_and_its_type(made):
    files, described = package(made)
    types = {
        "integer": int,
        "number": float,
        "date": datetime.date.fromisoformat,
        "string": str,
        "boolean": ["no", "yes"].index,
    }
    for resource in described["resources"]:
        fields = resource["schema"]["fields"]
        head, *rows = csv.reader(
            io.StringIO(files[resource["path"]].decode(), newline="")
        )
        assert [field["name"] for field in fields] == head
        assert rows
        for row in rows:
            for field, value in zip(fields, row, strict=True):
                if value != "":
                    types[field["type"]](value)


def test_a_package_says_what_the_answers_mean(made):
    _files, described = package(made)
    fields = {
        (resource["name"], field["name"]): field
        for resource in described["resources"]
        for field in resource["schema"]["fields"]
    }
    answer = fields["distribution", "answer"]

    assert [c["label"] for c in answer["categories"]] == list(SCALE)
    assert answer["categoriesOrdered"] is True
    assert {m["value"] for m in answer["missingValues"]} == {"", "-97", "-98"}
    assert fields["table", "n"]["description"]


def test_a_package_names_no_licence(made):
    """Whose figures these are decides who may use them."""
    _files, described = package(made)

    assert "licenses" not in described
    assert "licence" in described["description"]
    assert described["contributors"] == [{"title": "County", "roles": ["rightsHolder"]}]


@pytest.mark.parametrize("key", ["spss", "datapackage", "xlsx"])
def test_an_archive_knows_no_time(made, key):
    with zipfile.ZipFile(io.BytesIO(BY_KEY[key].write(made))) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}

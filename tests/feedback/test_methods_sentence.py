"""The paragraph for a methods section: who answered what, and how it was counted."""

import datetime
import re

import pytest
from django.utils import translation

from feedback.methods_sentence import in_words, methods_text
from tests.feedback.made_reports import item, report, unreleased

COUNTS = {7: (0, 0, 1, 2, 4), 23: (3, 0, 0, 8, 12), 58: (1, 2, 8, 20, 27)}


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def of(responded=7, *, eligible=8, statements=3, reverse=0, **changes):
    """Return the report of a run in which so many answered."""
    items = [
        item(COUNTS[responded], is_reversed=number < reverse)
        for number in range(statements)
    ]
    return report(*items, responded=responded, eligible=eligible, **changes)


def test_a_small_pilot_is_told_in_words():
    assert methods_text(of()).startswith(
        "Seven of eight invited participants (88%) completed the questionnaire "
        "“Closing survey” of the course “IPS in practice”. "
    )


def test_from_ten_on_numbers_are_figures():
    assert methods_text(of(eligible=12)).startswith(
        "Seven of 12 invited participants (58%) completed"
    )


def test_a_sentence_does_not_begin_with_a_figure():
    assert methods_text(of(58, eligible=71)).startswith(
        "Of 71 invited participants, 58 (82%) completed"
    )


def test_without_a_list_of_the_invited_there_is_no_rate():
    text = methods_text(of(58, eligible=None))

    assert text.startswith("In all, 58 participants completed")
    assert "how many were invited is not known." in text
    assert "invited participants" not in text


def test_it_names_scale_mean_and_threshold():
    text = methods_text(of())

    assert "three statements, each rated from 1 (“Strongly disagree”) to 5" in text
    assert "the sum of the ratings divided by n and rounded half up" in text
    assert "Ratings of 4 or more are called favourable." in text
    assert "fewer than five answers" in text


def test_the_mean_of_all_ratings_is_that_of_the_page():
    # Three times 0, 0, 1, 2, 4: 93 of 21 ratings.
    assert (
        "The mean of all 21 ratings was 4.43 (95% interval over respondents: "
        "4.02 to 4.68)."
    ) in methods_text(of())


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (1, "has one statement, rated from 1"),
        (9, "has nine statements, each rated from 1"),
        (10, "has 10 statements, each rated from 1"),
    ],
)
def test_one_statement_is_not_several(count, said):
    assert said in methods_text(of(statements=count))


@pytest.mark.parametrize(
    ("count", "said"),
    [(1, "The ratings of one statement that is"), (2, "of two statements that are")],
)
def test_reverse_worded_statements_are_told(count, said):
    text = methods_text(of(reverse=count))

    assert said in text
    # The scale is named as it was offered, not as it was counted.
    assert "from 1 (“Strongly disagree”) to 5 (“Strongly agree”)" in text


def test_nothing_is_turned_where_nothing_is_reverse_worded():
    assert "turned" not in methods_text(of())


@pytest.mark.parametrize(
    ("closed_on", "said"),
    [
        (datetime.date(2026, 9, 30), "from 1 September 2026 to 30 September 2026."),
        (datetime.date(2026, 9, 1), "Answers were collected on 1 September 2026."),
        (None, "collected since 1 September 2026; the survey is still open."),
    ],
    ids=["a month", "a day", "open"],
)
def test_it_says_when_answers_were_collected(closed_on, said):
    assert said in methods_text(of(run={"closed_on": closed_on}))


def test_it_says_that_answers_were_anonymous():
    assert "They were anonymous." in methods_text(of())


def test_figures_of_an_open_run_rest_on_fewer_answers():
    text = methods_text(of(23, eligible=30, released=15))

    assert "Of 30 invited participants, 23 (77%)" in text
    assert "The figures rest on the first 15 answers." in text
    assert "rest on the first" not in methods_text(of())


def test_made_up_answers_come_first():
    text = methods_text(of(run={"is_illustrative": True}))

    assert text.startswith("These figures are illustrative.")


@pytest.mark.parametrize("responded", [None, 9], ids=["too few", "open"])
def test_without_a_release_there_is_nothing_to_say(responded):
    assert methods_text(unreleased(responded=responded)) == ""


def test_numbers_in_words_end_at_nine():
    assert [in_words(n) for n in (0, 1, 5, 9, 10, 58)] == [
        "zero",
        "one",
        "five",
        "nine",
        "10",
        "58",
    ]


@pytest.mark.parametrize("language", ["fi", "sv"])
@pytest.mark.parametrize("responded", [7, 58])
def test_numbers_are_written_as_the_language_writes_them(language, responded):
    with translation.override(language):
        text = methods_text(of(responded, eligible=71))
    text = text.replace("\xa0", " ")

    share = {7: "10 %", 58: "82 %"}[responded]
    assert share in text
    assert re.search(r"\b4,\d\d\b", text)
    assert not re.search(r"\d\.\d", text.replace("30.9.", "").replace("1.9.", ""))
    # No placeholder is left, and no sentence is lost.
    assert "%(" not in text
    assert "Closing survey" in text
    assert "IPS in practice" in text


@pytest.mark.parametrize("name", ["100 % happy", "%(rate)s", "<b>Ωmega</b> 課程"])
def test_a_name_is_taken_as_it_is(name):
    assert f"of the course “{name}”" in methods_text(of(title=name))

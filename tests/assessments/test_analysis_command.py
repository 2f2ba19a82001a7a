"""The command that prints an item analysis."""

import pytest
from django.core.management import CommandError, call_command


@pytest.mark.parametrize("form", ["json", "csv", "html", "text"])
def test_the_command_writes_a_file(built, tmp_path, form):
    path = tmp_path / "analysis"
    call_command("item_analysis", "the-quiz", format=form, output=path)

    assert "the-quiz" in path.read_text("utf-8") or "Knowledge check" in path.read_text(
        "utf-8"
    )


def test_the_command_prints_words_for_people(taken, capsys):
    call_command("item_analysis", "the-quiz", format="text")
    text = capsys.readouterr().out

    assert "40 people have finished this quiz." in text
    assert "1. Question 1?\n   Facility: 50%, of middle difficulty;" in text
    assert "   * Option 0: 20 (50%)" in text


def test_the_command_says_which_quizzes_there_are(built):
    with pytest.raises(
        CommandError, match="There is no quiz “x”. There are: the-quiz."
    ):
        call_command("item_analysis", "x")


def test_the_command_says_that_there_is_none(db):
    with pytest.raises(CommandError, match="There are: none."):
        call_command("item_analysis", "x")


def test_the_command_says_when_it_cannot_write(built, tmp_path):
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("item_analysis", "the-quiz", output=tmp_path / "no" / "file")

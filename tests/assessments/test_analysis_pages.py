"""What the pages and files of an item analysis say, and what they cost."""

import json

import pytest
from django.core.management import call_command

from people.models import User
from tests.factories.assessments import AssessmentFactory, ItemFactory, single_choice
from tests.factories.attempts import NOTHING, sit
from tests.factories.courses import build_course

from .analysed_quiz import (
    ADDRESSES,
    ONE_HOUR,
    ROWS,
    figures,
    page,
    queries,
    table,
    take,
)


def test_the_page_says_facility_discrimination_and_n(client, taken, trainer):
    html = page(client)

    assert "40 people have finished this quiz." in html
    assert "<b>50%</b>" in html
    assert "of middle difficulty" in html
    assert "Question 2?" in html
    assert 'data-label="n" data-total>40<' in html


def test_page_csv_json_and_command_say_the_same(client, taken, trainer, capsys):
    data = figures(client)
    rows = [row for row in table(client) if not row["option"]]
    call_command("item_analysis", "the-quiz")
    printed = json.loads(capsys.readouterr().out)
    html = page(client)

    assert printed == data
    for item, row in zip(data["items"], rows, strict=True):
        assert (row["item"], int(row["n"])) == (item["key"], item["n"])
        assert float(row["facility"]) == pytest.approx(item["facility"], abs=5e-5)
        assert float(row["discrimination"]) == pytest.approx(
            item["discrimination_index_percent"] / 100, abs=5e-5
        )
        assert f"<b>{item['facility_percent']:.0f}%</b>" in html
        options = [r for r in table(client) if r["item"] == item["key"] and r["option"]]
        assert [int(r["option_count"]) for r in options] == [
            option["count"] for option in item["options"]
        ]


def test_the_figures_can_be_recomputed_without_the_database(client, taken, trainer):
    """The JSON has the names of `python -m psychometrics items`, and its values."""
    from psychometrics._quiz_commands import run_items

    worth = {True: 1, False: 0, NOTHING: 0}
    marks = [[worth[x] for x in ROWS[n % 4]] for n in range(40)]
    expected = run_items({"marks": marks, "max_marks": [1, 1]})
    data = figures(client)

    for name, value in expected["test"].items():
        assert data["test"][name] == pytest.approx(value), name
    for item, other in zip(data["items"], expected["items"], strict=True):
        for name in set(other) - {"covariance_with_total", "quarters"}:
            assert item[name] == pytest.approx(other[name]), name


def test_nobody_is_in_it(client, taken, trainer, capsys):
    secrets = ["Surname", "Personal", "clinic.example", "somebody"]
    secrets += User.objects.exclude(pk=trainer.pk).values_list("public_id", flat=True)
    texts = [client.get(f"/quizzes/the-quiz/{a}").content.decode() for a in ADDRESSES]
    for form in ("json", "csv", "html", "text"):
        call_command("item_analysis", "the-quiz", format=form)
        texts.append(capsys.readouterr().out)

    for text in texts:
        for secret in secrets:
            assert secret not in text
    # Nor a number by which an attempt could be found.
    assert not {"attempt", "attempt_id", "user", "person"} & set(table(client)[0])


def test_too_few_attempts_are_told_and_nothing_else(client, trainer, built, noon):
    take(built, 3, noon)
    html = page(client)

    assert "Not enough attempts yet: 3 of 5" in html
    assert "<table" not in html
    assert "Question 1?" in html
    assert figures(client)["test"] is None


def test_a_hidden_version_has_a_row_that_says_so(client, trainer, built, noon):
    from assessments.actions import freeze_item

    take(built, 8, noon)
    item = built.quiz.assessment.entries.get(item__key="q1").item
    item.content = single_choice(stem="Question 1, better?")
    item.save()
    item.refresh_from_db()
    freeze_item(item=item, at=noon)
    take(built, 2, noon + 99 * ONE_HOUR, start=8)

    html = page(client)

    assert "Question 1, better?" in html
    assert "Fewer than 5 attempts." in html
    assert "2 attempts are in no figure yet" in html
    assert figures(client)["items"][0]["n"] is None


def test_a_formula_in_a_question_or_option_stays_text(client, trainer, site, noon):
    content = single_choice(stem='=HYPERLINK("http://evil")')
    content[0]["value"]["options"][0]["value"]["text"]["en"] = "@SUM(A1)"
    content[0]["value"]["options"][1]["value"]["text"]["en"] = "\t+1"
    quiz = AssessmentFactory(key="the-quiz", items=[ItemFactory(content=content)])
    built = build_course(lessons=0, assessment=quiz)
    for number in range(6):
        sit(built, {}, at=noon + number * ONE_HOUR)

    for row in table(client):
        assert row["question"].startswith("'=")
        for value in row.values():
            assert not value.startswith(("=", "@", "+", "\t"))


def test_markup_in_a_question_is_text_on_the_page(client, trainer, site, noon):
    item = ItemFactory(content=single_choice(stem="<b>Bold</b>?"))
    build_course(lessons=0, assessment=AssessmentFactory(key="the-quiz", items=[item]))

    assert "<b>Bold</b>" not in page(client)
    assert "&lt;b&gt;Bold" in page(client)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_page_is_there_in_every_language(client, taken, trainer, language):
    User.objects.filter(pk=trainer.pk).update(preferred_language=language)

    response = client.get("/quizzes/the-quiz/")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


# What it costs ------------------------------------------------------------------------


def test_the_page_costs_the_same_queries_for_more_people(client, trainer, built, noon):
    take(built, 6, noon)
    before = [queries(client, f"/quizzes/the-quiz/{a}") for a in ADDRESSES]
    take(built, 20, noon, start=6)

    after = [queries(client, f"/quizzes/the-quiz/{a}") for a in ADDRESSES]

    assert before == after
    assert max(after) <= 12


def test_the_page_costs_the_same_queries_for_more_questions(
    client, trainer, noon, site
):
    for key, size in (("short", 2), ("long", 20)):
        quiz = AssessmentFactory(
            key=key, items=[ItemFactory(key=f"{key}-{n}") for n in range(size)]
        )
        built = build_course(title=key, lessons=0, assessment=quiz)
        for number in range(5):
            sit(built, {}, at=noon + number * ONE_HOUR)

    assert queries(client, "/quizzes/short/") == queries(client, "/quizzes/long/")

"""Who may read an item analysis, and that every form of it says the same."""

import csv
import datetime
import io
import json
import re

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.models import Attempt
from home.setup import REVIEWERS, TRAINERS, set_up_groups
from people.models import Role, User
from tests.factories.assessments import AssessmentFactory, ItemFactory, single_choice
from tests.factories.attempts import NOTHING, sit
from tests.factories.courses import build_course
from tests.factories.people import PASSWORD, MembershipFactory, UserFactory

ONE_HOUR = datetime.timedelta(hours=1)
ROWS = [(True, True), (True, False), (False, NOTHING), (False, False)]
ADDRESSES = ["", "table.csv", "figures.json"]


@pytest.fixture
def built(site):
    quiz = AssessmentFactory(
        key="the-quiz",
        name="Knowledge check",
        items=[
            ItemFactory(
                key=f"q{number}", content=single_choice(stem=f"Question {number}?")
            )
            for number in (1, 2)
        ],
    )
    return build_course(lessons=0, assessment=quiz)


def take(built, count, at, start=0):
    for number in range(start, start + count):
        user = UserFactory(
            email=f"somebody-{number}@clinic.example",
            first_name="Personal",
            last_name=f"Surname{number}",
        )
        choices = dict(zip(("q1", "q2"), ROWS[number % 4], strict=True))
        sit(built, choices, at=at + number * ONE_HOUR, user=user)


@pytest.fixture
def taken(built, noon):
    take(built, 40, noon)
    return built


def member_of(group, site):
    set_up_groups(site.root_page)
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.fixture
def trainer(client, site):
    user = member_of(TRAINERS, site)
    client.login(username=user.email, password=PASSWORD)
    return user


def page(client):
    html = client.get("/quizzes/the-quiz/").content.decode()
    return re.sub(r"\s+", " ", html)


def figures(client):
    return client.get("/quizzes/the-quiz/figures.json").json()


def table(client):
    text = client.get("/quizzes/the-quiz/table.csv").content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


# Who may read -------------------------------------------------------------------------


def people(site):
    """Return one person of each kind, and whether they may read."""
    return {
        "learner": (UserFactory(), False),
        "coordinator": (MembershipFactory(coordinating=True).user, False),
        "administrator of an organisation": (
            MembershipFactory(role=Role.ADMINISTRATOR).user,
            False,
        ),
        "reviewer": (member_of(REVIEWERS, site), False),
        "trainer": (member_of(TRAINERS, site), True),
        "administrator": (User.objects.create_superuser("a@example.org", "x"), True),
    }


def test_those_who_write_quizzes_read_their_analysis_and_nobody_else(
    client, site, built
):
    for kind, (user, may_read) in people(site).items():
        client.force_login(user)
        for address in ("/quizzes/", *(f"/quizzes/the-quiz/{a}" for a in ADDRESSES)):
            response = client.get(address)
            assert response.status_code == (200 if may_read else 403), (kind, address)
        # Nobody learns from the answer which quizzes there are.
        response = client.get("/quizzes/no-such-quiz/")
        assert response.status_code == (404 if may_read else 403), kind


def test_a_trainer_who_was_switched_off_reads_nothing(client, site, built, trainer):
    User.objects.filter(pk=trainer.pk).update(is_active=False)

    assert client.get("/quizzes/the-quiz/").status_code == 302


def test_losing_the_group_ends_reading_at_once(client, site, built, trainer):
    assert client.get("/quizzes/the-quiz/").status_code == 200
    trainer.groups.clear()

    assert client.get("/quizzes/the-quiz/").status_code == 403


def test_the_quiz_page_leads_trainers_there_and_nobody_else(client, site, built):
    from tests.factories.courses import enrolled

    learner = UserFactory()
    enrolled(learner, built.course)
    users = {
        "trainer": (member_of(TRAINERS, site), True),
        "reviewer": (member_of(REVIEWERS, site), False),
        "learner": (learner, False),
    }
    for kind, (user, is_led) in users.items():
        client.force_login(user)
        html = client.get(built.quiz.get_url(), follow=True).content.decode()
        assert ("/quizzes/the-quiz/" in html) is is_led, kind


def test_answers_are_not_kept_by_browsers(client, trainer, built):
    assert "no-store" in client.get("/quizzes/the-quiz/")["Cache-Control"]


# What is read -------------------------------------------------------------------------


def test_the_page_says_facility_discrimination_and_n(client, trainer, taken):
    html = page(client)

    assert "40 people have finished this quiz." in html
    assert "<b>50%</b>" in html
    assert "of middle difficulty" in html
    assert "Question 2?" in html
    assert 'data-label="n" data-total>40<' in html


def test_page_csv_json_and_command_say_the_same(client, trainer, taken, capsys):
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


def test_the_figures_can_be_recomputed_without_the_database(client, trainer, taken):
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


def test_nobody_is_in_it(client, trainer, taken, capsys):
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
def test_the_page_is_there_in_every_language(client, trainer, taken, language):
    User.objects.filter(pk=trainer.pk).update(preferred_language=language)

    response = client.get("/quizzes/the-quiz/")

    assert response.status_code == 200
    assert f'<html lang="{language}"' in response.content.decode()


# What it costs ------------------------------------------------------------------------


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


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


# In the editor ------------------------------------------------------------------------


def cells(client):
    html = client.get("/cms/snippets/assessments/item/").content.decode()
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.S)
    text = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in rows]
    return {key: row for row in text for key in ("q1", "q2", "q3") if f" {key} " in row}


def test_the_bank_of_questions_says_how_each_worked(client, trainer, taken):
    ItemFactory(key="q3")
    shown = cells(client)
    first = figures(client)["items"][0]

    discrimination = first["discrimination_index_percent"] / 100
    low, high = (limit / 100 for limit in first["discrimination_ci95_percent"])
    written = f" 50% {discrimination:.2f} ({low:.2f} to {high:.2f}) 40 "
    assert written in shown["q1"]
    assert " – – – " in shown["q3"]


def test_the_bank_hides_what_the_report_hides(client, trainer, built, noon):
    take(built, 4, noon)
    assert " – – – " in cells(client)["q1"]
    take(built, 2, noon, start=4)

    # Six attempts: a number, neither a per cent nor a correlation.
    assert " – – 6 " in cells(client)["q1"]


def test_the_bank_takes_the_quiz_that_most_people_have_had(
    client, trainer, built, noon
):
    item = built.quiz.assessment.entries.get(item__key="q1").item
    other = AssessmentFactory(key="another-quiz", items=[item])
    elsewhere = build_course(title="Elsewhere", lessons=0, assessment=other)
    take(built, 6, noon)
    for number in range(12):
        sit(elsewhere, {"q1": True}, at=noon + number * ONE_HOUR)

    html = client.get("/cms/snippets/assessments/item/").content.decode()

    assert " 100% – 12 " in cells(client)["q1"]
    assert "/quizzes/another-quiz/" in html


def test_the_bank_costs_the_same_queries_for_more(client, trainer, built, noon):
    take(built, 6, noon)
    before = queries(client, "/cms/snippets/assessments/item/")
    for number in range(8):
        quiz = AssessmentFactory(items=[ItemFactory()])
        course = build_course(title=f"Course {number}", lessons=0, assessment=quiz)
        for person in range(5):
            sit(course, {}, at=noon + person * ONE_HOUR)

    assert queries(client, "/cms/snippets/assessments/item/") == before


def test_the_list_of_quizzes_in_the_editor_leads_to_the_analysis(
    client, trainer, built
):
    html = client.get("/cms/snippets/assessments/assessment/").content.decode()

    assert 'href="/quizzes/the-quiz/"' in html


def test_the_overview_counts_people_once(client, trainer, taken, noon):
    AssessmentFactory(name="An untaken quiz")
    sit(taken, {}, at=noon + 99 * ONE_HOUR, user=User.objects.get(last_name="Surname1"))
    html = re.sub(r"\s+", " ", client.get("/quizzes/").content.decode())

    assert Attempt.objects.count() == 41
    assert "40 people have finished this quiz." in html
    assert "0 people have finished this quiz." in html


# The command --------------------------------------------------------------------------


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

"""What the editor's lists of questions and quizzes say of their analysis."""

import re

from assessments.models import Attempt
from people.models import User
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.attempts import sit
from tests.factories.courses import build_course

from .analysed_quiz import ONE_HOUR, figures, queries, take


def cells(client):
    html = client.get("/cms/snippets/assessments/item/").content.decode()
    rows = re.findall(r"<tr.*?</tr>", html, flags=re.S)
    text = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", row)) for row in rows]
    return {key: row for row in text for key in ("q1", "q2", "q3") if f" {key} " in row}


def test_the_bank_of_questions_says_how_each_worked(client, taken, trainer):
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


def test_the_overview_counts_people_once(client, taken, trainer, noon):
    AssessmentFactory(name="An untaken quiz")
    sit(taken, {}, at=noon + 99 * ONE_HOUR, user=User.objects.get(last_name="Surname1"))
    html = re.sub(r"\s+", " ", client.get("/quizzes/").content.decode())

    assert Attempt.objects.count() == 41
    assert "40 people have finished this quiz." in html
    assert "0 people have finished this quiz." in html

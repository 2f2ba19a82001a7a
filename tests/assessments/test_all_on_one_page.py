"""A quiz with all its questions on one page."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.sessions.models import Session

from assessments.models import Layout
from tests.factories import contents
from tests.factories.people import PASSWORD, UserFactory

from .test_session_expiry import NOT_SAVED, sign_in


@pytest.fixture
def browser(begin):
    browser = begin(
        contents.single(),
        contents.ordering(),
        contents.short_text(),
        contents.matching(),
        layout=Layout.ALL_ON_ONE,
    )
    browser.whole = browser.address("questions")
    return browser


def whole_page(browser):
    response = browser.client.get(browser.whole)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def send(browser, **changed):
    fields = {**browser.fields(whole_page(browser)), **changed}
    return browser.client.post(browser.whole, fields)


def answers(browser):
    return list(
        browser.attempt.responses.order_by("position").values_list("answer", flat=True)
    )


def test_the_attempt_leads_to_its_first_open_question(browser):
    send(browser, **{"q1-option": "0"})
    reply = browser.client.get(browser.address("attempt"))

    assert reply.url == f"{browser.whole}#question-2"
    assert whole_page(browser).select_one("#question-2")


def test_the_address_of_one_question_leads_to_its_place(browser):
    reply = browser.client.get(browser.address("response", 3))

    assert reply.url == f"{browser.whole}#question-3"


def test_a_quiz_with_one_question_per_page_has_no_such_page(begin):
    browser = begin(contents.single())
    reply = browser.client.get(browser.address("questions"))

    assert reply.url == browser.attempt.get_absolute_url()


def test_one_button_saves_what_was_answered_and_nothing_else(browser):
    reply = send(browser, **{"q1-option": "2", "q3-text": "support", "go": "review"})

    assert reply.url == browser.address("review")
    chosen = browser.response(1).option_order[2]
    assert answers(browser) == [{"chosen": [chosen]}, None, {"text": "support"}, None]


def test_sending_the_page_again_changes_nothing(browser):
    send(browser, **{"q1-option": "2", "q4-pair-0": "1", "q4-flag": "1"})
    before = answers(browser)
    send(browser)

    assert answers(browser) == before
    assert browser.response(4).is_flagged


def test_each_question_has_a_revision_of_its_own(browser):
    page = browser.fields(whole_page(browser))
    # Another tab saves a newer answer to the third question.
    newer = {"text": "newer", "revision": str(2**61)}
    browser.send(newer, 3)
    reply = browser.client.post(
        browser.whole, {**page, "q1-option": "0", "q3-text": "older"}
    )
    text = reply.content.decode()

    assert reply.status_code == 422
    assert answers(browser)[2] == {"text": "newer"}
    assert answers(browser)[0] is not None
    assert "Question 3: A newer answer to this question was saved" in text
    assert 'value="newer"' in text
    assert 'href="#q3-text"' in text


def test_what_cannot_be_saved_is_shown_again_with_the_reason(browser):
    reply = send(browser, **{"q1-option": "0", "q3-text": "long " * 200})
    page = BeautifulSoup(reply.content, "html.parser")

    assert reply.status_code == 422
    assert page.title.get_text().startswith("Error:")
    assert [a["href"] for a in page.select(".error-summary a")] == ["#q3-text"]
    assert page.select_one("#q3-text")["value"].startswith("long")
    assert answers(browser)[0] is not None
    assert answers(browser)[2] is None


def test_a_button_of_one_order_saves_all_and_leads_back(browser):
    before = browser.response(2).option_order
    reply = send(browser, **{"q3-text": "support", "q2-move": "1-up"})
    page = BeautifulSoup(browser.client.get(reply.url).content, "html.parser")

    assert reply.url == f"{browser.whole}?moved=2.1-up#q2-move-1-up"
    assert answers(browser)[1] == {"order": [before[1], before[0], *before[2:]]}
    assert answers(browser)[2] == {"text": "support"}
    assert "place 1 of 4" in page.select_one("#q2-moved").get_text()


def test_a_script_saves_one_question_at_its_own_address(browser):
    data = {"option": "1", "revision": "5"}
    reply = browser.send(data, headers={"accept": "application/json"})

    assert reply.json()["outcome"] == "saved"


def test_after_submission_nothing_is_saved(browser):
    page = browser.fields(whole_page(browser))
    browser.submit()
    reply = browser.client.post(browser.whole, {**page, "q3-text": "late"})

    assert reply.url == browser.address("result")
    assert answers(browser)[2] is None
    assert browser.client.get(browser.whole).url == browser.address("result")


def test_a_session_that_ended_loses_nothing(browser):
    filled = {**browser.fields(whole_page(browser)), "q3-text": "kept"}
    Session.objects.all().delete()
    reply = browser.client.post(browser.whole, filled)
    page = sign_in(browser.client, browser.attempt.enrolment.user, reply.url)

    assert NOT_SAVED in page.content.decode()
    assert 'value="kept"' in page.content.decode()
    send(browser)
    assert answers(browser)[2] == {"text": "kept"}
    assert NOT_SAVED not in str(whole_page(browser))


def test_nobody_else_sees_the_page(browser):
    browser.client.login(username=UserFactory().email, password=PASSWORD)

    assert browser.client.get(browser.whole).status_code == 404
    assert browser.client.post(browser.whole, {"q3-text": "x"}).status_code == 404


def test_saving_costs_the_same_for_more_questions(
    begin,
    django_assert_max_num_queries,
):
    browser = begin(
        *[contents.short_text() for _number in range(12)], layout=Layout.ALL_ON_ONE
    )
    browser.whole = browser.address("questions")
    fields = browser.fields(whole_page(browser))
    filled = {f"q{number}-text": "support" for number in range(1, 13)}
    with django_assert_max_num_queries(10):
        browser.client.post(browser.whole, {**fields, **filled})
    assert all(answers(browser))
    with django_assert_max_num_queries(25):
        browser.client.get(browser.whole)

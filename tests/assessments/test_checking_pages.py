"""The pages around checking: what the button does, what the next page says."""

import pytest
from django.urls import reverse

from assessments.models import Behaviour, Layout

from .checking import chosen, free_text, sat, single


@pytest.fixture
def at(site, client, noon):
    """Return what puts a learner before the questions of a quiz."""

    def put(*contents, **fields):
        quiz = sat(*(contents or (single(), single())), at=noon, **fields)
        client.force_login(quiz.user)
        return Page(client, quiz)

    return put


class Page:
    """A learner before one question."""

    def __init__(self, client, quiz):
        self.client = client
        self.quiz = quiz

    def address(self, name, position=1):
        return reverse(f"assessments:{name}", args=[self.quiz.attempt.pk, position])

    def sees(self, position=1):
        return self.client.get(self.address("response", position)).content.decode()

    def checks(self, answer, position=1, revision=1, **extra):
        given = self.quiz.given(position, answer) if answer else {}
        return self.client.post(
            self.address("check", position), {**given, "revision": revision}, **extra
        )


def test_checking_leads_back_to_the_outcome(at):
    page = at()

    reply = page.checks(chosen(1))

    assert reply.status_code == 302
    assert reply.url == page.address("response") + "#checked-1"
    text = page.sees()
    assert 'id="checked-1" tabindex="-1"' in text
    assert "Not right yet" in text
    assert "Think of pay." in text
    assert "You have 2 tries left." in text
    assert "Each further try costs 25% of the points." in text
    assert ">Try again</button>" in text


def test_hints_add_up(at):
    page = at()
    page.checks(chosen(1), revision=1)

    page.checks(chosen(2), revision=2)

    text = page.sees()
    assert "Think of pay." in text
    assert "Think of the law." in text
    assert "You have 1 try left." in text


def test_before_the_first_check_the_page_says_how_many_tries_there_are(at):
    text = at().sees()

    assert "You have 3 tries left." in text
    assert ">Check</button>" in text
    assert "checked-1" not in text


def test_a_single_check_says_that_it_is_final(at):
    text = at(behaviour=Behaviour.IMMEDIATE).sees()

    assert "You can check this answer once; then it is final." in text
    assert "costs" not in text


def test_a_settled_question_can_only_be_read_and_gone_on_from(at):
    page = at()
    page.checks(chosen(0))

    text = page.sees()

    assert '<fieldset class="settled" disabled>' in text
    assert "1 of 1 points" in text
    assert 'type="submit"' not in text.split("<main")[1].split("</main>")[0]
    assert f'href="{page.address("response", 2)}">Continue' in text


def test_the_last_settled_question_leads_to_the_review(at):
    page = at(single())
    page.checks(chosen(0))

    review = reverse("assessments:review", args=[page.quiz.attempt.pk])
    assert f'<a class="button" href="{review}"' in page.sees()


def test_an_answer_that_was_tried_already_gets_a_word(at):
    page = at()
    page.checks(chosen(1), revision=1)

    reply = page.checks(chosen(1), revision=2, follow=True)

    assert "You have tried this answer already." in reply.content.decode()
    assert page.quiz.tries() == [(1, False)]


def test_a_second_click_gets_no_word(at):
    page = at()
    page.checks(chosen(1), revision=1)

    reply = page.checks(chosen(1), revision=1, follow=True)

    assert "You have tried this answer already." not in reply.content.decode()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"revision": "1"}, "There is nothing to check yet."),
        ({"revision": "1", "option": "77"}, "Your answer could not be read."),
        ({"option": "0"}, "Your answer could not be read."),
        ({"revision": "x", "option": "0"}, "Your answer could not be read."),
    ],
    ids=str,
)
def test_what_cannot_be_checked_gets_a_sentence(at, fields, sentence):
    page = at()

    reply = page.client.post(page.address("check"), fields, follow=True)

    assert sentence in reply.content.decode()
    assert page.quiz.tries() == []


def test_a_final_answer_in_an_old_tab_gets_a_sentence(at):
    page = at()
    page.checks(chosen(0), revision=1)

    checked = page.checks(chosen(1), revision=2, follow=True).content.decode()
    saved = page.client.post(
        page.address("response"),
        {**page.quiz.given(1, chosen(1)), "revision": 3},
        follow=True,
    ).content.decode()

    for text in (checked, saved):
        assert "This answer was checked before and is final." in text
    assert page.quiz.attempt.responses.get(position=1).answer == chosen(0)


def test_a_script_that_saves_a_final_answer_is_told(at):
    page = at()
    page.checks(chosen(0), revision=1)

    reply = page.client.post(
        page.address("response"),
        {**page.quiz.given(1, chosen(1)), "revision": 3},
        headers={"accept": "application/json"},
    )

    assert reply.status_code == 409
    assert reply.json()["outcome"] == "settled"


def test_a_quiz_that_tells_at_the_end_has_no_button(at):
    page = at(behaviour=Behaviour.DEFERRED)

    assert ">Check</button>" not in page.sees()
    reply = page.checks(chosen(0), follow=True)
    assert "after all are submitted" in reply.content.decode()


def test_what_a_person_marks_says_so_and_has_no_button(at):
    text = at(free_text()).sees()

    assert "A person marks this answer after you submit." in text
    assert ">Check</button>" not in text


def test_a_reflection_shows_its_example_once_something_is_written(at):
    page = at(free_text(is_reflection=True))
    before = page.sees()

    page.checks({"text": "I wonder."})

    assert "Save and see an example" in before
    assert "what matters to Aino" not in before
    assert "what matters to Aino" in page.sees()


def test_checking_on_a_page_of_all_questions_stores_the_others(at):
    page = at(layout=Layout.ALL_ON_ONE)
    data = {"q1-revision": "1", "q2-revision": "1"}
    data["q1-option"] = page.quiz.given(1, chosen(1))["option"]
    data["q2-option"] = page.quiz.given(2, chosen(2))["option"]

    page.client.post(page.address("check", 1), data)

    assert page.quiz.tries(1) == [(1, False)]
    assert page.quiz.tries(2) == []
    assert page.quiz.attempt.responses.get(position=2).answer == chosen(2)


def test_somebody_elses_answer_cannot_be_checked(at, client):
    from tests.factories.people import UserFactory

    page = at()
    client.force_login(UserFactory())

    assert page.checks(chosen(0)).status_code == 404


def test_a_question_that_is_not_there_is_not_found(at):
    page = at()

    reply = page.client.post(page.address("check", 9), {"revision": 1, "option": "0"})

    assert reply.status_code == 404


def test_the_review_tells_what_is_final(at):
    page = at()
    page.checks(chosen(0))

    text = page.client.get(
        reverse("assessments:review", args=[page.quiz.attempt.pk])
    ).content.decode()

    assert "Checked and final" in text
    assert "What was not checked can be changed until you submit" in text
    assert text.count("Look at ") == 1


def test_the_page_of_a_question_takes_few_queries(at, django_assert_max_num_queries):
    page = at()
    page.checks(chosen(1))
    page.sees()

    with django_assert_max_num_queries(25):
        page.sees()


def test_checking_takes_few_queries(at, django_assert_max_num_queries):
    """As few as saving does, and those of the sign-in and the attempt."""
    page = at()

    with django_assert_max_num_queries(13):
        page.checks(chosen(1))

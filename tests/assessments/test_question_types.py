"""The page of a question of each type, as a browser without JavaScript uses it."""

import pytest
from bs4 import BeautifulSoup

from assessments.content import ItemType, content_from_json
from assessments.models import CaseVignette
from tests.factories import contents

ALL_TYPES = pytest.mark.parametrize("item_type", ItemType, ids=str)
SCRIPT = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def an_answer(content):
    """Return an answer to one of the examples."""
    return content.full_answer() or {"text": "I would ask.\nAnd listen."}


# Reading and sending the page ------------------------------------------------------


@ALL_TYPES
def test_an_untouched_page_answers_nothing(begin, item_type):
    browser = begin(contents.one_of_each()[item_type])

    browser.send(browser.fields(browser.page()))

    assert browser.answer() is None


@ALL_TYPES
def test_a_sent_answer_is_stored_and_shown_and_sent_again(begin, item_type):
    content = contents.one_of_each()[item_type]
    browser = begin(content)
    arrangement = browser.response().option_order
    untouched = browser.fields(browser.page())
    given = content.given(arrangement, an_answer(content))

    browser.send({**untouched, **given})
    stored = browser.answer()
    browser.send(browser.fields(browser.page()))

    assert stored == an_answer(content)
    assert browser.answer() == stored


@ALL_TYPES
def test_every_field_of_a_question_has_a_label(begin, item_type):
    browser = begin(contents.one_of_each()[item_type])
    page = browser.page()

    labelled = {label["for"] for label in page.select("main form label")}
    fields = page.select("fieldset :is(input, select, textarea):not([type=hidden])")
    assert fields
    assert all(field["id"] in labelled for field in fields)


@ALL_TYPES
def test_no_text_of_an_author_or_a_learner_is_run(begin, item_type):
    """Neither before nor after submission, nor in the list of answers between."""
    hostile = _hostile(contents.one_of_each()[item_type])
    browser = begin(hostile, attempts_allowed=1)
    arrangement = browser.response().option_order
    answer = hostile.full_answer() or {"text": SCRIPT}
    if "text" in answer:
        answer = {"text": SCRIPT}
    browser.send(
        {
            **browser.fields(browser.page()),
            **hostile.given(arrangement, answer),
        }
    )
    pages = [
        str(browser.client.get(browser.address("response", 1)).content),
        str(browser.client.get(browser.address("review")).content),
        browser.submit(),
    ]

    for page in pages:
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;alert(1)" in page


TEXTS = {"stem", "feedback", "text", "prompt", "answer", "hints", "model_answer"}


def _hostile(content):
    """Return the content with a script at the end of every text."""

    def spoilt(value, name=""):
        if isinstance(value, list):
            return [spoilt(inner, name) for inner in value]
        if not isinstance(value, dict):
            return value
        if name in TEXTS:
            return {language: text + SCRIPT for language, text in value.items()}
        return {key: spoilt(inner, key) for key, inner in value.items()}

    data = content.to_json()
    spoilt_data = spoilt(data)
    if content.type == ItemType.TRUE_FALSE:
        # Its options are always the same two words.
        spoilt_data["options"] = data["options"]
    return content_from_json(spoilt_data)


def test_a_text_that_is_too_long_is_shown_again_with_the_reason(begin):
    browser = begin(contents.short_text())
    fields = browser.fields(browser.page())

    reply = browser.send({**fields, "text": "long " * 200})
    page = BeautifulSoup(reply.content, "html.parser")

    assert reply.status_code == 422
    assert page.title.get_text().startswith("Error:")
    assert page.select_one("#text")["value"].startswith("long long")
    assert page.select_one("#text")["aria-invalid"] == "true"
    assert page.select_one(".error-summary a")["href"] == "#text"
    assert browser.answer() is None


def test_what_is_no_number_is_saved_and_said(begin):
    browser = begin(contents.number())
    fields = browser.fields(browser.page())

    reply = browser.send(
        {**fields, "text": "three"}, headers={"accept": "application/json"}
    )

    assert reply.status_code == 200
    assert "cannot be read as a number" in reply.json()["message"]
    assert "This cannot be read as a number yet." in browser.page().get_text()
    assert browser.answer() == {"text": "three"}


@pytest.mark.parametrize(
    ("content", "keyboard"),
    [
        (contents.number(), "decimal"),
        (contents.number(unit_required=True), None),
        (contents.short_text(), None),
    ],
    ids=["number", "with a unit to write", "text"],
)
def test_phones_offer_digits_where_digits_are_enough(begin, content, keyboard):
    page = begin(content).page()

    assert page.select_one("#text").get("inputmode") == keyboard


# An order --------------------------------------------------------------------------


def test_a_button_moves_a_thing_and_leads_back_to_it(begin):
    browser = begin(contents.ordering())
    before = browser.response().option_order
    fields = browser.fields(browser.page())

    reply = browser.send({**fields, "move": "2-up"})
    page = BeautifulSoup(browser.client.get(reply.url).content, "html.parser")

    assert reply.url.endswith("?moved=2-up#move-2-up")
    assert browser.answer() == {
        "order": [before[0], before[2], before[1], before[3]],
    }
    assert "is now at place 2 of 4." in page.select_one("#moved").get_text()
    assert page.select_one("#move-2-up")["aria-describedby"] == "moved"


def test_an_order_can_be_right_as_it_is_shown(begin):
    browser = begin(contents.ordering())
    fields = browser.fields(browser.page())

    browser.send({**fields, "move": "keep"})

    assert browser.answer() == {"order": browser.response().option_order}
    assert not browser.page().select("[data-order-keep]")


def test_buttons_go_on_from_where_things_are(begin):
    browser = begin(contents.ordering())
    for _press in range(2):
        browser.send({**browser.fields(browser.page()), "move": "3-up"})

    order = browser.response().option_order
    assert browser.answer() == {"order": [order[0], order[3], order[1], order[2]]}


@pytest.mark.parametrize("move", ["9-up", "up", "'\"><", "2-left"])
def test_a_button_that_nobody_offered_is_refused(begin, move):
    browser = begin(contents.ordering())

    reply = browser.send({**browser.fields(browser.page()), "move": move})

    assert reply.status_code == 422
    assert browser.answer() is None


def test_the_enter_key_saves_and_moves_nothing(begin):
    """A form's first button is what the Enter key presses."""
    for content in (contents.ordering(), contents.short_text()):
        page = begin(content).page()
        first = page.select_one("main form button[type=submit]")
        assert (first["name"], first["value"]) == ("go", "next")


# The mark to look again, and the list of all questions ------------------------------


def test_a_question_is_marked_together_with_its_answer(begin):
    browser = begin(contents.single(), contents.matching())
    fields = browser.fields(browser.page())

    browser.send({**fields, "option": "0", "flag": "1"})
    review = browser.client.get(browser.address("review")).content.decode()

    assert browser.response().is_flagged
    assert browser.answer() is not None
    assert "You wanted to look at 1 question again." in review
    assert "flag" in browser.fields(browser.page())
    assert "to look at again" in browser.page(2).get_text()


def test_taking_the_mark_away(begin):
    browser = begin(contents.single())
    browser.send({**browser.fields(browser.page()), "flag": "1"})
    fields = browser.fields(browser.page())
    del fields["flag"]

    browser.send(fields)

    assert not browser.response().is_flagged


def test_a_script_marks_a_question_without_answering_it(begin):
    browser = begin(contents.ordering())
    fields = browser.fields(browser.page())

    reply = browser.send(
        {**fields, "place-0": "1", "flag": "1", "only": "flag"},
        headers={"accept": "application/json"},
    )

    assert reply.json() == {"outcome": "saved", "message": "Marked to look at again."}
    assert browser.response().is_flagged
    assert browser.answer() is None


def test_no_mark_after_submission(begin):
    browser = begin(contents.single())
    browser.submit()

    reply = browser.send(
        {"flag": "1", "flag-shown": "1", "only": "flag"},
        headers={"accept": "application/json"},
    )

    assert reply.status_code == 409
    assert not browser.response().is_flagged


def test_the_list_of_questions_saves_before_it_goes(begin):
    browser = begin(contents.single(), contents.matching(), contents.gaps())
    fields = browser.fields(browser.page())

    reply = browser.send({**fields, "option": "1", "go": "3"})

    assert reply.url == browser.address("response", 3)
    assert browser.answer() is not None


@pytest.mark.parametrize("go", ["0", "4", "99999999999", "x"])
def test_a_question_that_is_not_there_leads_to_the_review(begin, go):
    browser = begin(contents.single(), contents.matching(), contents.gaps())

    reply = browser.send({**browser.fields(browser.page()), "go": go})

    assert reply.url == browser.address("review")


# Cases and sections ------------------------------------------------------------------


def test_a_case_stands_above_its_question(begin):
    case = CaseVignette.objects.create(
        key="aino",
        content=[
            {
                "type": "story",
                "value": {
                    "title": {"en": f"Aino {SCRIPT}"},
                    "story": {"en": "She is 27.\n\nShe likes dogs."},
                },
            }
        ],
    )
    case.refresh_from_db()
    browser = begin(contents.single())
    item = browser.response().item_version.item
    item.case = case
    item.save()
    from assessments.actions import freeze_item
    from tests.factories.assessments import NOW

    version = freeze_item(item=item, at=NOW)
    browser.attempt.responses.update(item_version=version)
    page = browser.page()

    paragraphs = page.select(".question-case p")
    assert [p.get_text() for p in paragraphs] == ["She is 27.", "She likes dogs."]
    assert "Aino" in page.select_one(".question-case summary").get_text()
    assert not page.select("main script, main img")
    assert str(page).index("question-case") < str(page).index("question__stem")


def test_the_heading_of_a_section_stays_over_its_questions(begin):
    browser = begin(contents.single(), contents.matching(), contents.gaps())
    browser.attempt.responses.filter(position=1).update(section={"en": "First part"})
    browser.attempt.responses.filter(position=3).update(section={"en": "Last part"})

    found = [
        browser.page(position).select_one(".question-nav__section").get_text()
        for position in (1, 2, 3)
    ]
    review = browser.client.get(browser.address("review")).content.decode()

    assert found == ["First part", "First part", "Last part"]
    assert review.count("First part") == review.count("Last part") == 1

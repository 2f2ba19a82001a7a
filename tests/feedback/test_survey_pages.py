"""A survey of several pages, answered by a browser without JavaScript.

By all who can: a learner in the course, one some weeks later, somebody with a code.
"""

import datetime
from html.parser import HTMLParser

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from courses.actions import complete_step
from courses.models import Enrolment
from feedback.models import (
    Answer,
    Comment,
    FollowUp,
    RatingCell,
    Receipt,
    Response,
    RunGroup,
    SurveyCode,
    SurveyRun,
)
from feedback.reconciliation import differences
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import (
    SurveyFactory,
    new_page,
    open_question,
    statement,
)
from tests.factories.people import PASSWORD, UserFactory
from tests.feedback.test_actions import republish
from tests.feedback.test_codes import coded_run, made

BODY = [
    new_page("The course"),
    statement("clarity"),
    open_question("missing", asked_if=("clarity", "1, 2")),
    new_page("If it was hard"),
    statement("help", asked_if=("clarity", "1-3")),
    statement("who", asked_if=("help", "NA")),
    new_page("All in all"),
    statement("pace", not_applicable="no"),
    open_question(),
]


class SurveyInBrowser(HTMLParser):
    """The form on a page: what it would send, and which buttons it has."""

    def __init__(self, html: str):
        super().__init__()
        self.fields, self.choices, self.moves, self.selects = {}, {}, [], []
        self._area = None
        self.html = html
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        name = values.get("name", "")
        if tag == "select":
            self.selects.append(name)
        elif tag == "option" and "selected" in values and self.selects:
            self.fields[self.selects[-1]] = values["value"]
        elif tag == "input" and values.get("type") == "hidden":
            self.fields[name] = values.get("value", "")
        elif tag == "input" and values.get("type") == "radio":
            self.choices.setdefault(name, []).append(values["value"])
            if "checked" in values:
                self.fields[name] = values["value"]
        elif tag == "textarea":
            self._area = name
            self.choices[name] = "text"
        elif tag == "button" and name == "survey-move":
            self.moves.append(values["value"])

    def handle_data(self, data):
        if self._area:
            self.fields[self._area] = self.fields.get(self._area, "") + data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None


@pytest.fixture
def built(site):
    return build_course(lessons=1, survey=SurveyFactory(body=BODY))


@pytest.fixture
def learner(client, built, noon):
    user = UserFactory()
    enrolment = enrolled(user, built.course)
    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
    client.login(username=user.email, password=PASSWORD)
    return user


@pytest.fixture
def learner_door(built, learner):
    return built.feedback.get_url(), f"/learn/feedback/{built.step(built.feedback).pk}/"


@pytest.fixture
def follow_up_door(client, site):
    course = build_course(lessons=1).course
    FollowUp.objects.create(course=course, survey=SurveyFactory(body=BODY), weeks=8)
    user = UserFactory()
    Enrolment.objects.filter(pk=enrolled(user, course).pk).update(
        completed_at=timezone.now() - datetime.timedelta(weeks=9),
        completion_rule="All.",
    )
    client.force_login(user)
    return (f"/learn/follow-up/{course.slug}/",) * 2


@pytest.fixture
def code_door(site):
    run = coded_run(survey=SurveyFactory(body=BODY))
    return (f"/survey/{made(run)[0]}/",) * 2


def browser(client, door):
    """Return a function that presses a button of a page, or opens the survey."""

    def press(page=None, move="next", status=200, **answers):
        opened, sent_to = door
        if page is None:
            response = client.get(opened)
        else:
            response = client.post(
                sent_to, {**page.fields, **answers, "survey-move": move}
            )
        assert response.status_code == status
        return SurveyInBrowser(response.content.decode())

    return press


@pytest.fixture
def visit(client, learner_door):
    return browser(client, learner_door)


@pytest.fixture(params=["learner", "follow_up", "code"])
def visit_anywhere(request, client):
    return browser(client, request.getfixturevalue(f"{request.param}_door"))


@pytest.fixture
def visit_with_code(client, code_door):
    return browser(client, code_door)


def stored():
    """Return what is stored of answers: short name → value, and the comments."""
    answers = Answer.objects.values_list("item_version__item__key", "value")
    return dict(answers), list(Comment.objects.values_list("text", flat=True))


def test_all_pages_forward_store_one_response(visit_anywhere):
    visit = visit_anywhere
    page = visit()
    assert "Page 1 of 3" in page.html
    assert "The course" in page.html
    assert (list(page.choices), page.moves) == (["clarity", "missing"], ["next"])

    page = visit(page, clarity="2", missing="A story.\nOr two.")
    assert (list(page.choices), page.moves) == (["help", "who"], ["next", "back"])
    assert Response.objects.count() == 0

    page = visit(page, help="na", who="4")
    assert "Page 3 of 3" in page.html
    assert (list(page.choices), page.moves) == (["pace", "improve"], ["send", "back"])
    assert page.choices["pace"] == ["1", "2", "3", "4", "5"]

    visit(page, "send", status=302, pace="5")
    assert stored() == (
        {"clarity": 2, "help": -97, "who": 4, "pace": 5},
        ["A story.\nOr two."],
    )
    assert differences(SurveyRun.objects.get()) == []


def test_who_is_not_asked_has_no_answer_and_is_in_no_count(visit_anywhere):
    visit = visit_anywhere
    page = visit(visit(), clarity="5", missing="Typed before the rating.")
    assert list(page.choices) == ["pace", "improve"]

    visit(page, "send", status=302)
    assert stored() == ({"clarity": 5, "pace": -98}, [])
    cells = RatingCell.objects.filter(group__dimension="")
    counted = set(cells.values_list("item_version__item__key", flat=True))
    assert counted == {"clarity", "pace"}


def test_an_answer_that_leads_nowhere_any_more_is_dropped(visit_anywhere):
    visit = visit_anywhere
    page = visit(visit(visit(), clarity="3"), help="1")
    page = visit(visit(page, "back"), "back")
    assert page.fields["clarity"] == "3"

    page = visit(page, clarity="4")
    assert list(page.choices) == ["pace", "improve"]
    visit(page, "send", status=302)
    assert stored()[0] == {"clarity": 4, "pace": -98}


def test_a_crafted_answer_to_what_was_not_asked_counts_for_nothing(visit_anywhere):
    visit = visit_anywhere
    visit(visit(), "send", status=302, clarity="5", help="1", who="1", pace="3")
    assert stored()[0] == {"clarity": 5, "pace": 3}


def test_a_problem_is_shown_on_its_own_page(visit_anywhere):
    visit = visit_anywhere
    page = visit(visit(), status=422, clarity="1", missing="x" * 2001)
    assert "Page 1 of 3" in page.html
    assert "There is a problem" in page.html
    assert len(page.fields["missing"]) == 2001

    # Hidden fields can be changed on the way.
    page = visit(page, missing="short")
    page = visit(page, help="2")
    page = visit(page, "send", status=422, missing="x" * 2001)
    assert "Page 1 of 3" in page.html
    assert Response.objects.count() == 0


def test_going_back_never_complains(visit_anywhere):
    visit = visit_anywhere
    page = visit(visit(visit(), clarity="3"), help="1")
    page = visit(page, "back", improve="x" * 2001)

    assert "Page 2 of 3" in page.html
    assert "There is a problem" not in page.html
    page = visit(page)
    assert len(page.fields["improve"]) == 2001
    assert "There is a problem" not in page.html


def test_nothing_is_kept_of_a_survey_that_is_not_sent(visit, learner):
    before = Session.objects.get().session_data
    visit(visit(visit(), clarity="1", missing="Nobody shall read this."), help="1")

    assert Session.objects.get().session_data == before
    assert not Receipt.objects.exists()
    assert not Comment.objects.exists()


def test_a_page_of_answers_is_kept_by_no_cache(client, built, learner):
    response = client.post(
        f"/learn/feedback/{built.step(built.feedback).pk}/",
        {"survey-page": "1", "survey-move": "next", "clarity": "1"},
    )
    assert "no-store" in response["Cache-Control"]
    assert 'autocomplete="off"' in response.content.decode()


def test_the_address_of_a_later_page_leads_to_the_first_one(
    client, visit, built, learner_door
):
    """Who changes the language on the second page comes back by that address."""
    visit(visit(), clarity="3")
    response = client.get(learner_door[1])
    assert (response.status_code, response.url) == (302, built.feedback.get_url())


def test_after_sending_no_page_shows_the_answers_again(visit):
    first = visit()
    last = visit(visit(first, clarity="3"), help="1")
    visit(last, "send", status=302, pace="2")

    for page, move in ((first, "next"), (last, "back"), (last, "send")):
        visit(page, move, status=302, clarity="1")
    assert Response.objects.count() == 1
    assert stored()[0]["clarity"] == 3


def test_a_survey_that_changed_meanwhile_begins_again_with_the_answers(
    visit, built, noon
):
    page = visit(visit(visit(), clarity="3"), help="1")
    body = [statement("clarity"), statement("fresh"), new_page(), statement("pace")]
    republish(built.feedback.survey, body, noon)

    page = visit(page, "send", status=422, pace="4")
    assert "has been changed" in page.html
    assert (page.fields["clarity"], page.fields["pace"]) == ("3", "4")
    assert "fresh" in page.choices
    assert Response.objects.count() == 0


@pytest.mark.parametrize("junk", ["", "0", "99", "-1", "x", "²", "9" * 5000])
def test_a_page_that_is_none_leads_to_one_that_is(visit, junk):
    page = visit()
    page.fields["survey-page"] = junk
    answered = visit(page, clarity="3")
    assert answered.moves


def test_without_later_items_the_last_page_says_so(visit, built, noon):
    body = [
        statement("clarity"),
        new_page(),
        statement("help", asked_if=("clarity", "1")),
    ]
    republish(built.feedback.survey, body, noon)

    page = visit(visit(), clarity="5")
    assert page.choices == {}
    assert page.moves == ["send", "back"]
    assert "You have been asked everything." in page.html
    visit(page, "send", status=302)
    assert stored()[0] == {"clarity": 5}


def test_what_only_some_are_asked_says_whom_it_concerns(visit):
    html = " ".join(visit().html.split())
    assert (
        "Only if you gave one of these answers to “Statement clarity.”: "
        "Strongly disagree · Disagree" in html
    )


def test_items_may_be_called_like_the_parts_of_the_form(visit, built, noon):
    """Short names are the author's; `page` and `version` once led nowhere."""
    body = [
        *(statement(key) for key in ("page", "move", "version")),
        new_page(),
        statement("profession"),
    ]
    republish(built.feedback.survey, body, noon)

    first = visit()
    first.fields |= {"page": "1", "move": "2", "version": "3"}
    page = visit(first)
    assert "Page 2 of 2" in page.html
    visit(page, "send", status=302, profession="4")
    assert stored()[0] == {"page": 1, "move": 2, "version": 3, "profession": 4}


# With a code --------------------------------------------------------------------------


def test_turning_pages_does_not_spend_a_code(visit_with_code):
    visit = visit_with_code
    page = visit(visit(visit(), clarity="3"), help="1")
    visit(page, "back")
    visit(page, "send", status=422, improve="x" * 2001)
    assert (SurveyCode.objects.count(), Response.objects.count()) == (8, 0)

    visit(page, "send", status=302, pace="5")
    assert (SurveyCode.objects.count(), Response.objects.count()) == (7, 1)
    again = visit(page, "send", status=422, pace="1")
    assert "they are counted" in again.html
    assert Response.objects.count() == 1


def test_the_profession_is_asked_on_the_last_page_and_travels_back(visit_with_code):
    visit = visit_with_code
    first = visit()
    assert first.selects == []
    page = visit(visit(first, clarity="3"), help="1")
    assert "about-profession" in page.selects

    page = visit(page, "back", **{"about-profession": "nurse"})
    assert page.selects == []
    assert page.fields["about-profession"] == "nurse"
    page = visit(page)
    assert page.fields["about-profession"] == "nurse"
    visit(page, "send", status=302)
    assert RunGroup.objects.get(dimension="profession").key == "nurse"


def test_a_profession_that_is_none_is_refused_beside_the_field(visit_with_code):
    visit = visit_with_code
    page = visit(visit(visit(), clarity="3"), help="1")
    page = visit(page, "send", status=422, **{"about-profession": "wizard"})

    assert "There is a problem" in page.html
    assert 'href="#id_about-profession"' in page.html
    assert list(page.choices) == ["pace", "improve"]
    assert Response.objects.count() == 0


def test_a_code_tells_on_the_first_page_only_how_it_is_protected(visit_with_code):
    first = visit_with_code()
    assert "your code still works" in first.html
    second = visit_with_code(first, clarity="3")
    assert "Your privacy" not in second.html
    assert "Page 2 of 3" in second.html.split("</title>")[0]


def test_a_line_end_is_one_character_as_the_browser_counts(visit_with_code):
    """Browsers send two for each, and let people write up to the limit."""
    visit = visit_with_code
    text = "\r\n".join("x" * 99 for _line in range(20))
    page = visit(visit(), clarity="1", missing=text)
    assert "Page 2 of 3" in page.html
    visit(visit(page), "send", status=302)
    assert len(Comment.objects.get().text) == 1999


def test_a_long_answer_is_named_by_its_question(visit_with_code):
    page = visit_with_code(
        visit_with_code(), status=422, clarity="1", missing="x" * 3000
    )
    sentence = (
        "Shorten your answer to “What should we change?”. At most 2000 characters"
    )
    assert page.html.count(sentence) == 2

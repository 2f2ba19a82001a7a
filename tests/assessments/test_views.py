"""A learner's way through a quiz, one outcome after the other."""

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Attempt, Response
from courses.models import StepCompletion
from tests.factories.people import PASSWORD, UserFactory


def html(response):
    return response.content.decode()


def test_the_start_page_says_what_to_expect(sitting):
    page = html(sitting.client.get(sitting.built.quiz.get_url()))

    assert "80% of the points" in page
    assert "As many as you like" in page
    assert "Start quiz" in page


def test_starting_leads_to_the_first_question(sitting):
    response = sitting.client.get(sitting.start().url, follow=True)

    assert response.redirect_chain[-1][0].endswith("/responses/1/")
    assert "Question 1 of 3" in html(response)


def test_starting_twice_with_one_form_makes_one_attempt(sitting):
    sitting.start("same")
    sitting.start("same")

    assert Attempt.objects.count() == 1


def test_a_locked_quiz_cannot_be_started(sitting):
    StepCompletion.objects.all().delete()
    response = sitting.start()

    assert response.url == sitting.built.page.get_url()
    assert not Attempt.objects.exists()


@pytest.mark.parametrize("step", ["", "x", "0", "999999", "1" * 30], ids=repr)
def test_starting_something_that_is_no_quiz_is_not_found(sitting, step):
    response = sitting.client.post(
        reverse("assessments:start"), {"step": step, "start_key": "k"}
    )

    assert response.status_code == 404


def test_saving_goes_on_to_the_next_question(sitting):
    sitting.start()
    response = sitting.answer(1, sitting.places(1))

    assert response.url == sitting.address("response", 2)


@pytest.mark.parametrize(
    ("position", "go", "target"),
    [
        (2, "back", ("response", 1)),
        (1, "review", ("review",)),
        (3, "next", ("review",)),
    ],
    ids=["back", "review", "after the last"],
)
def test_the_other_buttons_save_too(sitting, position, go, target):
    sitting.start()
    response = sitting.answer(position, sitting.places(position), data={"go": go})

    assert response.url == sitting.address(*target)
    assert sitting.attempt.responses.get(position=position).is_answered


def test_a_script_gets_the_time_of_saving(sitting):
    sitting.start()
    response = sitting.answer(
        1, sitting.places(1), headers={"accept": "application/json"}
    )

    assert response.json()["outcome"] == "saved"
    assert response.json()["message"].startswith("Saved at ")


@pytest.mark.parametrize(
    ("data", "status"),
    [
        ({"option": ["7"], "revision": "1"}, 422),
        ({"option": ["x"], "revision": "1"}, 422),
        ({"option": ["0", "1"], "revision": "1"}, 422),
        ({"option": ["0"]}, 422),
        ({"option": ["0"], "revision": "-3"}, 422),
        ({"option": ["0"], "revision": "9" * 40}, 422),
        ({"option": ["0"], "revision": "1", "score": "100", "passed": "1"}, 200),
    ],
    ids=["no option", "text", "two of one", "no revision", "minus", "huge", "extra"],
)
def test_what_cannot_be_an_answer_is_refused(sitting, data, status):
    sitting.start()
    response = sitting.client.post(
        sitting.address("response", 1), data, headers={"accept": "application/json"}
    )

    assert response.status_code == status
    assert sitting.attempt.score is None
    assert Response.objects.filter(answer__isnull=False).count() == (status == 200)


def test_an_overtaken_answer_is_told_and_the_newer_one_shown(sitting):
    sitting.start()
    sitting.answer(1, ["1"], revision=5)
    response = sitting.answer(1, ["0"], revision=4)
    page = html(sitting.client.get(response.url))

    assert "A newer answer to this question was saved in another window" in page
    assert sitting.attempt.responses.get(position=1).revision == 5


def test_coming_back_goes_to_the_first_open_question(sitting):
    sitting.start()
    sitting.answer(1, sitting.places(1))
    response = sitting.client.get(sitting.address("attempt"))

    assert response.url == sitting.address("response", 2)


def test_the_review_page_tells_what_is_open(sitting):
    sitting.start()
    sitting.answer(1, sitting.places(1))
    page = html(sitting.client.get(sitting.address("review")))

    assert "2 questions are not answered yet." in page
    assert page.count("Not answered") == 2


def test_a_passed_attempt_shows_the_key_and_the_way_on(sitting):
    sitting.start()
    sitting.answer_all()
    page = html(sitting.client.get(sitting.submit().url))

    assert "3 of 3 points" in page
    assert "Right answer" in page
    assert "The explanation." in page


def test_a_failed_attempt_keeps_the_key_and_names_the_lesson(sitting):
    entry = sitting.assessment.entries.order_by("sort_order").first()
    entry.revisit = sitting.built.step(sitting.built.lessons[0])
    entry.save()
    sitting.start()
    sitting.answer_all(right=False)
    page = html(sitting.client.get(sitting.submit().url))

    assert "Right answer<" not in page
    assert "The explanation." not in page
    assert "Worth reading again" in page
    assert "Try again" in page


def test_a_blank_submission_harvests_nothing(sitting):
    sitting.start()
    page = html(sitting.client.get(sitting.submit().url))

    assert "Right answer<" not in page
    assert "Feedback" not in page.split("<h1>")[1].split("</main>")[0]
    assert "The explanation." not in page


def test_the_last_allowed_attempt_shows_the_key(sitting):
    sitting.assessment.attempts_allowed = 1
    sitting.assessment.save()
    sitting.start()
    sitting.answer_all(right=False)
    page = html(sitting.client.get(sitting.submit().url))

    assert "Right answer<" in page
    assert "This was your last attempt." in page


def test_submitting_twice_shows_the_first_outcome(sitting):
    sitting.start()
    sitting.answer_all()
    first = sitting.submit()
    second = sitting.submit()

    assert first.url == second.url
    assert Attempt.objects.count() == 1


def test_an_answer_after_submission_leads_to_the_result(sitting):
    sitting.start()
    sitting.submit()
    response = sitting.answer(1, ["0"], revision=9)

    assert response.url == sitting.address("result")
    assert not sitting.attempt.responses.get(position=1).is_answered


@pytest.mark.parametrize(
    ("name", "args"),
    [("attempt", ()), ("response", (1,)), ("review", ()), ("result", ())],
)
def test_somebody_elses_attempt_does_not_exist(sitting, name, args):
    sitting.start()
    other = Client()
    other.login(username=UserFactory().email, password=PASSWORD)

    assert other.get(sitting.address(name, *args)).status_code == 404


def test_nobody_else_can_answer_or_submit(sitting):
    sitting.start()
    other = Client()
    other.login(username=UserFactory().email, password=PASSWORD)

    assert other.post(sitting.address("submit")).status_code == 404
    assert (
        other.post(
            sitting.address("response", 1), {"option": "0", "revision": 1}
        ).status_code
        == 404
    )
    assert not sitting.attempt.is_submitted


def test_pages_of_an_attempt_are_kept_out_of_caches(sitting):
    sitting.start()
    response = sitting.client.get(sitting.address("response", 1))

    assert "no-store" in response["Cache-Control"]


def test_saving_an_answer_takes_at_most_eight_queries(
    sitting, django_assert_max_num_queries
):
    sitting.start()
    address = sitting.address("response", 1)
    with django_assert_max_num_queries(8):
        sitting.client.post(
            address,
            {"option": "1", "revision": 1},
            headers={"accept": "application/json"},
        )


def test_starting_and_submitting_take_the_same_queries_for_more_questions(
    sitting, django_assert_max_num_queries
):
    from assessments.models import AssessmentEntry
    from tests.factories.assessments import ItemFactory

    for order in range(17):
        AssessmentEntry.objects.create(
            assessment=sitting.assessment, item=ItemFactory(), sort_order=10 + order
        )
    with django_assert_max_num_queries(42):
        sitting.start()
        sitting.submit()

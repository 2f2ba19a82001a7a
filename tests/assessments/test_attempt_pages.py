"""Looking into the attempts of a quiz: who may, what is found, and never a name."""

import datetime
import re

import pytest

from assessments import nameless
from assessments.actions import freeze_item
from assessments.models import Attempt, Item
from home.setup import ATTEMPT_READERS, TRAINERS
from tests.factories.assessments import AssessmentFactory, ItemFactory, single_choice
from tests.factories.attempts import sit
from tests.factories.courses import build_course
from tests.factories.people import UserFactory

from .analysed_quiz import build, member_of, queries, take

LIST = "/quizzes/the-quiz/attempts/"


@pytest.fixture
def reader(client, site):
    client.force_login(member_of(ATTEMPT_READERS, site))
    return client


def text(client, address=LIST, **asked):
    return re.sub(r"\s+", " ", client.get(address, asked).content.decode())


def listed(client, **asked):
    """Return how many attempts the page says that there are."""
    found = re.search(r'role="status">(\d+) attempts?<', text(client, **asked))
    return int(found[1]) if found else 0


def first_result(client):
    return re.search(rf'href="({LIST}[0-9a-f]{{16}}/)"', text(client))[1]


def test_only_who_was_given_the_right_may_look(client, taken, site):
    """A trainer who writes and marks quizzes is not a reader of attempts."""
    client.force_login(member_of(TRAINERS, site))
    assert client.get(LIST).status_code == 403
    assert LIST not in text(client, "/quizzes/the-quiz/")

    client.force_login(member_of(ATTEMPT_READERS, site))
    assert client.get(LIST).status_code == 200
    assert client.get(first_result(client)).status_code == 200


def test_the_analysis_leads_readers_to_the_attempts(client, taken):
    client.force_login(UserFactory(is_superuser=True))

    assert LIST in text(client, "/quizzes/the-quiz/")


def test_no_page_names_anybody_or_a_number_of_the_database(taken, reader):
    address = first_result(reader)

    for page in (text(reader), text(reader, address)):
        assert "Surname" not in page
        assert "Personal" not in page
        assert "clinic.example" not in page
        assert not re.search(r"\b\d{1,2}:\d\d\b", page)
    numbers = {str(pk) for pk in Attempt.objects.values_list("pk", flat=True)}
    assert not numbers & set(re.findall(r"[0-9a-f]+", "".join(links(text(reader)))))


def links(page):
    return re.findall(rf'href="{LIST}([^"?]+)"', page)


def test_the_order_within_a_day_is_not_the_order_of_the_attempts(taken, reader):
    Attempt.objects.update(submitted_at=Attempt.objects.first().submitted_at)
    numbers = [nameless.number_of(one.strip("/")) for one in links(text(reader))]

    assert len(numbers) == 40
    assert numbers not in (sorted(numbers), sorted(numbers, reverse=True))


def test_a_learner_has_one_name_in_a_quiz_and_another_elsewhere():
    assert nameless.pseudonym(1, 7) == nameless.pseudonym(1, 7)
    assert nameless.pseudonym(1, 7) != nameless.pseudonym(2, 7)
    assert len({nameless.pseudonym(1, user) for user in range(1000)}) > 995


@pytest.mark.parametrize("number", [0, 1, 2**31, 2**32, 2**63 - 1])
def test_a_token_leads_back_to_its_attempt(number):
    assert nameless.number_of(nameless.token_of(number)) == number


def test_tokens_of_neighbours_have_nothing_in_common():
    """Were the number visible in it, tokens of neighbours would look alike."""
    tokens = [nameless.token_of(number) for number in range(1, 200)]

    assert len({token[:4] for token in tokens}) > 190
    assert len({token[-4:] for token in tokens}) > 190


@pytest.mark.parametrize("token", ["0" * 16, "f" * 16, "1", "0123456789abcdeg"])
def test_a_guessed_token_finds_nothing(taken, reader, token):
    assert reader.get(f"{LIST}{token}/").status_code == 404


def test_below_the_smallest_group_nothing_is_listed(site, reader, noon):
    built = build()
    take(built, 4, noon)
    token = nameless.token_of(Attempt.objects.first().pk)

    assert "Too few people have finished this quiz." in text(reader)
    assert reader.get(f"{LIST}{token}/").status_code == 404

    take(built, 1, noon, start=4)
    assert listed(reader) == 5
    assert reader.get(f"{LIST}{token}/").status_code == 200


def test_attempts_of_another_quiz_are_not_found_here(taken, reader):
    AssessmentFactory(key="another", items=[ItemFactory(content=single_choice())])
    token = links(text(reader))[0]

    assert reader.get(f"/quizzes/another/attempts/{token}").status_code == 404


def test_attempts_are_found_by_state_outcome_wording_course_and_day(
    taken, reader, noon
):
    sit(taken, {"q1": True}, at=noon, is_finished=False)
    first = Attempt.objects.submitted().order_by("submitted_at")[0]
    Attempt.objects.filter(pk=first.pk).update(
        is_counted=False, score=None, passed=None
    )
    day = datetime.timedelta(days=1)

    assert listed(reader) == 41
    assert listed(reader, state="in_progress") == 1
    assert listed(reader, state="not_counted") == 1
    assert listed(reader, state="marked") == 39
    assert listed(reader, state="waiting") == 0
    assert listed(reader, outcome="passed") == 9
    assert listed(reader, outcome="failed") == 30
    assert listed(reader, since=noon.date() + day) == 31
    assert listed(reader, until=noon.date()) == 10
    assert listed(reader, since=noon.date() + day, until=noon.date() + day) == 24

    item = Item.objects.get(key="q1")
    item.content = single_choice(stem="Another wording?")
    item.save()
    freeze_item(item=item, at=noon)
    assert listed(reader, edition="current") == 0
    assert listed(reader, edition="earlier") == 41


def test_attempts_of_one_course_among_several(taken, reader, noon):
    assert 'name="course"' not in text(reader)
    another = build_course(lessons=0, title="Another", assessment=taken.quiz.assessment)
    sit(another, {"q1": True}, at=noon)

    assert listed(reader) == 41
    assert listed(reader, course=another.course.pk) == 1
    assert "not one of the available choices" in text(reader, course="0")


def test_an_attempt_in_progress_shows_no_answer(taken, reader, noon):
    attempt = sit(taken, {"q1": True}, at=noon, is_finished=False)
    token = nameless.token_of(attempt.pk)

    assert token not in text(reader)
    assert reader.get(f"{LIST}{token}/").status_code == 404


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"since": "yesterday"}, "Enter a valid date."),
        ({"since": "2026-02-01", "until": "2026-01-01"}, "The last day is before"),
        ({"state": "x"}, "x is not one of the available choices"),
    ],
)
def test_a_filter_that_cannot_be_is_said_and_lists_nothing(
    taken, reader, asked, message
):
    assert message in text(reader, **asked)
    assert listed(reader, **asked) == 0


def test_pages_keep_the_filter(taken, reader, monkeypatch):
    monkeypatch.setattr("assessments.attempt_reading.PER_PAGE", 10)
    page = text(reader, outcome="failed", page="2")

    assert "Page 2 of 3" in page
    assert 'href="?page=3&amp;outcome=failed"' in page


def test_a_result_shows_what_is_right_only_to_who_may_know_it(taken, client, site):
    """The right to look into attempts is not the right to see keys."""
    client.force_login(member_of(ATTEMPT_READERS, site))
    address = first_result(client)
    shown = text(client, address)
    assert "Right answer" not in shown
    assert "of 2 points" in shown

    client.force_login(UserFactory(is_superuser=True))
    assert "Right answer" in text(client, address)


def test_the_cost_does_not_grow_with_the_attempts(site, reader, noon):
    built = build()
    take(built, 6, noon)
    few = queries(reader, LIST)
    take(built, 12, noon, start=6)

    assert queries(reader, LIST) == few


def test_nothing_can_be_sent(taken, reader):
    assert reader.post(LIST).status_code == 405
    assert reader.post(first_result(reader)).status_code == 405

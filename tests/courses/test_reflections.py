"""A note to oneself is kept, for its learner alone, and never by an older page."""

import pytest
from django.test import Client

from courses import reflections
from courses.models import ReflectionNote
from tests.factories.courses import NOW, build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory
from tests.racing import at_once, without_locks

BODY = [
    ("text", "<p>Work is part of recovery.</p>"),
    ("reflection", {"question": "What will you try?", "key": "my-next-step"}),
]


@pytest.fixture
def taking(site):
    """A learner in a course whose first lesson asks a question for reflection."""
    built = build_course(lessons=1)
    lesson = built.lessons[0]
    lesson.body = BODY
    lesson.save()
    user = UserFactory()
    enrolled(user, built.course)
    return built, user, built.step(lesson)


def browser_of(user):
    browser = Client()
    browser.login(username=user.email, password=PASSWORD)
    return browser


def address(step, key="my-next-step"):
    return f"/learn/steps/{step.pk}/reflections/{key}/"


def save(user, step, text, revision):
    return reflections.save_note(
        user=user,
        step=step,
        key="my-next-step",
        question="What will you try?",
        text=text,
        revision=revision,
        at=NOW,
    )


def test_a_note_is_saved_and_is_there_on_the_lesson_for_its_learner_only(taking):
    built, user, step = taking
    other = UserFactory()
    enrolled(other, built.course)

    answer = browser_of(user).post(
        address(step), {"text": "Ask\r\nElina", "revision": 5, "language": "en"}
    )

    assert answer.url == f"{built.lessons[0].url}#note-my-next-step"
    assert ReflectionNote.objects.get().text == "Ask\nElina"
    assert "Ask\nElina" in browser_of(user).get(built.lessons[0].url).text
    # Twice, for what the first visit leaves in the cache is what the second gets.
    browser = browser_of(other)
    for _visit in range(2):
        assert "Elina" not in browser.get(built.lessons[0].url).text


def test_a_script_is_told_that_the_note_is_saved(taking):
    _built, user, step = taking

    answer = browser_of(user).post(
        address(step),
        {"text": "x", "revision": 5},
        headers={"Accept": "application/json"},
    )

    assert answer.json()["outcome"] == "saved"
    assert "Only you can read it." in answer.json()["message"]


def test_an_older_page_never_overwrites_and_its_text_is_not_lost(taking):
    _built, user, step = taking
    save(user, step, "The newer text", 10)

    answer = browser_of(user).post(address(step), {"text": "The older", "revision": 5})

    assert answer.status_code == 409
    assert "The older" in answer.text
    assert "The newer text" in answer.text
    assert ReflectionNote.objects.get().text == "The newer text"


@pytest.mark.parametrize(
    "sent",
    [{"text": "x" * 10_001, "revision": 5}, {"text": "kept", "revision": "soon"}],
    ids=["too long", "no revision"],
)
def test_what_cannot_be_saved_is_shown_again_with_a_sentence(taking, sent):
    _built, user, step = taking

    answer = browser_of(user).post(address(step), sent)

    assert answer.status_code == 422
    assert sent["text"] in answer.text
    assert not ReflectionNote.objects.exists()


def test_a_note_needs_a_question_of_the_lesson_and_an_enrolment(taking):
    _built, user, step = taking
    sent = {"text": "x", "revision": 5}

    assert browser_of(user).post(address(step, "no-such"), sent).status_code == 404
    assert browser_of(UserFactory()).post(address(step), sent).status_code == 404
    assert not ReflectionNote.objects.exists()


def test_a_question_without_a_short_name_goes_by_its_block(taking):
    built, _user, _step = taking
    lesson = built.lessons[0]
    lesson.body = [("reflection", {"question": "What now?", "key": ""})]
    lesson.save()
    lesson.refresh_from_db()

    assert list(reflections.questions_of(lesson)) == [
        (str(lesson.body[0].id), "What now?")
    ]


def test_notes_go_with_the_account(taking):
    _built, user, step = taking
    save(user, step, "x", 1)

    user.delete()

    assert not ReflectionNote.objects.exists()


def test_deleting_takes_ones_own_note_only(taking):
    _built, user, step = taking
    note = save(user, step, "x", 1)

    reflections.delete_note(user=UserFactory(), note_id=note.pk)
    assert ReflectionNote.objects.of(user).written().count() == 1
    reflections.delete_note(user=user, note_id=note.pk)
    assert not ReflectionNote.objects.exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_saves_at_once_leave_the_latest(taking):
    _built, user, step = taking

    at_once([lambda n=n: save(user, step, f"text {n}", n) for n in range(1, 9)])

    assert ReflectionNote.objects.get().text == "text 8"


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_control_without_the_lock_an_older_text_may_stay(taking):
    _built, user, step = taking
    spoilt = False
    with without_locks():
        for round_ in range(8):
            base = round_ * 100
            jobs = [
                lambda n=n: save(user, step, f"text {n}", n)
                for n in range(base + 1, base + 9)
            ]
            outcomes = at_once(jobs)
            others = [
                one
                for one in outcomes
                if isinstance(one, Exception)
                and not isinstance(one, reflections.StaleNote)
            ]
            last = ReflectionNote.objects.get().text == f"text {base + 8}"
            spoilt = spoilt or bool(others) or not last
            if spoilt:
                break

    assert spoilt

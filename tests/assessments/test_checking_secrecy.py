"""Checking tells how an answer was, and no page tells what would have been right.

Two sites differ only in the key. Before a check, and after a wrong try with further
ones left, all that can be fetched is the same in both, byte for byte.
"""

import dataclasses
import random
import re

import pytest
from django.core import signing
from django.core.cache import cache
from django.db import transaction
from django.test import Client
from django.urls import reverse

from assessments.content.choice import true_false
from assessments.models import Behaviour, Practice
from tests.factories.people import PASSWORD, UserFactory

from .checking import (
    EVERYTHING,
    chosen,
    free_text,
    gaps,
    matching,
    number,
    ordering,
    sat,
    several,
    short_text,
    single,
)
from .test_key_secrecy import _restore, _sequences

RANDOM = re.compile(
    r'name="(csrfmiddlewaretoken|start_key|revision|round)" value="[^"]*"'
    r"|Saved at [\d:]+"
)
# Two contents that differ in the key alone, and an answer that is wrong by both.
PAIRS = {
    "single choice": (single(0), single(2), chosen(1)),
    "multiple choice": (several((0, 1)), several((2, 1)), chosen(3)),
    "matching": (
        matching(0),
        matching(1),
        # Each prompt with what is right by a third key.
        {"pairs": {"p0": "Blue", "p1": "Red", "p2": "Green"}},
    ),
    "ordering": (
        ordering((0, 1, 2, 3)),
        ordering((2, 1, 0, 3)),
        {"order": ["e1", "e3", "e2", "e0"]},
    ),
    "gap select": (gaps(0), gaps(1), {"gaps": {"one": "w2"}}),
    "short text": (short_text("benefits"), short_text("a pension"), {"text": "luck"}),
    "number": (number(8), number(9), {"text": "5"}),
}

# Those of which a wrong try tells what is right, or that nobody can try.
UNTRIED = {
    "true or false": (
        true_false(stem={"en": "Is it so?"}, is_true=True),
        true_false(stem={"en": "Is it so?"}, is_true=False),
        None,
    ),
    "free text": (
        free_text(),
        dataclasses.replace(free_text(), model_answer={"en": "Another example."}),
        None,
    ),
    "reflection": (
        free_text(is_reflection=True),
        dataclasses.replace(
            free_text(is_reflection=True), model_answer={"en": "Another example."}
        ),
        None,
    ),
}


def masked(response):
    return RANDOM.sub("…", response.content.decode())


def answer_by_text(content, answer):
    """Return the answer with the keys that this content calls the chosen texts by."""
    if "pairs" not in answer:
        return answer
    keys = {texts["en"]: key for key, texts in content.choices.items()}
    return {"pairs": {prompt: keys[text] for prompt, text in answer["pairs"].items()}}


def fetched(content, wrong, behaviour, noon, *, check):
    """Return all that a learner can fetch before, or after, a wrong try."""
    user = UserFactory(email="learner@example.org", last_name="Learner")
    quiz = sat(
        content,
        at=noon,
        user=user,
        behaviour=behaviour,
        show_during=EVERYTHING,
        key="secret",
        practice=Practice.ALWAYS,
    )
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    if check:
        quiz.check(answer_by_text(content, wrong))
    pages = {
        name: masked(client.get(reverse(f"assessments:{name}", args=arguments)))
        for name, arguments in {
            "response": [quiz.attempt.pk, 1],
            "review": [quiz.attempt.pk],
            "practice": [quiz.attempt.step_id],
        }.items()
    }
    pages["start"] = masked(client.get(quiz.built.quiz.get_url()))
    return pages


@pytest.fixture
def both(site, noon, monkeypatch):
    """Return what can be fetched under either key, from equal ids and equal chance."""

    def build(pair, behaviour, *, check):
        *contents, wrong = {**PAIRS, **UNTRIED}[pair]
        found = []
        for content in contents:
            monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(1))
            point, sequences = transaction.savepoint(), _sequences()
            found.append(fetched(content, wrong, behaviour, noon, check=check))
            transaction.savepoint_rollback(point)
            _restore(sequences)
            cache.clear()
        return found

    return build


@pytest.mark.parametrize("behaviour", [Behaviour.IMMEDIATE, Behaviour.INTERACTIVE])
@pytest.mark.parametrize("pair", [*PAIRS, *UNTRIED])
def test_before_a_check_no_page_tells_what_is_right(both, pair, behaviour):
    one, other = both(pair, behaviour, check=False)

    for name in one:
        assert one[name] == other[name], name
    assert "The explanation." not in one["response"]
    assert "Think of pay." not in one["response"]


@pytest.mark.parametrize("pair", PAIRS)
def test_after_a_wrong_try_no_page_tells_what_is_right(both, pair):
    one, other = both(pair, Behaviour.INTERACTIVE, check=True)

    for name in one:
        assert one[name] == other[name], name
    # Controls: the page does tell that it was wrong, and how to go on.
    assert "Not right yet" in one["response"]
    assert "Think of pay." in one["response"]
    assert "Think of the law." not in one["response"]
    assert "The explanation." not in one["response"]


@pytest.mark.parametrize("pair", PAIRS)
def test_control_a_final_answer_does_tell(both, pair):
    """Were the two pages the same here as well, the tests above could not fail."""
    one, other = both(pair, Behaviour.IMMEDIATE, check=True)

    assert one["response"] != other["response"]
    assert "The explanation." in one["response"]


@pytest.fixture
def alike(site):
    """Return what runs something twice, each time with the same ids."""

    def twice(jobs):
        found = []
        for job in jobs:
            point, sequences = transaction.savepoint(), _sequences()
            found.append(job())
            transaction.savepoint_rollback(point)
            _restore(sequences)
            cache.clear()
        return found

    return twice


def test_where_nothing_is_shown_right_and_wrong_answers_look_the_same(
    alike, noon, monkeypatch
):
    """Hidden is not in the page: not as a class, an order or a length either."""
    monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(1))

    def page(option):
        user = UserFactory(email="learner@example.org", last_name="Learner")
        quiz = sat(
            single(), at=noon, user=user, behaviour=Behaviour.IMMEDIATE, show_during=[]
        )
        quiz.check(chosen(option))
        client = Client()
        client.force_login(user)
        return [
            masked(client.get(reverse(f"assessments:{name}", args=arguments)))
            for name, arguments in {
                "response": [quiz.attempt.pk, 1],
                "review": [quiz.attempt.pk],
            }.items()
        ]

    right, wrong = alike([lambda: page(0), lambda: page(1)])

    assert right == wrong
    assert "Your answer was checked." in right[0]


@pytest.mark.parametrize("pair", PAIRS)
def test_practice_tells_nothing_before_an_answer(alike, noon, monkeypatch, pair):
    monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(1))
    monkeypatch.setattr("assessments.practice.secrets.token_hex", lambda _n: "same")
    *contents, _wrong = PAIRS[pair]

    def pages(content):
        user = UserFactory(email="learner@example.org", last_name="Learner")
        quiz = sat(content, at=noon, user=user, practice=Practice.ALWAYS, key="secret")
        quiz.submit()
        client = Client()
        client.force_login(user)
        address = reverse("assessments:practice", args=[quiz.attempt.step_id])
        front = client.get(address)
        round_ = re.search(r'name="round" value="([^"]*)"', front.content.decode())[1]
        asked = client.post(address, {"round": round_})
        empty = client.post(address, {"round": round_, "do": "check"})
        return [masked(page) for page in (front, asked, empty)]

    one, other = alike([lambda: pages(contents[0]), lambda: pages(contents[1])])

    assert one == other
    assert "Question" in one[1] or "question 1 of 1" in one[1]


def test_a_round_of_practice_carries_no_key(site, noon):
    from assessments import practice

    quiz = sat(single(), at=noon)
    one = practice.new_round(quiz.attempt.assessment)
    text = practice.signed(one, user=quiz.user, step=quiz.attempt.step)

    data = signing.loads(
        text, salt=f"assessments.practice.{quiz.user.pk}.{quiz.attempt.step_id}"
    )

    assert data == [list(one.version_ids), one.nonce, []]


def test_what_travels_with_practice_does_not_tell_the_order_of_an_author(site, noon):
    """Who knew what chance starts from could tell which option was written first."""
    from assessments import practice

    quiz = sat(single(), at=noon)
    version = quiz.attempt.responses.get().item_version
    rounds = [practice.Round((version.pk,), str(n)) for n in range(50)]

    found = [one.arrangement(version) for one in rounds]
    guessed = []
    for one in rounds:
        keys = [option.key for option in version.plain_content.options]
        random.Random(f"{one.nonce}.1").shuffle(keys)
        guessed.append(keys)

    assert found == [one.arrangement(version) for one in rounds]
    assert sum(a == b for a, b in zip(found, guessed, strict=True)) < 25

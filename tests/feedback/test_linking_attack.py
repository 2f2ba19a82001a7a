"""An attacker with the whole database and the logs matches people to answers.

Two hundred people answer in a known order, while others sign in and out between them.
Every answer is one of a kind, so that a right guess is known to be right. The attacker
takes every order of people that the database or the logs can give, by place in the
files or by any column, and every order of answers, and lays them side by side; and he
looks for values that stand on both sides. After closing that is right as often as
chance is. The same attack on an open run, and on a store that forgets to shuffle, finds
everybody.

Bounds: of 200 pairs by chance one is right, ten or more once in nine million times.
A rank correlation beyond 5.5 standard errors comes once in 26 million times. A few
hundred pairs of orders are tried.
"""

import contextlib
import datetime
import itertools
import logging
import math
import random
import re

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone

from courses.models import Enrolment
from feedback import actions, writer
from feedback.models import Answer, Comment, Response, SurveyRun
from people.models import Profession, User
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site
from tests.rows import rolled_back

PEOPLE = 200
MOST_HITS = 9
MOST_STANDARD_ERRORS = 5.5
PLACE = {"sqlite": "rowid", "postgresql": "ctid"}
# Beside the columns of a model, what the database itself knows of a row.
HIDDEN_COLUMNS = {"sqlite": ["rowid"], "postgresql": ["ctid", "xmin"]}


class Lines(logging.Handler):
    """Keeps every line that the site logs, as an operator's file would."""

    def __init__(self):
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record):
        self.lines.append(self.format(record))


class Collection:
    """What happened, and what an attacker may look into."""

    def __init__(self):
        ensure_site()
        self.survey = SurveyFactory()
        self.built = build_course(lessons=0, survey=self.survey)
        rng = random.Random(11)
        self.people = [
            UserFactory(profession=rng.choice(Profession.values))
            for _number in range(PEOPLE)
        ]
        for person in rng.sample(self.people, PEOPLE):
            enrolled(person, self.built.course)
        rng.shuffle(self.people)
        ratings = itertools.product(("1", "2", "3", "4", "5", "na", ""), repeat=3)
        self.ratings = dict(
            zip(
                (person.pk for person in self.people),
                rng.sample(list(ratings), PEOPLE),
                strict=True,
            )
        )
        self.log = Lines()
        logging.getLogger().addHandler(self.log)
        try:
            self._answer_all(rng)
        finally:
            logging.getLogger().removeHandler(self.log)
        self.run = SurveyRun.objects.get()

    def _answer_all(self, rng):
        step = self.built.step(self.built.feedback)
        keys = ("clarity", "usefulness", "pace")
        browsers = {}
        for number, person in enumerate(self.people):
            for other in {person, *self.people[number : number + 3 : 2]}:
                if other.pk not in browsers and (other == person or rng.random() < 0.5):
                    browsers[other.pk] = Client()
                    browsers[other.pk].force_login(other)
            form = dict(zip(keys, self.ratings[person.pk], strict=True))
            form["improve"] = f"I am number {number}."
            sent = browsers[person.pk].post(f"/learn/feedback/{step.pk}/", form)
            assert sent.status_code == 302

    def close(self):
        actions.close_run(run=self.run, at=timezone.now())


@pytest.fixture
def collection(transactional_db):
    return Collection()


# What the attacker reads --------------------------------------------------------------


def dump(model) -> list[dict]:
    """Return all rows of a model's table in their place in the files."""
    vendor = connection.vendor
    hidden = HIDDEN_COLUMNS[vendor]
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(f'{h} AS hidden_{h}' for h in hidden)}, t.* "
            f"FROM {table} t ORDER BY t.{PLACE[vendor]}"
        )
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def same(value) -> str:
    """Return a value so that keys with and without dashes are equal."""
    return str(value).replace("-", "").lower()


def orders(rows, owner) -> dict[str, list]:
    """Return each order in which a table names its owners, without repetition."""
    found = {"place": [owner(row) for row in rows]}
    for column in rows[0] if rows else ():
        values = [row[column] for row in rows]
        if len(set(map(str, values))) > len(values) / 2:
            by_value = sorted(rows, key=lambda row: same_rank(row[column]))
            found[column] = [owner(row) for row in by_value]
    return {
        name: list(dict.fromkeys(who for who in order if who is not None))
        for name, order in found.items()
    }


def same_rank(value):
    if isinstance(value, bool | int | float):
        return (0, float(value), "")
    if isinstance(value, datetime.datetime):
        return (0, value.timestamp(), "")
    return (1, 0.0, "" if value is None else same(value))


def orders_of_people(collection) -> dict[str, list[int]]:
    """Return every order of people: of tables that name them, sessions and logs."""
    enrolments = dict(Enrolment.objects.values_list("pk", "user_id"))
    people = {person.pk for person in collection.people}
    found = {}
    for model in apps.get_models(include_auto_created=True):
        owner = owner_column(model, enrolments)
        if owner is None:
            continue
        for name, order in orders(dump(model), owner).items():
            found[f"{model._meta.label}.{name}"] = [w for w in order if w in people]
    sessions = {
        session.pk: session.get_decoded().get("_auth_user_id")
        for session in Session.objects.all()
    }
    for name, order in orders(
        dump(Session), lambda row: int(sessions[row["session_key"]])
    ).items():
        found[f"session.{name}"] = order
    by_address = {p.email: p.pk for p in collection.people}
    by_address |= {p.public_id: p.pk for p in collection.people}
    words = [w for line in collection.log.lines for w in re.split(r"[\s'\",/]", line)]
    found["log"] = list(
        dict.fromkeys(by_address[word] for word in words if word in by_address)
    )
    return {name: order for name, order in found.items() if len(order) > PEOPLE / 2}


def owner_column(model, enrolments):
    """Return what gives the person of a row, None for a table that names nobody."""
    if model is User:
        return lambda row: row["id"]
    for field in model._meta.local_fields:
        if field.related_model is User:
            return lambda row, column=field.column: row[column]
        if field.related_model is Enrolment:
            return lambda row, column=field.column: enrolments.get(row[column])
    return None


def orders_of_answers(collection) -> dict[str, list[int]]:
    """Return every order of answers; each is named by the person who gave it."""
    authors = {tuple(r): person for person, r in collection.ratings.items()}
    words = {-97: "na", -98: ""}
    given: dict[str, dict[int, str]] = {}
    for row in dump(Answer):
        value = row["value"]
        given.setdefault(same(row["response_id"]), {})[row["item_version_id"]] = (
            words.get(value, str(value))
        )
    asked = sorted({version for values in given.values() for version in values})
    owners = {
        response: authors[tuple(values[version] for version in asked)]
        for response, values in given.items()
    }
    found = {}
    for model, column in ((Response, "id"), (Answer, "response_id")):
        rows = dump(model)
        for name, order in orders(
            rows, lambda row, column=column: owners[same(row[column])]
        ).items():
            found[f"{model._meta.label}.{name}"] = order
    numbers = {person.pk: n for n, person in enumerate(collection.people)}
    by_text = {f"I am number {n}.": pk for pk, n in numbers.items()}
    for name, order in orders(dump(Comment), lambda r: by_text[r["text"]]).items():
        # The text is how the judge knows who wrote it, not what the attacker sorts by.
        if name != "text":
            found[f"Comment.{name}"] = order
    return found


# What he makes of it ------------------------------------------------------------------


def best_match(collection) -> tuple[int, float, int]:
    """Return the most right guesses, the strongest correlation, and of how many."""
    hits, strongest, tried = 0, 0.0, 0
    answers = orders_of_answers(collection)
    for people in orders_of_people(collection).values():
        for order in answers.values():
            tried += 1
            for guess in (people, people[::-1]):
                pairs = zip(guess, order, strict=False)
                hits = max(hits, sum(who == whose for who, whose in pairs))
            strongest = max(strongest, abs(correlation(people, order)))
    return hits, strongest, tried


def correlation(one, other) -> float:
    """Return how alike two orders are, in standard errors of the rank correlation."""
    both = set(one) & set(other)
    n = len(both)
    first = {who: rank for rank, who in enumerate(w for w in one if w in both)}
    second = {who: rank for rank, who in enumerate(w for w in other if w in both)}
    squares = sum((first[who] - second[who]) ** 2 for who in both)
    return (1 - 6 * squares / (n * (n * n - 1))) * math.sqrt(n - 1)


def values_on_both_sides(collection) -> set[str]:
    """Return long values of answers and comments that stand anywhere else."""
    secret = {
        same(row[column])
        for model in (Response, Answer, Comment)
        for row in dump(model)
        for column in ("id", "text")
        if column in row
    }
    seen = set()
    for model in apps.get_models(include_auto_created=True):
        if model in (Response, Answer, Comment):
            continue
        for row in dump(model):
            for value in row.values():
                seen.add(same(value))
                seen |= set(re.findall(r"[0-9a-f]{32}", same(value)))
    log = same("\n".join(collection.log.lines))
    return {value for value in secret if value in seen or value in log}


@contextlib.contextmanager
def a_store_that_keeps_the_order(monkeypatch):
    with monkeypatch.context() as patch, rolled_back():
        patch.setattr(writer, "shuffle_responses", lambda *, run: None)
        yield


def test_after_closing_matching_is_no_better_than_chance(collection, monkeypatch):
    open_hits, _strength, tried = best_match(collection)
    # A control: while the run is open the order is there (docs/methods/anonymity.md).
    assert open_hits == PEOPLE
    assert tried > 50
    with a_store_that_keeps_the_order(monkeypatch):
        collection.close()
        # Another: who closes a run without shuffling it is found out.
        assert best_match(collection)[0] == PEOPLE

    collection.close()
    hits, strength, tried = best_match(collection)

    assert hits <= MOST_HITS
    assert strength <= MOST_STANDARD_ERRORS
    assert tried > 50
    assert values_on_both_sides(collection) == set()
    # No line tells of a survey that was accepted.
    assert not [line for line in collection.log.lines if "feedback" in line]

"""The key does not leave the server before submission: not by any page, not by order.

Two sites are built that differ in one thing, which option is right. Whatever a learner,
a visitor or a script can fetch before submitting must be the same, byte for byte, in
both. Tokens that are random for every page are masked.
"""

import random
import re

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.search.models import IndexEntry

from assessments.blocks import stored_content
from assessments.content import (
    ChoiceContent,
    ItemType,
    Option,
    Picture,
    content_from_json,
)
from assessments.models import Attempt, Item, ItemVersion, Layout, Practice
from tests.factories import contents
from tests.factories.assessments import (
    AssessmentFactory,
    ItemFactory,
    multiple_choice,
    single_choice,
    true_false,
)
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory

# What is right of each type, in the one site and in the other. All that a learner
# may see is the same in both.
FEEDBACK = {"en": "The explanation."}
HINTS = [{"en": "A hint that costs."}]


def keyed(item_type, first):
    """Return what the editor stores of an item with the one or the other key."""
    data = contents.one_of_each()[item_type].to_json()
    data |= {"feedback": FEEDBACK, "hints": HINTS}
    match item_type:
        case ItemType.MATCHING if not first:
            one, two, *_rest = data["pairs"]
            one["answer"], two["answer"] = two["answer"], one["answer"]
        case ItemType.ORDERING if not first:
            data["elements"].reverse()
        case ItemType.GAP_SELECT if not first:
            for gap in data["gaps"]:
                right = next(word for word in gap["words"] if word["is_key"])
                other = next(word for word in gap["words"] if not word["is_key"])
                right["is_key"], other["is_key"] = False, True
        case ItemType.SHORT_TEXT if not first:
            data["accepted"] = [{**data["accepted"][0], "text": "something else"}]
        case ItemType.NUMBER if not first:
            data["accepted"] = [{**data["accepted"][0], "value": "42"}]
        case ItemType.FREE_TEXT if not first:
            data["model_answer"] = {"en": "Another model answer of another length."}
            data["rubric"] = data["rubric"][:1]
    return stored_content(content_from_json(data))


# Two answers of each type, by the names of fields.
SENT = {
    ItemType.MATCHING: ({"pair-0": "0"}, {"pair-0": "1", "pair-1": "2"}),
    ItemType.ORDERING: ({"move": "keep"}, {"place-0": "2", "place-2": "4"}),
    ItemType.GAP_SELECT: ({"gap-0": "0"}, {"gap-0": "1", "gap-1": "2"}),
    ItemType.SHORT_TEXT: ({"text": "something else"}, {"text": "placement"}),
    ItemType.NUMBER: ({"text": "42"}, {"text": "1.5 stones"}),
    ItemType.FREE_TEXT: ({"text": "One"}, {"text": "Another"}),
}
CHOICES = ({"option": "0"}, {"option": "1"})
# What is refused, or changes nothing of the answer; the same words whatever is right.
REFUSED = {
    "stale": {"option": "0", "text": "late", "revision": "1"},
    "unreadable": {"option": "99", "pair-0": "99", "gap-0": "99", "revision": "9"},
    "flag": {"only": "flag", "flag-shown": "1", "flag": "1"},
}

RANDOM = re.compile(
    r'name="(csrfmiddlewaretoken|start_key|sheet|(?:q\d+-)?revision)" value="[^"]*"'
    r"|Saved at [\d:]+"
)


def masked(response):
    return RANDOM.sub("…", response.content.decode())


def pictured(first):
    """Return a question with a picture for each option, whose files are named by it."""
    names = ("right-answer", "wrong-answer")
    right, wrong = (
        Image.objects.create(
            title=title, file=get_test_image_file(f"{name}.png", size=(20, 10))
        )
        for title, name in zip(
            ("One", "Another"), names if first else names[::-1], strict=True
        )
    )
    return stored_content(
        ChoiceContent(
            type=ItemType.SINGLE_CHOICE,
            stem={"en": "Which picture?"},
            options=(
                Option("a", {}, first, {}, Picture(right.pk, {"en": "A desk"})),
                Option("b", {}, not first, {}, Picture(wrong.pk, {"en": "A tree"})),
            ),
        )
    )


def search_index():
    """Return all that searching the site, or the editor, goes through."""
    call_command("update_index", verbosity=0)
    return str(sorted(IndexEntry.objects.values_list("object_id", "title", "body")))


def others_pages(quiz, attempt):
    """Return what the work pages of a quiz show of an attempt in progress."""
    boss = Client()
    boss.force_login(
        UserFactory(email="boss@example.org", last_name="Boss", is_superuser=True)
    )
    return {
        f"work page {name}": masked(boss.get(reverse(f"assessments:{name}", args=args)))
        for name, args in {
            "preview": [quiz.key],
            "attempts": [quiz.key],
            "analysis-json": [quiz.key],
            "marking-queue": [quiz.key],
            "accommodations": [quiz.key],
        }.items()
    }


def pages_before_submission(*, first: bool, noon, monkeypatch) -> dict[str, str]:
    """Build the site with one key or the other; return all that can be fetched."""
    monkeypatch.setattr(random, "SystemRandom", lambda: random.Random(1))
    monkeypatch.setattr("assessments.preview.secrets.token_hex", lambda _n: "same")
    key = 0 if first else 2
    assessment = AssessmentFactory(
        key="secret",
        name="Secret",
        items=[
            ItemFactory(key="one", content=single_choice(right=key)),
            ItemFactory(
                key="two", content=multiple_choice(right=(0, 1) if first else (2, 3))
            ),
            ItemFactory(key="three", content=true_false(is_true=first)),
            *[ItemFactory(key=str(kind), content=keyed(kind, first)) for kind in SENT],
            ItemFactory(key="pictured", content=pictured(first)),
        ],
        practice=Practice.ALWAYS,
    )
    built = build_course(lessons=1, assessment=assessment)
    user = UserFactory(email="learner@example.org", last_name="Learner")
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    enrolment = enrolled(user, built.course)
    from courses.actions import complete_step

    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)

    found = {"start": masked(client.get(built.quiz.get_url()))}
    client.post(
        reverse("assessments:start"),
        {"step": built.step(built.quiz).pk, "start_key": "k"},
    )
    attempt = Attempt.objects.get()
    for position, sent in enumerate([*[CHOICES] * 3, *SENT.values(), CHOICES], start=1):
        address = reverse("assessments:response", args=[attempt.pk, position])
        found[f"question {position}"] = masked(client.get(address))
        for revision, fields in enumerate(sent, start=1):
            reply = client.post(
                address,
                {**fields, "revision": revision},
                headers={"accept": "application/json"},
            )
            assert reply.json()["outcome"] == "saved"
            found[f"saving {position}.{revision}"] = masked(reply)
        found[f"answered {position}"] = masked(client.get(address))
        for name, data in REFUSED.items():
            reply = client.post(address, data, headers={"accept": "application/json"})
            found[f"{name} {position}"] = masked(reply)
        reply = client.post(
            reverse("assessments:check", args=[attempt.pk, position]), sent[0]
        )
        found[f"checking {position}"] = masked(reply) + str(reply.headers)
    found["review"] = masked(
        client.get(reverse("assessments:review", args=[attempt.pk]))
    )
    Attempt.objects.update(layout=Layout.ALL_ON_ONE)
    found["all questions"] = masked(
        client.get(reverse("assessments:questions", args=[attempt.pk]))
    )
    for item in Item.objects.all():
        found[f"preview of {item}"] = masked(item.make_preview_request())
    found["result"] = str(
        client.get(reverse("assessments:result", args=[attempt.pk])).headers["Location"]
    )
    found |= others_pages(assessment, attempt)
    found["search index"] = search_index()
    found["practice"] = masked(
        client.get(reverse("assessments:practice", args=[attempt.step_id]))
    )
    for address in ("/", "/courses/", "/learn/progress/", built.module.get_url()):
        found[address] = masked(client.get(address))
    for match in sorted(set(re.findall(r'/media/images/[^" ]+', str(found)))):
        found[match] = "a picture"
    found["my learning"] = masked(client.get("/learn/"))
    found["course"] = masked(client.get(built.page.get_url()))
    return found


@pytest.fixture
def both(site, noon, monkeypatch, settings, tmp_path):
    """Return what can be fetched under either key, from equal ids."""
    from django.db import transaction

    results = []
    for first in (True, False):
        settings.MEDIA_ROOT = str(tmp_path / str(first))
        # Rolled back, and not deleted, so that the second site gets the same ids.
        point = transaction.savepoint()
        sequences = _sequences()
        results.append(
            pages_before_submission(first=first, noon=noon, monkeypatch=monkeypatch)
        )
        transaction.savepoint_rollback(point)
        _restore(sequences)
        from django.core.cache import cache

        cache.clear()
    return results


def _sequences():
    """Remember where PostgreSQL's counters stand; a rollback does not set them back."""
    from django.db import connection

    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT schemaname || '.' || sequencename, last_value FROM pg_sequences "
            "WHERE schemaname = 'public'"
        )
        return cursor.fetchall()


def _restore(sequences):
    from django.db import connection

    if not sequences:
        return
    with connection.cursor() as cursor:
        for name, value in sequences:
            cursor.execute("SELECT setval(%s, %s, %s)", [name, value or 1, bool(value)])


def test_pages_are_the_same_whichever_option_is_right(both):
    one, other = both

    assert one.keys() == other.keys()
    for name in one:
        assert one[name] == other[name], name


def test_the_pages_do_show_the_questions(both):
    """A control: were the pages empty, the test above could not fail."""
    one, _other = both

    assert "Option 0" in one["question 1"]
    assert sum(name.startswith("/media/images/") for name in one) >= 2
    assert "three" in one["search index"]
    assert "Which picture?" in one["work page preview"]
    assert "Option 3" in one["question 2"]
    assert 'value="0" checked' in one["answered 1"] or "checked" in one["answered 1"]
    assert "Testing first" in one["question 4"]
    assert "A career profile" in one["question 5"]
    assert "sheltered" in one["question 6"]
    for name in ("all questions", "preview of ordering", "preview of matching"):
        assert "What comes first?" in one[name] or "Which principle" in one[name]


def test_the_two_sites_do_have_other_keys(site):
    """Another control, of every type: equal items would give equal pages."""
    for item_type in SENT:
        assert keyed(item_type, True) != keyed(item_type, False), item_type


def test_no_feedback_is_on_any_page_before_submission(both):
    for found in both:
        for name, text in found.items():
            assert "Feedback 0." not in text, name
            assert "The explanation." not in text, name
            assert "You chose" not in text, name
            assert "A hint that costs." not in text, name
            assert "That is the P of it." not in text, name
            assert "Takes hopes seriously" not in text, name
            assert "model answer of another length" not in text, name


def test_names_of_files_are_on_no_page(both):
    for found in both:
        for name, text in found.items():
            assert "right-answer" not in text, name
            assert "wrong-answer" not in text, name


def test_option_names_on_the_page_are_their_places(both):
    """The author's own names would tell, where an author writes the key first."""
    one, _other = both

    inputs = re.findall(r'<input[^>]*type="radio"[^>]*>', one["question 1"])
    values = [re.search(r'value="([^"]*)"', tag)[1] for tag in inputs]
    assert values == ["0", "1", "2"]


def test_keys_of_options_are_on_no_page(both, site):
    for found in both:
        for name, text in found.items():
            assert "00000000-0000-0000-0000" not in text, name


def test_a_version_knows_its_key(site):
    """Another control: the key does exist, on the server."""
    ItemFactory(content=single_choice(right=2))

    assert ItemVersion.objects.get().plain_content.right_keys

"""What the result says of an answer of each type, before and after the key is told."""

import re

import pytest
from bs4 import BeautifulSoup

from assessments.actions import freeze_item
from assessments.content import Gap, GapContent, Option, Picture, Word
from assessments.models import Response
from tests.factories import contents
from tests.factories.assessments import NOW


def result_of(begin, content, answer, *, tells=True):
    """Return the result of an attempt with this answer; `tells` whether the key is."""
    browser = begin(content, attempts_allowed=1 if tells else None)
    arrangement = browser.response().option_order
    fields = browser.fields(browser.page())
    browser.send({**fields, **content.given(arrangement, answer)})
    assert browser.answer() == answer
    return BeautifulSoup(browser.submit(), "html.parser")


def text_of(page, selector):
    """Return the words of each part of the page."""
    return [" ".join(found.get_text(" ").split()) for found in page.select(selector)]


MATCHED = {"pairs": {"p1": "p1", "p2": "d1"}}


def test_each_pair_has_a_verdict_and_the_right_answer_where_it_is_wrong(begin):
    page = result_of(begin, contents.matching(), MATCHED)

    assert text_of(page, ".reviewed__verdict") == ["Partly right 0.33 of 1 points"]
    right, wrong, left_out = text_of(page, ".reviewed__part")
    assert right == "A call in month eight Lasting support Right"
    assert wrong.endswith("Testing first Not right Right answer: Rapid search")
    assert left_out.endswith("Not answered Not right Right answer: Preferences")


def test_without_the_key_pairs_have_no_verdict(begin):
    page = result_of(begin, contents.matching(), MATCHED, tells=False)

    assert text_of(page, ".reviewed__part") == [
        "A call in month eight Lasting support",
        "Meeting an employer at once Testing first",
        "Asking what she would like Not answered",
    ]
    assert "Rapid search" not in page.get_text()
    assert "Each principle has a practice." not in page.get_text()


def test_each_gap_has_a_verdict(begin):
    page = result_of(begin, contents.gaps(), {"gaps": {"job": "x", "count": "z"}})

    assert text_of(page, ".reviewed__part") == [
        "Gap 1 ordinary Right",
        "Gap 2 twelve Not right Right answer: eight",
    ]


def test_gaps_are_counted_as_the_language_has_them(begin):
    """Finnish may have the second gap first."""
    plain = contents.gaps()
    gaps = (
        Gap("a", (Word("x", {"en": "A1"}, True), Word("y", {"en": "A2"}, False))),
        Gap("b", (Word("x", {"en": "B1"}, True), Word("y", {"en": "B2"}, False))),
    )
    content = GapContent(
        type=plain.type, stem=plain.stem, text={"en": "[[b]] then [[a]]"}, gaps=gaps
    )
    page = result_of(begin, content, {"gaps": {"a": "x", "b": "y"}})

    assert text_of(page, ".reviewed__part") == [
        "Gap 1 B2 Not right Right answer: B1",
        "Gap 2 A1 Right",
    ]


def test_an_order_says_what_rightly_follows_what(begin):
    page = result_of(begin, contents.ordering(), {"order": list("bcda")})

    assert text_of(page, ".reviewed__verdict") == ["Partly right 0.67 of 1 points"]
    assert text_of(page, ".reviewed__mark") == [
        "Rightly after the one above",
        "Rightly after the one above",
        "Does not come right after the one above",
    ]
    assert text_of(page, '.told[data-tone="key"]')[0].startswith(
        "Right order 1. A first talk about work 2. A career profile"
    )


def test_without_the_key_an_order_is_shown_as_it_was_given(begin):
    page = result_of(begin, contents.ordering(), {"order": list("bcda")}, tells=False)

    assert text_of(page, ".reviewed__part")[0] == "1. A career profile"
    assert not page.select('.reviewed__mark, .told[data-tone="key"]')


@pytest.mark.parametrize("tells", [True, False], ids=["told", "not told"])
def test_a_form_of_the_answer_has_its_feedback(begin, tells):
    page = result_of(
        begin, contents.short_text(), {"text": "placement"}, tells=tells
    ).get_text()

    assert "That is the P of it." in page
    assert ("Individual Placement and Support." in page) == tells
    assert ("Right answer" in page) == tells


def test_a_number_has_its_feedback_and_the_right_one(begin):
    page = result_of(begin, contents.number(), {"text": "1,9"}).get_text()

    assert "Nearly; weigh it again." in page
    assert "1.5 kg" in page


def test_a_text_waits_for_its_marker(begin):
    page = result_of(begin, contents.essay(), {"text": "I would ask."}, tells=False)

    assert "A person still has to mark some of them" in page.get_text()
    assert text_of(page, ".reviewed__verdict") == ["Waiting for a person to mark it"]
    assert "I would ask what work means to her." not in page.get_text()
    assert not page.select(".score")


@pytest.mark.parametrize("tells", [True, False], ids=["told", "not told"])
def test_a_reflection_is_compared_at_once(begin, tells):
    """It earns no points, so its model answer gives none away."""
    page = result_of(
        begin, contents.reflection(), {"text": "Ask."}, tells=tells
    ).get_text()

    assert "For your own thinking; nobody marks it" in page
    assert "One talk about work." in page


def test_an_unmarked_attempt_is_listed_as_such(begin):
    browser = begin(contents.essay())
    browser.send({**browser.fields(browser.page()), "text": "I would ask."})
    browser.submit()
    quiz = browser.attempt.assessment.pages.get()
    page = BeautifulSoup(browser.client.get(quiz.get_url()).content, "html.parser")

    assert "Waits for marking" in page.select_one(".attempts").get_text()


# Pictures --------------------------------------------------------------------------


@pytest.fixture
def pictures(db, settings, tmp_path):
    """Two pictures of the library, and where their files are."""
    from wagtail.images.models import Image
    from wagtail.images.tests.utils import get_test_image_file

    settings.MEDIA_ROOT = str(tmp_path)
    return [
        Image.objects.create(
            title=name, file=get_test_image_file(f"{name}.png", size=(1200, 600))
        )
        for name in ("office", "garden")
    ]


def with_pictures(pictures):
    office, garden = pictures
    plain = contents.single()
    return type(plain)(
        type=plain.type,
        stem=plain.stem,
        picture=Picture(office.pk, {"en": "An office"}),
        options=(
            Option("a", {}, True, {}, Picture(office.pk, {"en": "A desk"})),
            Option("b", {}, False, {}, Picture(garden.pk, {"en": "A <b>tree</b>"})),
            Option("c", {"en": "Neither"}, False),
        ),
    )


def test_pictures_come_in_sizes_with_their_text(begin, pictures):
    page = begin(with_pictures(pictures)).page()

    images = page.select("fieldset img")
    assert {image["alt"] for image in images} == {
        "An office",
        "A desk",
        "A <b>tree</b>",
    }
    for image in images:
        assert image["srcset"].count("w") >= 3
        assert (image["width"], image["height"]) == ("1200", "600")
        assert image["src"].startswith("/media/images/")


def test_files_of_pictures_have_names_that_tell_nothing(begin, pictures):
    """An author's name for a file, such as "right-answer.png", would give the key."""
    browser = begin(with_pictures(pictures))
    images = browser.page().select("fieldset img")

    addresses = {
        part.split()[0]
        for image in images
        for part in [image["src"], *image["srcset"].split(", ")]
    }
    assert len(addresses) == 6
    for address in addresses:
        assert re.fullmatch(r"/media/images/[0-9a-f]{24}\.webp", address)
        assert browser.client.get(address).status_code == 200


def test_a_picture_that_is_gone_leaves_its_text(begin, pictures):
    browser = begin(with_pictures(pictures))
    pictures[1].file.storage.delete(pictures[1].file.name)
    page = browser.page()

    assert text_of(page, ".picture-text") == ["A <b>tree</b>"]
    assert len(page.select("fieldset img")) == 2


def test_more_pictures_cost_no_more_queries(
    begin, pictures, django_assert_max_num_queries
):
    browser = begin(with_pictures(pictures))
    browser.page()
    with django_assert_max_num_queries(12):
        browser.page()


def test_the_result_shows_the_pictures_too(begin, pictures):
    page = result_of(begin, with_pictures(pictures), {"chosen": ["b"]})

    assert {image["alt"] for image in page.select(".reviewed img")} == {
        "An office",
        "A desk",
        "A <b>tree</b>",
    }


def test_a_newer_version_is_told(begin):
    browser = begin(contents.matching())
    browser.submit()
    item = Response.objects.get().item_version.item
    item.content[0].value["feedback"]["en"] = "Another explanation."
    item.save()
    freeze_item(item=item, at=NOW)
    page = browser.client.get(browser.address("result")).content.decode()

    assert "This question has been revised since." in page

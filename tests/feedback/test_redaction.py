"""Which passages of a comment are pointed at, and what counts as a removal."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback.redaction import (
    MARKER,
    Kind,
    is_finnish_code,
    is_redaction,
    is_swedish_code,
    marker,
    suggestions,
    without,
)

REMOVED = "[removed: a name]"


def pointed_at(text):
    return [(one.kind, one.passage) for one in suggestions(text)]


# Codes are those of the registers' own examples, or made up.
@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("Write to aino.v@example.org please.", Kind.EMAIL, "aino.v@example.org"),
        ("aino (at) example.org", Kind.EMAIL, "aino (at) example.org"),
        ("It was 131052-308T who said so.", Kind.PERSONAL_CODE, "131052-308T"),
        ("Hetu 010594Y9021.", Kind.PERSONAL_CODE, "010594Y9021"),
        ("He is 811218-9876.", Kind.PERSONAL_CODE, "811218-9876"),
        ("pnr 198112189876", Kind.PERSONAL_CODE, "198112189876"),
        ("Number 811278-9873 too.", Kind.PERSONAL_CODE, "811278-9873"),
        ("Call me, 040 123 4567.", Kind.PHONE, "040 123 4567"),
        ("ring +46 70-123 45 67!", Kind.PHONE, "+46 70-123 45 67"),
        ("Ask Dr Virtanen about it.", Kind.PERSON, "Dr Virtanen"),
        ("hoitaja Liisa oli hyvä", Kind.PERSON, "hoitaja Liisa"),
        ("We work on ward 5B now.", Kind.PLACE, "ward 5B"),
        ("osastolla 3 on kiire", Kind.PLACE, "osastolla 3"),
        ("på avdelning 52 finns det", Kind.PLACE, "avdelning 52"),
        ("It was Korhonen who taught.", Kind.NAME, "Korhonen"),
        ("Thanks to Aino Virtanen!", Kind.NAME, "Aino Virtanen"),
        ("Liisalle kiitos.", Kind.NAME, "Liisalle"),
        ("Åsas del var bäst.", Kind.NAME, "Åsas"),
    ],
)
def test_what_could_name_somebody_is_pointed_at(text, kind, passage):
    assert (kind, passage) in pointed_at(text)


@pytest.mark.parametrize(
    "text",
    [
        "The course was clear. More cases, please.",
        "I liked that it is about work. It took 45 minutes, not 30.",
        "We used IPS in 2024-2025 and 81 % agreed.",
        "Opetus oli selkeää. Enemmän esimerkkejä!",
        "Bra kurs, men för lång. Mer om ACT.",
        "Modules 1–3 and 5 were best; 10.11.2026 was too late.",
    ],
)
def test_what_names_nobody_is_left_alone(text):
    assert pointed_at(text) == []


def test_checks_of_personal_codes():
    assert is_finnish_code("131052-308T")
    assert not is_finnish_code("131052-308U")
    assert is_swedish_code("8112189876")
    assert not is_swedish_code("8112189875")


TEXTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "Aino Virtanen",
                "ward 5B",
                "040 123 4567",
                "131052-308T",
                "a@b.fi",
                "was good.",
                "\n",
                REMOVED,
                "[removed]",
            ]
        ),
        st.text(max_size=12),
    ),
    max_size=12,
).map(" ".join)


@given(text=TEXTS)
def test_suggestions_are_passages_in_order(text):
    found = suggestions(text)

    for one in found:
        assert text[one.start : one.end] == one.passage
    for one, other in zip(found, found[1:], strict=False):
        assert one.end <= other.start


@given(text=TEXTS)
@example(text="Eva said so in the Evaluation of Eva.")
def test_removing_what_is_pointed_at_is_a_removal(text):
    edited = without(text, {one.passage: REMOVED for one in suggestions(text)})

    assert is_redaction(text, edited)
    assert is_redaction(text, text)
    for one in suggestions(text):
        if one.is_certain:
            assert one.passage not in MARKER.sub("", edited)


@given(text=TEXTS, word=st.text("abcxyz", min_size=1, max_size=5), data=st.data())
def test_a_word_that_was_not_there_is_no_removal(text, word, data):
    text = MARKER.sub("", text)
    place = data.draw(st.integers(0, len(text)))

    assert not is_redaction(text, f"{text[:place]}{word}{text[place:]}")


@pytest.mark.parametrize(
    ("edited", "allowed"),
    [
        ("Ask [removed: a name] on ward 5.", True),
        ("Ask [removed] on [removed: paikka] 5.", True),
        ("[removed]", True),
        ("Ask  Aino\r\n on ward 5.", True),
        ("Ask on ward 5.", False),
        ("Never ask [removed: a name] on ward 5.", False),
        ("Ask [removed: she is bad at it!] on ward 5.", False),
        ("on ward 5. [removed]", False),
        ("", False),
    ],
)
def test_only_markers_replace_words(edited, allowed):
    assert is_redaction("Ask Aino on ward 5.", edited) is allowed


def test_passages_inside_words_stay():
    text = "Eva said: the Evaluation by Eva."

    assert without(text, {"Eva": REMOVED}) == (
        f"{REMOVED} said: the Evaluation by {REMOVED}."
    )


def test_a_marker_can_always_be_read_as_one():
    assert marker("en", "a name") == REMOVED
    assert marker("fi", "nimi") == "[poistettu: nimi]"
    assert marker("sv-fi") == "[borttaget]"
    assert marker("de", "2 names!") == "[removed]"

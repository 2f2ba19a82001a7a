"""Moodle XML as Moodle writes it: what is carried, and what is said of the rest."""

from decimal import Decimal

import pytest

from assessments.formats import Format, read_questions

from .foreign import said
from .items import LANGUAGES


def xml(inside, kind="multichoice", extra=""):
    source = f'<quiz>\n<question type="{kind}">\n{inside}\n</question>{extra}</quiz>'
    return read_questions(source.encode(), Format.MOODLE_XML, LANGUAGES)


def one_xml(inside, kind="multichoice"):
    reading = xml(inside, kind)
    assert reading.findings == ()
    return reading.items[0].content


# Moodle XML ---------------------------------------------------------------------------

STEM = (
    '<questiontext format="html"><text><![CDATA[<p>Which?</p>]]></text></questiontext>'
)


def answer(text, fraction, more=""):
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


def test_xml_choice_with_all_that_belongs_to_it():
    reading = xml(
        f"<name><text>One</text></name>{STEM}<defaultgrade>2.5000000</defaultgrade>"
        "<generalfeedback><text>Why.</text></generalfeedback><idnumber>one</idnumber>"
        "<single>true</single><shuffleanswers>false</shuffleanswers>"
        "<correctfeedback><text>Your answer is correct.</text></correctfeedback>"
        + answer("a", 100, "<feedback><text>Yes.</text></feedback>")
        + answer("&lt;b&gt;b&lt;/b&gt;", 0)
        + "<hint><text>Think.</text></hint><tags><tag><text>easy</text></tag></tags>"
    )

    item = reading.items[0]
    assert (item.key, item.points, item.tags) == ("one", Decimal("2.5"), ("easy",))
    assert item.content.hints == ({"en": "Think."},)
    assert item.content.feedback == {"en": "Why."}
    assert not item.content.shuffle
    assert [o.text["en"] for o in item.content.options] == ["a", "b"]
    assert [f.sentence[:10] for f in reading.findings] == ["Formatting"]


def test_xml_in_several_languages():
    content = one_xml(
        "<questiontext><text><![CDATA["
        '<p><span lang="en" class="multilang">What?</span> '
        '<span lang="fi" class="multilang">Mikä?</span></p><p>IPS</p>]]></text>'
        "</questiontext>" + answer("a", 100) + answer("b", 0)
    )

    assert content.stem == {"en": "What?\n\nIPS", "fi": "Mikä?\n\nIPS"}


def test_xml_language_that_the_site_does_not_have():
    reading = xml(
        '<questiontext><text><![CDATA[<span lang="en" class="multilang">What?</span>'
        '<span lang="de" class="multilang">Was?</span>]]></text></questiontext>',
        "essay",
    )

    assert reading.items[0].content.stem == {"en": "What?"}
    assert said(reading)[0][2].endswith("left out: de")


def test_xml_number_with_units():
    content = one_xml(
        STEM
        + answer("1.5", 100, "<tolerance>0.1</tolerance>")
        + "<units><unit><multiplier>1</multiplier><unit_name>kg</unit_name></unit>"
        "<unit><multiplier>1000</multiplier><unit_name>g</unit_name></unit></units>"
        "<unitgradingtype>1</unitgradingtype><unitpenalty>1</unitpenalty>",
        "numerical",
    )

    assert content.fraction({"text": "1500 g"}) == 1
    assert content.fraction({"text": "1.5"}) == 0


def test_xml_gaps_share_their_choices():
    content = one_xml(
        "<questiontext><text>"
        "&lt;p&gt;Fill in.&lt;/p&gt;&lt;p&gt;[[2]] and [[1]].&lt;/p&gt;"
        "</text></questiontext>"
        + "".join(
            f"<selectoption><text>{w}</text><group>1</group></selectoption>"
            for w in ("one", "two", "three")
        ),
        "gapselect",
    )

    assert content.stem == {"en": "Fill in."}
    assert content.text == {"en": "[[2]] and [[1]]."}
    assert [len(gap.words) for gap in content.gaps] == [3, 3]
    assert content.full_answer() == {"gaps": {"1": "word-1", "2": "word-2"}}


def test_xml_embedded_answers_to_choose_from_become_gaps():
    reading = xml(
        "<questiontext><text>IPS aims at {1:MULTICHOICE:=ordinary#Yes~sheltered} and "
        "{1:MC:%100%paid~%0%unpaid} work.</text></questiontext>",
        "cloze",
    )

    content = reading.items[0].content
    assert content.text == {"en": "IPS aims at [[1]] and [[2]] work."}
    assert [gap.word(gap.right_key).text["en"] for gap in content.gaps] == [
        "ordinary",
        "paid",
    ]
    assert said(reading)[0][2] == "Feedback to the words of gaps was left out"


def test_what_graders_should_know_is_not_shown_to_learners():
    content = one_xml(
        STEM + "<graderinfo><text>Look for hope.</text></graderinfo>", "essay"
    )

    assert content.rubric[0].text == {"en": "Look for hope."}
    assert content.model_answer == {}


@pytest.mark.parametrize(
    ("kind", "inside", "sentence"),
    [
        ("calculated", STEM, "Questions of the type “calculated” cannot be carried"),
        ("ddmarker", STEM, "Questions of the type “ddmarker” cannot be carried"),
        ("description", STEM, "A text without a question was left out"),
        ("multichoice", STEM + answer("a", 0), "No option is worth all points"),
        ("multichoice", answer("a", 100) + answer("b", 0), "The question is empty"),
        (
            "cloze",
            "<questiontext><text>{1:SHORTANSWER:=a}</text></questiontext>",
            "Embedded answers can be carried where all are to choose from",
        ),
        ("truefalse", STEM + answer("maybe", 100), "“maybe” is neither true nor"),
        ("gapselect", STEM.replace("Which?", "[[3]]"), "The text has the gap 3"),
        ("numerical", STEM + answer("1e99", 100), "“value” is not what it should be"),
    ],
)
def test_xml_that_cannot_be_carried_is_listed_by_line(kind, inside, sentence):
    good = f'\n<question type="essay">{STEM}<name><text>Good</text></name></question>'
    reading = xml(inside, kind, extra=good)

    assert len(reading.items) == 1
    assert reading.errors[0].line == 2
    assert reading.errors[0].sentence.startswith(sentence)


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        (
            STEM.replace("Which?", 'Which? <a href="x">see</a><script>x</script>')
            + answer("a", 100)
            + answer("b", 0),
            {"Links were left out; texts here are plain", "A script inside a text"},
        ),
        (
            STEM
            + answer("a", 100)
            + answer("b", 50)
            + "<incorrectfeedback><text>Read lesson 1.</text></incorrectfeedback>",
            {
                "Some wrong options had weights",
                "Feedback to right and wrong answers as a whole was left out",
            },
        ),
    ],
)
def test_what_is_lost_of_a_carried_question_is_a_warning(inside, sentence):
    reading = xml(inside)

    assert len(reading.items) == 1
    assert reading.errors == ()
    found = {f.sentence for f in reading.findings}
    assert all(any(one.startswith(s) for one in found) for s in sentence)

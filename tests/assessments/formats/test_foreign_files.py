"""Files that other programs write: what is carried, and what is said of the rest.

The samples are ours, written from the formats' documentation.
"""

from decimal import Decimal
from fractions import Fraction

import pytest

from assessments.content import FALSE_TEXT, TRUE_TEXT, GapContent, ItemType
from assessments.formats import Format, read_questions

from .foreign import right
from .items import LANGUAGES


def gift(text):
    return read_questions(text.encode(), Format.GIFT, LANGUAGES)


def one(text):
    """Return the content of a GIFT question that is carried without a loss."""
    reading = gift(text)
    assert reading.findings == ()
    return reading.items[0].content


def table(text):
    return read_questions(text.encode(), Format.CSV, LANGUAGES)


# GIFT ---------------------------------------------------------------------------------


def test_gift_single_choice_with_feedback():
    content = one(
        "// a comment\n::Q1::[html]<p>What does <span>IPS</span> aim at?</p>{\n"
        "=ordinary jobs#Right.\n~sheltered jobs#Not that.\n~nothing####See lesson 1.\n}"
    )

    assert content.type == ItemType.SINGLE_CHOICE
    assert content.stem == {"en": "What does IPS aim at?"}
    assert right(content) == ["ordinary jobs"]
    assert [option.feedback for option in content.options] == [
        {"en": "Right."},
        {"en": "Not that."},
        {},
    ]
    assert content.feedback == {"en": "See lesson 1."}


@pytest.mark.parametrize(
    ("answers", "partial", "findings"),
    [
        ("~%50%a ~%50%b ~%-100%c", False, 0),
        ("~%50%a ~%50%b ~%-50%c", True, 0),
        ("~%33.33333%a ~%33.33333%b ~%33.33333%d ~%-33.33333%c", True, 0),
        ("~%70%a ~%30%b ~c", True, 1),
    ],
)
def test_gift_weights_of_several_answers(answers, partial, findings):
    reading = gift(f"Which? {{{answers}}}")

    content = reading.items[0].content
    assert content.type == ItemType.MULTIPLE_CHOICE
    assert content.partial_credit is partial
    assert len(reading.findings) == findings


@pytest.mark.parametrize(
    ("answer", "is_true", "feedback"),
    [
        ("T", True, [{}, {}]),
        ("FALSE#wrong#right", False, [{"en": "wrong"}, {"en": "right"}]),
        ("TRUE#wrong#right", True, [{"en": "right"}, {"en": "wrong"}]),
    ],
)
def test_gift_true_or_false(answer, is_true, feedback):
    content = one(f"It is so. {{{answer}}}")

    assert [o.text for o in content.options] == [TRUE_TEXT, FALSE_TEXT]
    assert content.options[0].is_key is is_true
    assert [o.feedback for o in content.options] == feedback


def test_gift_short_text_with_weights():
    content = one("Who? {=Aino =%50%Ain* =%33.33333%A}")

    assert [(a.text, a.share) for a in content.accepted] == [
        ("Aino", 1),
        ("Ain*", Fraction(1, 2)),
        ("A", Fraction(1, 3)),
    ]


@pytest.mark.parametrize(
    ("answer", "value", "tolerance"),
    [
        ("#5", "5", "0"),
        ("#5:0.5", "5", "0.5"),
        ("#1..5", "3", "2"),
        ("#-1.5..2.5", "0.5", "2"),
        ("#=3.141:0.001", "3.141", "0.001"),
    ],
)
def test_gift_numbers(answer, value, tolerance):
    accepted = one(f"How many? {{{answer}}}").accepted[0]

    assert (accepted.value, accepted.tolerance) == (Decimal(value), Decimal(tolerance))


def test_gift_numbers_worth_a_part():
    accepted = one("When? {#=1822:0 =%50%1822:2#Nearly.}").accepted

    assert [a.share for a in accepted] == [1, Fraction(1, 2)]
    assert accepted[1].feedback == {"en": "Nearly."}


def test_gift_matching_with_an_answer_too_many():
    content = one("Match. {=cat -> miaow =dog -> bark = -> moo}")

    assert [(p.prompt["en"], p.answer["en"]) for p in content.pairs] == [
        ("cat", "miaow"),
        ("dog", "bark"),
    ]
    assert [wrong.text["en"] for wrong in content.distractors] == ["moo"]


def test_gift_missing_word_becomes_a_gap():
    content = one("IPS aims at {=ordinary ~sheltered} jobs.")

    assert isinstance(content, GapContent)
    assert content.text == {"en": "IPS aims at [[1]] jobs."}
    assert content.stem == {"en": "Choose the right words."}


def test_gift_missing_word_with_feedback_stays_a_choice():
    content = one("IPS aims at {=ordinary#Yes. ~sheltered#No.} jobs.")

    assert content.type == ItemType.SINGLE_CHOICE
    assert content.stem == {"en": "IPS aims at _____ jobs."}


def test_gift_essay_ordering_and_escapes():
    assert one("Why? {}").type == ItemType.FREE_TEXT
    ordering = one(
        "Order. {>3 ALL VERTICAL ALL_OR_NOTHING SHOW none\nfirst\nthen\nlast\n}"
    )
    assert [e.text["en"] for e in ordering.elements] == ["first", "then", "last"]
    assert not ordering.partial_credit
    escaped = one(r"a \{b\} \= c\: \~ \# \\n\nd {}")
    assert escaped.stem == {"en": "a {b} = c: ~ # \\n\nd"}


def test_gift_categories_names_and_tags():
    reading = gift(
        "$CATEGORY: $course$/top/IPS/And//or\n\n"
        "// question: 12  name: Old\n"
        "// [id:q-12] [tag:easy] [tag:a \\] b]\nIt is. {T}\n"
    )

    item = reading.items[0]
    assert [name.name["en"] for name in item.category] == ["IPS", "And/or"]
    assert item.key == "q-12"
    assert item.tags == ("easy", "a ] b")


def test_questions_without_a_short_name_get_the_same_at_every_import():
    text = "::Question 1::What is it? {T}\n\n::Question 1::Another one? {T}\n"

    keys = [item.key for item in gift(text).items]

    assert keys == [item.key for item in gift(text).items]
    assert len(set(keys)) == 2
    assert all(key.startswith("question-1-") for key in keys)


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("\n\nWhich? {=a =b ~c}", 3, "Several options are right although only one"),
        ("Which? {~a ~b}", 1, "No option is marked as right"),
        ("Which? {=a ~b", 1, "The braces around the answers"),
        ("Which? {=a ~b} or {=c ~d}", 1, "The braces around the answers"),
        ("Match. {=a -> b =c}", 1, "“c” has no arrow"),
        ("How many? {#many}", 1, "“many” is no number"),
        ("Only a text.", 1, "A text without a question was left out"),
        (
            "Which? {~%50%a ~%20%b}\n\n// [id:x]\nA {T}\n\n// [id:x]\nB {T}",
            7,
            "The short",
        ),
    ],
)
def test_gift_that_cannot_be_carried_is_listed_by_line(text, line, sentence):
    finding = gift(text).errors[-1]

    assert finding.line == line
    assert finding.sentence.startswith(sentence)


# Tables -------------------------------------------------------------------------------


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_a_table_by_hand_needs_little(sign):
    rows = [
        ["question", "option 1", "option 2", "right", "question.fi"],
        ["Which?", "this", "that", "2", "Kumpi?"],
        ["It is so.", "", "", "true", ""],
    ]

    reading = table("\n".join(sign.join(row) for row in rows))

    choice, statement = [item.content for item in reading.items]
    assert reading.findings == ()
    assert choice.type == ItemType.SINGLE_CHOICE
    assert choice.stem == {"en": "Which?", "fi": "Kumpi?"}
    assert right(choice) == ["that"]
    assert statement.type == ItemType.TRUE_FALSE


def test_a_spreadsheet_in_finnish_writes_decimal_commas():
    reading = table("sep=;\nquestion;type;answer 1;tolerance\nHow?;number;1,5;0,1\n")

    accepted = reading.items[0].content.accepted[0]
    assert (accepted.value, accepted.tolerance) == (Decimal("1.5"), Decimal("0.1"))


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("question,right\n\nA,true\nB,maybe\n", 4, "“” is no type of question"),
        ("question,option 1,option 2,right\nA,b,c,3\n", 2, "“3” in the column “right”"),
        ("question,option 1,option 2,right\nA,b,c,b\n", 2, "“b” in the column “right”"),
        ("question,type\nA,essay\n", 2, "“essay” is no type of question"),
        ("key,question,right\na b,A,true\n", 2, "“a b” is no short name"),
        ("name\nA\n", 0, "The first row names no column “question”"),
        (
            "question,question.en\nA,B\n",
            0,
            "The column “question.en” stands there twice",
        ),
        ("question,right,shuffle\nA,true,perhaps\n", 2, "“perhaps” in the column"),
    ],
)
def test_rows_that_cannot_be_carried_are_listed(text, line, sentence):
    finding = table(text).errors[-1]

    assert finding.line == line
    assert finding.sentence.startswith(sentence)


def test_a_column_that_is_not_known_is_named():
    reading = table("question,right,explaination\nA,true,b\n")

    assert len(reading.items) == 1
    assert "“explaination”" in reading.findings[0].sentence
    assert "“explanation”" in reading.findings[0].sentence

"""Contents of items: one plain example of each type, and strategies for all of them.

The examples are short enough to be marked by hand; docs/methods/marking.md works
through them. The strategies give whatever an author may publish: texts in one or in
several languages, with the signs that mean something in HTML, in GIFT and in XML.
Everything they give survives the editor's form (`stored_content`) unchanged.
"""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    ChoiceContent,
    Criterion,
    Distractor,
    Element,
    FreeTextContent,
    Gap,
    GapContent,
    ItemContent,
    ItemType,
    MatchingContent,
    NumberContent,
    Option,
    OrderingContent,
    Pair,
    ShortTextContent,
    Unit,
    Word,
    true_false,
)

# Examples --------------------------------------------------------------------------


def single() -> ChoiceContent:
    """Return a single choice: B is right."""
    return ChoiceContent(
        type=ItemType.SINGLE_CHOICE,
        stem={"en": "Which job does IPS aim at?"},
        options=(
            Option("a", {"en": "A sheltered job"}, False, {"en": "Not that."}),
            Option("b", {"en": "An ordinary job"}, True, {"en": "That one."}),
            Option("c", {"en": "A training place"}, False),
        ),
        feedback={"en": "IPS aims at ordinary jobs."},
    )


def multiple(**fields: Any) -> ChoiceContent:
    """Return a multiple choice: A and C of four are right."""
    return ChoiceContent(
        type=ItemType.MULTIPLE_CHOICE,
        stem={"en": "Who may take part?"},
        options=(
            Option("a", {"en": "Everybody who wants to work"}, True),
            Option("b", {"en": "Those without symptoms"}, False),
            Option("c", {"en": "Somebody who never worked"}, True),
            Option("d", {"en": "Those who passed a test"}, False),
        ),
        **fields,
    )


def statement(*, is_true: bool = True) -> ChoiceContent:
    """Return a true-or-false item."""
    return true_false(
        stem={"en": "Work is talked about early."},
        is_true=is_true,
        feedback={"en": "From the first meeting on."},
    )


def matching(**fields: Any) -> MatchingContent:
    """Return three prompts with an answer each, and one answer that fits none."""
    return MatchingContent(
        type=ItemType.MATCHING,
        stem={"en": "Which principle is it?"},
        pairs=(
            Pair("p1", {"en": "A call in month eight"}, {"en": "Lasting support"}),
            Pair("p2", {"en": "Meeting an employer at once"}, {"en": "Rapid search"}),
            Pair("p3", {"en": "Asking what she would like"}, {"en": "Preferences"}),
        ),
        distractors=(Distractor("d1", {"en": "Testing first"}),),
        feedback={"en": "Each principle has a practice."},
        **fields,
    )


def ordering(**fields: Any) -> OrderingContent:
    """Return four things in their order: A, B, C, D."""
    return OrderingContent(
        type=ItemType.ORDERING,
        stem={"en": "What comes first?"},
        elements=(
            Element("a", {"en": "A first talk about work"}),
            Element("b", {"en": "A career profile"}),
            Element("c", {"en": "Visits to employers"}),
            Element("d", {"en": "Support on the job"}),
        ),
        feedback={"en": "The search begins soon."},
        **fields,
    )


def gaps(**fields: Any) -> GapContent:
    """Return a text with two gaps."""
    return GapContent(
        type=ItemType.GAP_SELECT,
        stem={"en": "Choose the right words."},
        text={"en": "IPS aims at [[job]] jobs and has [[count]] principles."},
        gaps=(
            Gap(
                "job",
                (
                    Word("x", {"en": "ordinary"}, True),
                    Word("y", {"en": "sheltered"}, False),
                ),
            ),
            Gap(
                "count",
                (
                    Word("x", {"en": "five"}, False),
                    Word("y", {"en": "eight"}, True),
                    Word("z", {"en": "twelve"}, False),
                ),
            ),
        ),
        feedback={"en": "Eight principles, ordinary jobs."},
        **fields,
    )


def short_text(**fields: Any) -> ShortTextContent:
    """Return a short text: "individual placement…" is right, "placement" half so."""
    return ShortTextContent(
        type=ItemType.SHORT_TEXT,
        stem={"en": "What does IPS stand for?"},
        accepted=(
            AcceptedText("full", "Individual Placement*"),
            AcceptedText(
                "half", "placement", Fraction(1, 2), {"en": "That is the P of it."}
            ),
        ),
        feedback={"en": "Individual Placement and Support."},
        **fields,
    )


def number(**fields: Any) -> NumberContent:
    """Return a number: 1.5 kg within 0.1 is right, within 0.5 it is worth half."""
    return NumberContent(
        type=ItemType.NUMBER,
        stem={"en": "How heavy is the parcel?"},
        accepted=(
            AcceptedNumber("near", Decimal("1.5"), Decimal("0.1")),
            AcceptedNumber(
                "far",
                Decimal("1.5"),
                Decimal("0.5"),
                Fraction(1, 2),
                {"en": "Nearly; weigh it again."},
            ),
        ),
        units=(Unit("kg"), Unit("g", Decimal("0.001"))),
        feedback={"en": "It weighs one and a half kilograms."},
        **fields,
    )


def essay(**fields: Any) -> FreeTextContent:
    """Return a free text that a person marks, by two criteria of 1 and 3 points."""
    return FreeTextContent(
        type=ItemType.FREE_TEXT,
        stem={"en": "How would you begin the first talk about work?"},
        rubric=(
            Criterion("asks", {"en": "Asks before advising"}),
            Criterion("hopes", {"en": "Takes hopes seriously"}, 3),
        ),
        model_answer={"en": "I would ask what work means to her."},
        **fields,
    )


def reflection(**fields: Any) -> FreeTextContent:
    """Return a free text that nobody marks."""
    return FreeTextContent(
        type=ItemType.FREE_TEXT,
        stem={"en": "What will you try next week?"},
        is_reflection=True,
        model_answer={"en": "One talk about work."},
        feedback={"en": "Small steps count."},
        **fields,
    )


def one_of_each() -> dict[ItemType, ItemContent]:
    """Return an example of each type."""
    examples = (
        single(),
        multiple(),
        statement(),
        matching(),
        ordering(),
        gaps(),
        short_text(),
        number(),
        essay(),
    )
    return {content.type: content for content in examples}

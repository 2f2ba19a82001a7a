"""What a package says of a survey: pages, conditions, scales, and what is refused."""

import pytest

from home.packages.content import (
    AskedIf,
    NewPage,
    OpenQuestion,
    Scale,
    Statement,
    Survey,
)
from home.packages.fields import Languages, fields_of
from home.packages.problems import Place, Report
from home.packages.surveys import survey_of
from home.packages.yamltree import parse

FIVE = Scale("five", "Five", 4, tuple({"en": str(n)} for n in range(5)))
SCALES = {"five": FIVE, "three": Scale("three", "Three", 3, FIVE.points[:3])}
HEAD = "key: end\nname: End\nscale: five\nitems:\n"


def read(text):
    """Return the survey and the sentences about it."""
    report = Report()
    node = parse(text, Place(report, "surveys/end.yaml", 1))
    survey = survey_of(fields_of(node, Languages(("en", "fi"), "en")), "end", SCALES)
    return survey, [problem.message for problem in report.error().problems]


def test_everything_a_survey_can_say_is_read():
    survey, problems = read(
        HEAD.replace("items", "not_applicable: false\nitems")
        + "  - new_page: true\n    title: {en: First, fi: Eka}\n"
        "  - {key: a, statement: A., scale: three, not_applicable: true}\n"
        "  - new_page: true\n"
        "  - {key: b, question: Why, asked_if: {item: a, points: [NA, 2, 1, 2]}}\n"
    )
    assert problems == []
    assert survey == Survey(
        key="end",
        name="End",
        scale="five",
        minutes=None,
        items=(
            NewPage({"en": "First", "fi": "Eka"}),
            Statement("a", {"en": "A."}, False, "three", True),
            NewPage({}),
            OpenQuestion("b", {"en": "Why"}, AskedIf("a", ("1", "2", "NA"))),
        ),
        offers_not_applicable=False,
    )
    assert survey.scales == ("five", "three")


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ("- {key: a, statement: A., scale: none}", "There is no scale “none”"),
        ("- {key: a, statement: A.}\n  - new_page: true", "nothing on this page"),
        ("- {key: a, statement: A.}\n  - new_page: false", "new_page: true"),
        (
            "- {key: a, statement: A., asked_if: {item: a, points: [1]}}",
            "cannot depend on itself",
        ),
        (
            "- {key: a, question: A}\n"
            "  - {key: b, question: B, asked_if: {item: a, points: [1]}}",
            "“a” is an open question.",
        ),
        (
            "- {key: a, question: A, asked_if: {item: b, points: [1]}}\n"
            "  - {key: b, statement: B.}",
            "No statement before this one has the key “b”.",
        ),
        (
            "- {key: a, statement: A., scale: three}\n"
            "  - {key: b, question: B, asked_if: {item: a, points: [4]}}",
            "“4” is no point. Write numbers from 1 to 3, or NA.",
        ),
        (
            "- {key: a, statement: A., not_applicable: false}\n"
            "  - {key: b, question: B, asked_if: {item: a, points: [NA]}}",
            "“a” does not offer “not applicable”.",
        ),
        (
            "- {key: a, statement: A.}\n"
            "  - {key: b, question: B, asked_if: {item: a, points: []}}",
            "Name at least one point.",
        ),
    ],
)
def test_what_the_editor_refuses_a_package_may_not_say(items, sentence):
    _survey, problems = read(f"{HEAD}  {items}\n")
    assert any(sentence in problem for problem in problems), problems


@pytest.mark.parametrize(
    ("third", "is_fine"),
    [
        ("{key: c, statement: C.}", True),
        ("{key: c, question: C}", False),
        ("{key: c, statement: C., scale: three}", False),
        ("{key: c, statement: C., asked_if: {item: a, points: [1]}}", False),
    ],
)
def test_a_survey_that_is_one_scale_has_statements_enough_for_a_score(third, is_fine):
    survey, problems = read(
        HEAD.replace("items", "one_scale: true\nitems")
        + "  - {key: a, statement: A.}\n  - {key: b, statement: B.}\n"
        f"  - {third}\n"
    )
    assert survey.is_one_scale
    assert problems == [] if is_fine else "at least 3 statements" in problems[0]


def test_without_a_word_a_survey_is_no_scale():
    assert not read(HEAD + "  - {key: a, statement: A.}\n")[0].is_one_scale

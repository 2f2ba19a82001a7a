"""What Moodle's types of questions say, each as a draft of ours."""

import re
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction

from assessments.content import ItemType
from assessments.formats.moodle import default_task, divided
from assessments.formats.records import (
    Draft,
    Problem,
    Severity,
    gettext_noop,
    shortened,
)
from assessments.formats.shape import true_false_options
from assessments.formats.values import decimal_of
from assessments.formats.weights import marked_options, share_of
from assessments.formats.xml import Node

from .cloze import cloze
from .texts import TextReader

WRONG_FEEDBACK_LOST = gettext_noop(
    "Feedback to wrong answers was left out. Write it into the explanation."
)
# A gap in Moodle: the number of the right choice.
_GAP = re.compile(r"\[\[([0-9]{1,3})\]\]")


def _share(answer: Node) -> Fraction:
    return share_of(answer.attributes.get("fraction", "0"))


def _feedback(answer: Node, reader: TextReader) -> Draft:
    texts = reader.texts(answer.child("feedback"))
    return {"feedback": texts} if texts else {}


def _is_on(node: Node, name: str, default: str = "1") -> bool:
    return (node.text(name) or default).lower() in ("1", "true")


def _choice(node: Node, _content: Draft, reader: TextReader) -> Draft:
    options, shares = [], []
    for answer in node.each("answer"):
        text, picture = reader.texts_and_picture(answer)
        options.append({"text": text, **picture, **_feedback(answer, reader)})
        shares.append(_share(answer))
    single = _is_on(node, "single")
    draft = marked_options(options, shares, single, reader.findings, node.line)
    return {**draft, "shuffle": _is_on(node, "shuffleanswers")}


def _true_false(node: Node, _content: Draft, reader: TextReader) -> Draft:
    feedback: dict[str, Draft] = {"true": {}, "false": {}}
    is_true: bool | None = None
    for answer in node.each("answer"):
        word = answer.text("text").lower()
        if word not in feedback:
            raise Problem(
                gettext_noop("“%(word)s” is neither true nor false."),
                word=shortened(word),
            )
        feedback[word] = reader.texts(answer.child("feedback"))
        if _share(answer) == 1:
            is_true = word == "true"
    if is_true is None:
        raise Problem(gettext_noop("Neither true nor false is marked as right."))
    return {
        "type": str(ItemType.TRUE_FALSE),
        "options": true_false_options(is_true, feedback["true"], feedback["false"]),
        "shuffle": False,
    }


def _matching(node: Node, _content: Draft, reader: TextReader) -> Draft:
    pairs, distractors = [], []
    for part in node.each("subquestion"):
        prompt = reader.texts(part)
        answer = reader.texts(part.child("answer"))
        if prompt:
            pairs.append({"prompt": prompt, "answer": answer})
        elif answer:
            distractors.append({"text": answer})
    return {
        "type": str(ItemType.MATCHING),
        "pairs": pairs,
        "distractors": distractors,
        "shuffle": _is_on(node, "shuffleanswers"),
    }


def _ordering(node: Node, _content: Draft, reader: TextReader) -> Draft:
    answers = list(node.each("answer"))
    elements = [{"text": reader.texts(answer)} for answer in answers]
    selection = node.text("selecttype").upper()
    count = node.text("selectcount")
    takes_all = selection in ("", "ALL", "0") or not count.isdecimal()
    if not takes_all and 1 < int(count[:6]) < len(elements):
        reader.findings.add(
            node.line,
            gettext_noop("Only some of the things were to be ordered; here all are."),
        )
    return {
        "type": str(ItemType.ORDERING),
        "elements": elements,
        "partial_credit": node.text("gradingtype").upper() != "ALL_OR_NOTHING",
    }


def _gaps(node: Node, content: Draft, reader: TextReader) -> Draft:
    """Read a text with gaps; also one whose words were to be dragged there."""
    choices = [*node.each("selectoption"), *node.each("dragbox")]
    words = [
        {"text": {reader.language: text} if (text := reader.plain(c)) else {}}
        if not _is_markup(reader.plain(c))
        else {"text": reader.texts(c)}
        for c in choices
    ]
    groups = [choice.text("group") or "1" for choice in choices]
    numbers = sorted(
        {int(n) for text in content["stem"].values() for n in _GAP.findall(text)}
    )
    gaps = []
    for number in numbers:
        if not 1 <= number <= len(choices):
            raise Problem(
                gettext_noop("The text has the gap %(gap)s, but no choice for it."),
                gap=number,
            )
        gaps.append(
            {
                "key": str(number),
                "words": [
                    {**word, "is_key": place == number}
                    for place, word in enumerate(words, start=1)
                    if groups[place - 1] == groups[number - 1]
                ],
            }
        )
    draft: Draft = {"type": str(ItemType.GAP_SELECT), "gaps": gaps}
    draft |= divided(content["stem"])
    if not draft.get("stem"):
        draft["stem"] = default_task(reader.language)
    return draft


def _is_markup(text: str) -> bool:
    return "<" in text or "&" in text


def _short_text(node: Node, _content: Draft, reader: TextReader) -> Draft:
    accepted = []
    for answer in node.each("answer"):
        share, feedback = _share(answer), _feedback(answer, reader)
        if share <= 0:
            if feedback:
                reader.findings.add(answer.line, WRONG_FEEDBACK_LOST)
            continue
        accepted.append({"text": reader.plain(answer), "share": str(share), **feedback})
    return {
        "type": str(ItemType.SHORT_TEXT),
        "accepted": accepted,
        "ignore_case": not _is_on(node, "usecase", "0"),
    }


def _number(node: Node, _content: Draft, reader: TextReader) -> Draft:
    accepted = []
    for answer in node.each("answer"):
        share, feedback = _share(answer), _feedback(answer, reader)
        value = reader.plain(answer)
        if share <= 0 or value == "*":
            if feedback:
                reader.findings.add(answer.line, WRONG_FEEDBACK_LOST)
            continue
        accepted.append(
            {
                "value": value,
                "tolerance": answer.text("tolerance") or "0",
                "share": str(share),
                **feedback,
            }
        )
    draft: Draft = {"type": str(ItemType.NUMBER), "accepted": accepted}
    units = node.child("units")
    if units:
        draft["units"] = [_unit(unit) for unit in units.each("unit")]
        draft["unit_required"] = node.text("unitgradingtype") not in ("", "0")
        penalty = decimal_of(node.text("unitpenalty") or "1")
        if draft["unit_required"] and penalty != 1:
            reader.findings.add(
                node.line,
                gettext_noop(
                    "A missing unit cost some of the points; here it costs all."
                ),
            )
    return draft


def _unit(unit: Node) -> Draft:
    """Return a unit. Moodle says how many of it make one of the first unit."""
    multiplier = decimal_of(unit.text("multiplier") or "1")
    if not multiplier:
        raise Problem(gettext_noop("The multiplier of a unit is more than 0."))
    factor = round(Decimal(1) / multiplier, 12).normalize()
    return {"text": unit.text("unit_name"), "factor": f"{factor:f}"}


def _essay(node: Node, _content: Draft, reader: TextReader) -> Draft:
    draft: Draft = {"type": str(ItemType.FREE_TEXT)}
    grade = decimal_of(node.text("defaultgrade") or "1")
    if not grade:
        draft["is_reflection"] = True
    elif graders := reader.texts(node.child("graderinfo")):
        # For markers' eyes, as a rubric is; a model answer is shown to learners.
        draft["rubric"] = [{"text": graders}]
    template = node.child("responsetemplate")
    if template and TextReader(reader.language, reader.findings).texts(template):
        reader.findings.add(
            template.line, gettext_noop("The template for the answer was left out.")
        )
    if node.text("attachments") not in ("", "0"):
        reader.findings.add(
            node.line,
            gettext_noop("Answers here are texts; files cannot be handed in."),
            Severity.WARNING,
        )
    return draft


QUESTIONS: dict[str, Callable[[Node, Draft, TextReader], Draft]] = {
    "multichoice": _choice,
    "truefalse": _true_false,
    "matching": _matching,
    "ordering": _ordering,
    "gapselect": _gaps,
    "ddwtos": _gaps,
    "shortanswer": _short_text,
    "numerical": _number,
    "essay": _essay,
    "cloze": cloze,
    "multianswer": cloze,
}

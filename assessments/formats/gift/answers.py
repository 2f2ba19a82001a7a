"""The part of a GIFT question between its braces, for each kind of question."""

import re
from decimal import Decimal
from fractions import Fraction

from assessments.content import ItemType
from assessments.formats.records import Draft, Problem, gettext_noop, shortened
from assessments.formats.shape import true_false_options
from assessments.formats.values import MOST_PARTS, TOO_MANY, decimal_of
from assessments.formats.weights import marked_options

from .marks import TextReader, shown, weight_of

TRUE, FALSE = ("T", "TRUE"), ("F", "FALSE")
_ORDERING = re.compile(
    r">\s*([0-9]{0,3})\s*(ALL|EXACT|RANDOM|REL|CONTIGUOUS|CONTIG)?\s*"
    r"(HORIZONTAL|HORI|VERTICAL|VERT|[HV01](?=\s))?\s*"
    r"(ALL_OR_NOTHING|(?:ABSOLUTE|RELATIVE|LONGEST)[A-Z_]*|ABS|REL)?\s*"
    r"(SHOW|TRUE|YES|HIDE|FALSE|NO|[01](?=\s))?[^\S\n]*"
    r"(?:none|123|abc|ABCD|iii|IIII)?[^\S\n]*\n"
)


def answers_of(inside: str, reader: TextReader) -> Draft:
    """Return the type of the question, and what is right."""
    if not inside:
        return {"type": str(ItemType.FREE_TEXT)}
    if inside.startswith(">"):
        return _ordering(inside, reader)
    if inside.startswith("#"):
        return _number(inside[1:], reader)
    if "~" in inside:
        return _choice(inside, reader)
    if "=" in inside and "->" in inside:
        return _matching(inside, reader)
    if inside.partition("#")[0].strip().upper() in (*TRUE, *FALSE):
        return _true_false(inside, reader)
    return _short_text(inside, reader)


def _split(text: str, sign: str) -> list[str]:
    """Return what stands between the signs, without empty parts."""
    parts = [part.strip() for part in text.split(sign)]
    found = [part for part in parts if part]
    if len(found) > MOST_PARTS:
        raise Problem(TOO_MANY, name=shortened(shown(found[0])), most=MOST_PARTS)
    return found


def _with_feedback(raw: str, reader: TextReader) -> tuple[str, Draft]:
    """Split an answer from its feedback."""
    answer, _hash, feedback = raw.partition("#")
    texts = reader.texts(feedback)
    return answer, {"feedback": texts} if texts else {}


def _choice(inside: str, reader: TextReader) -> Draft:
    single = "=" in inside
    options, shares = [], []
    for raw in _split(inside.replace("=", "~="), "~"):
        is_right = raw.startswith("=")
        weight, rest = weight_of(raw.removeprefix("=").strip())
        answer, feedback = _with_feedback(rest, reader)
        options.append({"text": reader.texts(answer), **feedback})
        shares.append(weight if weight is not None else Fraction(is_right))
    return marked_options(options, shares, single, reader.findings, reader.line)


def _matching(inside: str, reader: TextReader) -> Draft:
    pairs, distractors = [], []
    for raw in _split(inside, "="):
        prompt, arrow, answer = raw.partition("->")
        if not arrow:
            raise Problem(
                gettext_noop(
                    "“%(pair)s” has no arrow. Write pairs as =prompt -> answer."
                ),
                pair=shortened(shown(raw)),
            )
        texts = reader.texts(prompt)
        answers = {reader.language: text} if (text := reader.plain(answer)) else {}
        if texts:
            pairs.append({"prompt": texts, "answer": answers})
        else:
            distractors.append({"text": answers})
    draft: Draft = {"type": str(ItemType.MATCHING), "pairs": pairs}
    if distractors:
        draft["distractors"] = distractors
    return draft


def _true_false(inside: str, reader: TextReader) -> Draft:
    answer, *feedback = inside.split("#", 2)
    wrong, right = [reader.texts(text) for text in (feedback + ["", ""])[:2]]
    is_true = answer.strip().upper() in TRUE
    return {
        "type": str(ItemType.TRUE_FALSE),
        "options": true_false_options(
            is_true, right if is_true else wrong, wrong if is_true else right
        ),
        "shuffle": False,
    }


def _short_text(inside: str, reader: TextReader) -> Draft:
    accepted = []
    for raw in _split(inside, "="):
        weight, rest = weight_of(raw)
        answer, feedback = _with_feedback(rest, reader)
        text = reader.plain(answer)
        share = Fraction(1) if weight is None else weight
        if share <= 0:
            # It only tells those who wrote something wrong what to do.
            if feedback:
                reader.findings.add(reader.line, WRONG_FEEDBACK_LOST)
            continue
        accepted.append({"text": text, "share": str(share), **feedback})
    return {"type": str(ItemType.SHORT_TEXT), "accepted": accepted}


WRONG_FEEDBACK_LOST = gettext_noop(
    "Feedback to wrong answers was left out. Write it into the explanation."
)


def _number(inside: str, reader: TextReader) -> Draft:
    answers, tilde, wrong = inside.partition("~")
    if tilde and wrong.strip(" #\n"):
        reader.findings.add(reader.line, WRONG_FEEDBACK_LOST)
    accepted = []
    for raw in _split(answers, "="):
        weight, rest = weight_of(raw)
        written, feedback = _with_feedback(rest, reader)
        share = Fraction(1) if weight is None else weight
        if share <= 0 or shown(written).strip() == "*":
            if feedback:
                reader.findings.add(reader.line, WRONG_FEEDBACK_LOST)
            continue
        value, tolerance = _value(shown(written))
        accepted.append(
            {
                "value": value,
                "tolerance": tolerance,
                "share": str(share),
                **feedback,
            }
        )
    return {"type": str(ItemType.NUMBER), "accepted": accepted}


def _value(written: str) -> tuple[str, str]:
    """Return a number and its tolerance; a range is the middle and half its width."""
    low, dots, high = written.strip().partition("..")
    if dots:
        least, most = _decimal(low), _decimal(high)
        if least > most:
            least, most = most, least
        middle = (least + most) / 2
        return f"{middle}", f"{most - middle}"
    number, _colon, tolerance = written.partition(":")
    _decimal(number)
    if not tolerance.strip():
        return number.strip(), "0"
    _decimal(tolerance)
    return number.strip(), tolerance.strip()


def _decimal(written: str) -> Decimal:
    number = decimal_of(written)
    if number is None:
        raise Problem(
            gettext_noop("“%(number)s” is no number. Write it as 12 or 12.5."),
            number=shortened(written),
        )
    return number


def _ordering(inside: str, reader: TextReader) -> Draft:
    match = _ORDERING.match(inside)
    if match is None:
        raise Problem(
            gettext_noop(
                "The list of things to order begins in a way that is not known here."
            )
        )
    lines = _split(inside[match.end() :], "\n")
    elements = [{"text": reader.texts(line)} for line in lines]
    count, selection = match[1], match[2] or "ALL"
    if selection not in ("ALL", "EXACT") and count and int(count) < len(elements):
        reader.findings.add(
            reader.line,
            gettext_noop("Only some of the things were to be ordered; here all are."),
        )
    return {
        "type": str(ItemType.ORDERING),
        "elements": elements,
        "partial_credit": match[4] != "ALL_OR_NOTHING",
    }

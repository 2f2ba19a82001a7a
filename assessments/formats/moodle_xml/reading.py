"""Reads Moodle XML. What it cannot carry becomes a finding with its line."""

from collections.abc import Sequence

from assessments.formats.collecting import TEXT_ONLY, Collector, Native, given_key
from assessments.formats.files import text_of
from assessments.formats.moodle import category_path
from assessments.formats.records import (
    Draft,
    Findings,
    Problem,
    Reading,
    Severity,
    gettext_noop,
    shortened,
)
from assessments.formats.values import decimal_of
from assessments.formats.xml import Node, tree_of

from .questions import QUESTIONS
from .texts import TextReader

# What elearn adds to a question; Moodle passes over elements that it does not know.
EXTENSION = "elearn"
# How elearn marks the story of a case, which each of its questions carries as well.
CASE = "case"


def read_moodle_xml(
    data: bytes, languages: Sequence[str], encoding: str = ""
) -> Reading:
    """Return the questions of a Moodle XML file, and what of it cannot be carried.

    Texts are in the first of the languages unless the file says otherwise.
    """
    collector = Collector(languages)
    category: list[str] = []
    try:
        root = tree_of(text_of(data, encoding))
        if root.name != "quiz":
            raise Problem(
                gettext_noop(
                    "The file is no Moodle XML: it begins with <%(name)s> instead of "
                    "<quiz>."
                ),
                name=shortened(root.name),
            )
        for node in root.children:
            if node.name != "question":
                continue
            kind = node.attributes.get("type", "")
            extension = node.child(EXTENSION)
            note = extension.own_text.strip() if extension else ""
            if kind == "category":
                category = category_path(node.text("category", "text"))
            elif kind == "description" and note == CASE:
                continue
            else:
                _take(node, category, note, collector)
    except Problem as problem:
        collector.findings.keep(problem.at(0))
    return collector.reading()


def _take(node: Node, category: list[str], note: str, collector: Collector) -> None:
    def native(language: str) -> Native:
        return native_of(node, category, language)

    collector.take(native, line=node.line, note=note)


def native_of(node: Node, category: list[str], language: str) -> Native:
    """Return what Moodle XML itself says of a question."""
    findings = Findings()
    reader = TextReader(language, findings)
    name = node.text("name", "text")
    try:
        draft = _draft(node, category, reader)
    except Problem as problem:
        return Native(None, (*findings.listed(), problem.at(node.line)), name)
    return Native(draft, findings.listed(), name, reader.pictures)


def _draft(node: Node, category: list[str], reader: TextReader) -> Draft:
    """Return the draft. Raises Problem where there is none that can be carried."""
    kind = node.attributes.get("type", "")
    if kind == "description":
        raise Problem(TEXT_ONLY)
    if kind not in QUESTIONS:
        raise Problem(
            gettext_noop(
                "Questions of the type “%(kind)s” cannot be carried. Write the "
                "question anew in one of the types here."
            ),
            kind=shortened(kind),
        )
    draft: Draft = {**given_key(node.text("idnumber"))}
    if category:
        draft["category"] = [{"name": {reader.language: name}} for name in category]
    tags = node.child("tags")
    named = [tag.text("text") for tag in tags.each("tag")] if tags else []
    if any(named):
        draft["tags"] = [tag for tag in named if tag]
    if node.text("hidden") == "1":
        draft["is_retired"] = True
    grade = decimal_of(node.text("defaultgrade") or "1")
    if grade is not None and grade > 0:
        # Moodle writes seven places; points here have two.
        points = round(grade, 2)
        if points != grade:
            reader.findings.add(
                node.line,
                gettext_noop("The points were rounded to %(points)s."),
                points=str(points),
            )
        draft["points"] = f"{points.normalize():f}"
    stem, picture = reader.texts_and_picture(node.child("questiontext"))
    content: Draft = {"stem": stem, **picture}
    if feedback := reader.texts(node.child("generalfeedback")):
        content["feedback"] = feedback
    hints = [reader.texts(hint) for hint in node.each("hint")]
    if any(hints):
        content["hints"] = [hint for hint in hints if hint]
    content |= QUESTIONS[kind](node, content, reader)
    _report_combined_feedback(node, reader)
    draft["content"] = content
    return draft


# What Moodle puts into every question by itself is no loss.
_USUAL_FEEDBACK = {
    "",
    "Your answer is correct.",
    "Your answer is partially correct.",
    "Your answer is incorrect.",
}


def _report_combined_feedback(node: Node, reader: TextReader) -> None:
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        feedback = node.child(name)
        if feedback is None:
            continue
        silent = TextReader(reader.language, Findings())
        said = silent.texts(feedback)
        if any(text not in _USUAL_FEEDBACK for text in said.values()):
            reader.findings.add(
                feedback.line,
                gettext_noop(
                    "Feedback to right and wrong answers as a whole was left out. "
                    "Write it into the explanation, or into the feedback by score."
                ),
                Severity.WARNING,
            )

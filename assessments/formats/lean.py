"""Drafts of questions without what goes without saying."""

from typing import Any

from assessments.content import SCHEMA, ItemType

from .records import Draft

# What is not said has this value, whatever the type of the question.
_USUAL: Draft = {
    "schema": SCHEMA,
    "feedback": {},
    "hints": [],
    "distractors": [],
    "units": [],
    "rubric": [],
    "model_answer": {},
    "is_pinned": False,
    "ignore_case": True,
    "ignore_accents": False,
    "unit_required": False,
    "is_reflection": False,
    "tolerance": "0",
    "share": "1",
    "factor": "1",
}
_SEVERAL_PARTS = (ItemType.MATCHING, ItemType.ORDERING, ItemType.GAP_SELECT)


def lean(draft: Draft) -> Draft:
    """Return a draft without what need not be said. `Shaper` brings it back."""
    content = draft.get("content")
    slim = {name: value for name, value in draft.items() if name != "content"}
    if isinstance(content, dict):
        kind = content.get("type")
        usual = {
            "partial_credit": kind in _SEVERAL_PARTS,
            "shuffle": kind != ItemType.TRUE_FALSE,
        }
        slim["content"] = {
            name: value
            for name, value in _without_usual(content).items()
            if name not in usual or value is not usual[name]
        }
    return slim


def _without_usual(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: _without_usual(inner)
            for name, inner in value.items()
            if name not in _USUAL
            or inner != _USUAL[name]
            or type(inner) is not type(_USUAL[name])
        }
    if isinstance(value, list):
        return [_without_usual(inner) for inner in value]
    return value

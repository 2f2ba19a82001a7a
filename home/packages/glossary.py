"""The words that the lessons of a package explain."""

from .content import Term
from .fields import Languages
from .quizzes.references import entries_of
from .yamltree import Node

MOST_DEFINITION = 1000


def glossary_of(node: Node | None, languages: Languages) -> dict[str, Term]:
    """Return the words that the file glossary.yaml holds, by key."""
    found: dict[str, Term] = {}
    for fields in entries_of(node, languages, found):
        term = Term(
            key=fields.key(most=60),
            term=fields.texts("term"),
            definition=fields.texts("definition", most=MOST_DEFINITION),
            forms=fields.texts("forms", required=False),
        )
        fields.finish()
        found[term.key] = term
    return found

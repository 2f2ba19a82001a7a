"""The glossary of a course package, into the site and out of it.

A site has one glossary for all its courses. A package has the words that its lessons
explain.
"""

from collections.abc import Iterable, Mapping

from courses.glossary import LessonGlossary
from courses.models import GlossaryTerm, LessonPage

from .packages.content import CoursePackage, Term
from .stored import differs


class GlossaryImport:
    """Makes or updates the words of a package."""

    def __init__(self, package: CoursePackage) -> None:
        self.package = package
        self.created = self.updated = self.unchanged = 0
        self.changed: list[GlossaryTerm] = []

    def run(self) -> None:
        known = GlossaryTerm.objects.in_bulk(self.package.glossary, field_name="key")
        for key, term in self.package.glossary.items():
            fields = {
                "term": dict(term.term),
                "definition": dict(term.definition),
                "forms": dict(term.forms),
            }
            record = known.get(key)
            if record is None:
                record = GlossaryTerm(key=key)
                self.created += 1
            elif differs(record, fields):
                self.updated += 1
            else:
                self.unchanged += 1
                continue
            for name, value in fields.items():
                setattr(record, name, value)
            record.save()
            self.changed.append(record)


def exported_terms(pages: Iterable[LessonPage]) -> Mapping[str, Term]:
    """Return the words that lessons in any language explain, in the order of keys."""
    used = {word.key for page in pages for word in LessonGlossary(page).words}
    return {
        term.key: Term(term.key, term.term, term.definition, term.forms)
        for term in GlossaryTerm.objects.filter(key__in=used).order_by("key")
    }

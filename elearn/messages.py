"""Collects the texts to translate and compiles the catalogues: `make messages`.

Django's own commands need the gettext programs, which a fresh machine lacks; Babel does
the same in Python. Catalogues carry no dates and no line numbers, so that a change of
them is always a change of a text.
"""

import datetime
import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE = Path(__file__).resolve().parents[1]
APPS = ["elearn", "home", "assessments", "feedback", "courses", "people"]
LANGUAGES = ["fi", "sv"]
NO_DATE = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
HEADER = (
    "# The texts of elearn in {language}. Made by `make messages`; translate by hand."
)


def sources() -> Iterator[tuple[str, str]]:
    """Yield the name and the Python source of every file that may hold texts.

    Templates are turned into Python source in which only their texts are left.
    """
    for app in APPS:
        for path in sorted((BASE / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield str(path.relative_to(BASE)), path.read_text("utf-8")
    templates = BASE / "templates"
    for path in sorted([*templates.rglob("*.html"), *templates.rglob("*.txt")]):
        source = templatize(path.read_text("utf-8"))
        # Indentation means something in Python and nothing in a template.
        source = "\n".join(line.strip() for line in source.splitlines())
        yield str(path.relative_to(BASE)), source


def collected() -> Catalog:
    """Return every text of the project that is marked for translation."""
    catalog = Catalog(charset="utf-8")
    for name, source in sources():
        found = extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"}
        )
        for _line, message, _comments, context in found:
            catalog.add(message, locations=[(name, 0)], context=context)
    return catalog


def catalogue_path(language: str) -> Path:
    """Return where the texts of a language are kept."""
    return BASE / "locale" / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    """Return the translations of a language; an empty catalogue when there are none."""
    path = catalogue_path(language)
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as file:
        return read_po(file, locale=language)


def updated(language: str) -> Catalog:
    """Return the translations of a language with today's texts: new ones are empty."""
    known = read(language)
    catalog = Catalog(
        locale=language,
        charset="utf-8",
        header_comment=HEADER.format(language=language),
        fuzzy=False,
    )
    for message in collected():
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        catalog.add(
            message.id,
            string=old.string if old else None,
            context=message.context,
            locations=sorted(set(message.locations)),
        )
    return catalog


def as_po(catalog: Catalog) -> bytes:
    """Return the catalogue as text, the same for the same content."""
    out = io.BytesIO()
    write_po(
        out,
        catalog,
        width=88,
        sort_output=True,
        include_lineno=False,
        omit_header=False,
    )
    lines = out.getvalue().decode().splitlines(keepends=True)
    changing = ('"POT-Creation-Date', '"PO-Revision-Date', '"Generated-By', '"Last-T')
    return "".join(line for line in lines if not line.startswith(changing)).encode()


def as_mo(catalog: Catalog) -> bytes:
    """Return the catalogue as the program reads it."""
    # The head of a file would otherwise hold the time at which it was read.
    catalog.creation_date = catalog.revision_date = NO_DATE
    out = io.BytesIO()
    write_mo(out, catalog)
    return out.getvalue()


def is_translated(message: Message) -> bool:
    """Answer whether a text has its translation, in every plural form."""
    strings = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(strings)


def main() -> int:
    missing = 0
    for language in LANGUAGES:
        catalog = updated(language)
        path = catalogue_path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(read(language)))
        untranslated = [m for m in catalog if m.id and not is_translated(m)]
        missing += len(untranslated)
        print(  # noqa: T201
            f"{language}: {len(catalog)} texts, {len(untranslated)} without translation"
        )
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())

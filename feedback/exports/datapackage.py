"""A report as a Data Package: tables with a description that programs read.

Version 2 of the standard. It names no licence: whose figures these are decides that.
"""

import hashlib
import json
from typing import Any

from django.utils.translation import gettext as _

from feedback.models import AnswerState
from feedback.report import RunReport

from .answers import codebook_table, distribution_table
from .archive import archive
from .csv import table_as_csv
from .over_runs import trend_tables
from .printed import Document, document
from .tables import Column, Kind, Table, one_line, ratings_table

PROFILES = "https://datapackage.org/profiles/2.0"
TYPES = {
    Kind.TEXT: "string",
    Kind.CODE: "string",
    Kind.DAY: "date",
    Kind.COUNT: "integer",
    Kind.DECIMAL: "number",
    Kind.SHARE: "number",
    Kind.MEASURE: "number",
    Kind.YES_NO: "boolean",
}


def report_as_datapackage(report: RunReport) -> bytes:
    """Return the report's tables with their description as a zip."""
    tables = [
        ratings_table(report),
        distribution_table(report),
        codebook_table(report),
        *trend_tables(report),
    ]
    # Without a byte order mark, which would become part of the first column's name.
    contents = {table.name: table_as_csv(table).encode() for table in tables}
    printed = document(report)
    description = {
        "$schema": f"{PROFILES}/datapackage.json",
        "name": f"{report.course.slug}-ratings-{report.run.pk}".lower(),
        "title": one_line(f"{printed.title} – {printed.subtitle}"),
        "description": _summary(printed),
        **_release(report),
        "resources": [
            _resource(table, contents[table.name], report) for table in tables
        ],
    }
    return archive(
        {
            "datapackage.json": json.dumps(description, ensure_ascii=False, indent=2)
            + "\n",
            "README.md": _readme(printed),
            **{f"{name}.csv": content for name, content in contents.items()},
        }
    )


def _release(report: RunReport) -> dict[str, Any]:
    """Return which release it is and whose; nothing of what is not known."""
    found: dict[str, Any] = {}
    if report.released_on is not None:
        found["version"] = f"{report.release}.0.0"
        found["created"] = f"{report.released_on.isoformat()}T00:00:00Z"
    if report.run.organisation is not None:
        found["contributors"] = [
            {
                "title": one_line(report.run.organisation.name),
                "roles": ["rightsHolder"],
            }
        ]
    return found


def _resource(table: Table, content: bytes, report: RunReport) -> dict[str, Any]:
    return {
        "$schema": f"{PROFILES}/dataresource.json",
        "name": table.name,
        "type": "table",
        "path": f"{table.name}.csv",
        "title": table.title,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
        "schema": {
            "$schema": f"{PROFILES}/tableschema.json",
            "fields": [_field(column, report) for column in table.columns],
            "missingValues": [""],
        },
    }


def _field(column: Column, report: RunReport) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": column.name,
        "title": str(column.title),
        "type": TYPES[column.kind],
    }
    if column.meaning:
        field["description"] = str(column.meaning)
    if column.kind is Kind.YES_NO:
        field |= {"trueValues": ["yes"], "falseValues": ["no"]}
    if column.name in ("answer", "score"):
        field["missingValues"] = [
            {"value": "", "label": _("Hidden or not known")},
            *(
                {"value": str(state.value), "label": str(state.label)}
                for state in AnswerState
            ),
        ]
    scales = {item.offered_labels for item in report.items}
    if column.name == "answer" and len(scales) == 1:
        field["categories"] = [
            {"value": point, "label": one_line(label)}
            for point, label in enumerate(report.labels, start=1)
        ]
        field["categoriesOrdered"] = True
    return field


def _summary(printed: Document) -> str:
    """Return what the package is, in a paragraph."""
    parts = [
        "" if printed.methods else printed.notice,
        printed.methods or printed.lead,
        _("Ask the organisation under which licence these figures may be used."),
    ]
    return one_line(" ".join(part for part in parts if part))


def _readme(printed: Document) -> str:
    """Return what a person reads first, as Markdown."""
    facts = "\n".join(f"- {name}: {one_line(text)}" for name, text in printed.facts)
    terms = "\n".join(f"- {name}: {text}" for name, text in printed.definitions)
    parts = [
        f"# {one_line(printed.title)}",
        one_line(printed.subtitle),
        _summary(printed),
        facts,
        f"## {_('How it is counted')}",
        terms,
    ]
    return "\n\n".join(parts) + "\n"

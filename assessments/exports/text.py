"""An item analysis as plain text, for a terminal or a mail."""

from django.utils.translation import gettext as _

from assessments import wording
from assessments.reporting import AnalysisReport


def analysis_as_text(report: AnalysisReport) -> str:
    """Return the analysis as lines of text, with what is worth a look at the end."""
    lines = [report.assessment.name, wording.standing(report)]
    if report.quiz is None:
        title, text = wording.too_few(report)
        return "\n".join([*lines, "", f"{title}.", text, ""])
    lines.append("")
    for fact in wording.quiz_facts(report):
        basis = "; ".join(part for part in (fact["n"], fact["note"]) if part)
        lines.append(
            f"{fact['caption']}: {fact['value']}" + (f" ({basis})" if basis else "")
        )
    lines += [f"{name}: {value}" for name, value in wording.quiz_details(report)]
    rows = wording.item_rows(report)
    for row in rows:
        item = row["item"]
        label = f" ({row['label']})" if row["label"] else ""
        lines += ["", f"{row['number']}. {item.stem}{label}"]
        if not item.shown:
            lines.append(f"   {row['reason']}")
            continue
        lines.append("   " + "; ".join(_figures(row)))
        lines += [
            f"   {'*' if line['option'].is_key else '-'} {line['text']}: "
            f"{line['option'].count}" + (f" ({line['share']})" if line["share"] else "")
            for line in row["options"]
        ]
        lines += [f"   ! {sentence}" for sentence in row["flags"]]
    return "\n".join([*lines, "", _("* is the right answer."), ""])


def _figures(row: dict) -> list[str]:
    facility = _("Facility: %(value)s") % {"value": row["facility"]}
    if row["facility_word"]:
        facility += f", {row['facility_word']}"
    if row["is_provisional"]:
        facility += " " + _("(provisional)")
    why = row["why_no_discrimination"]
    discrimination = _("Discrimination: %(value)s") % {
        "value": why or row["discrimination"]
    }
    if row["discrimination_interval"]:
        discrimination += f" ({row['discrimination_interval']})"
    return [facility, discrimination, f"n = {row['item'].n}"]

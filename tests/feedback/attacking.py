"""What the attacks on released figures share: answers, reports, rules taken away."""

from feedback import release, writer
from feedback.exports.json import report_as_json
from feedback.models import AnswerState
from feedback.reporting import run_report

K = 5
POINTS = range(1, 6)
MISSING = ("not_applicable", "skipped")
NA, SKIPPED = AnswerState.NOT_APPLICABLE, AnswerState.SKIPPED


def seen(run) -> dict:
    """Return the report as a coordinator gets it for her own calculations."""
    return report_as_json(run_report(run, title="Course"))


def submission(row, versions):
    organisation, profession, *ratings = row
    return writer.Submission(
        values={v.pk: r for v, r in zip(versions, ratings, strict=True)},
        groups={"organisation": organisation, "profession": profession},
    )


def without_small_groups(monkeypatch):
    original = release.suppress
    monkeypatch.setattr(
        release, "suppress", lambda **kw: original(**{**kw, "threshold": 1})
    )


def without_remainder_rule(monkeypatch):
    """Hide what is small, and not what would give it away."""
    original = release.suppress
    monkeypatch.setattr(
        release, "suppress", lambda **kw: original(**{**kw, "parent_shown": False})
    )

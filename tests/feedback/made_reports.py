"""Reports of runs that are in no database, for tests of words and files."""

import dataclasses
import datetime

from courses.models import Course
from feedback.models import Survey, SurveyRun, SurveyVersion
from feedback.report import GroupReport, ItemReport, RunReport
from people.models import Organisation
from psychometrics.bands import display_band
from psychometrics.likert import overall_mean, summarise

SCALE = ("Strongly disagree", "Disagree", "Neither", "Agree", "Strongly agree")


def item(
    counts=(0, 0, 1, 2, 4),
    *,
    wording="It was clear.",
    is_reversed=False,
    labels=SCALE,
    **changes,
) -> ItemReport:
    """Return the report of one statement; `counts` are turned, as in every report."""
    summary = summarise(counts)
    plain = ItemReport(
        key="clarity",
        wording=wording,
        labels=labels[::-1] if is_reversed else labels,
        is_reversed=is_reversed,
        shown=True,
        counts=tuple(counts),
        not_applicable=0,
        skipped=1,
        summary=summary,
        band=display_band(summary.n),
    )
    return dataclasses.replace(plain, **changes)


def hidden_item(reason="fewer_than_threshold", **changes) -> ItemReport:
    """Return the report of a statement of which nothing may be shown."""
    return ItemReport(
        key="pace",
        wording="The pace was right.",
        labels=SCALE,
        is_reversed=False,
        shown=False,
        reason=reason,
        **changes,
    )


def group(key, items, *, dimension="organisation", label="", **changes) -> GroupReport:
    """Return a group that is shown."""
    plain = GroupReport(
        dimension=dimension,
        key=key,
        label=label or key,
        responded=7,
        items=tuple(items),
    )
    return dataclasses.replace(plain, **changes)


def report(*items, run=None, survey="Closing survey", **changes) -> RunReport:
    """Return the report of a closed run: seven of eight answered."""
    fields = {
        "pk": 7,
        "name": "Autumn",
        "opened_on": datetime.date(2026, 9, 1),
        "closed_on": datetime.date(2026, 9, 30),
        "organisation": Organisation(name="County"),
    }
    items = items or (item(), item(wording="It was useful."))
    summaries = [one.summary for one in items if one.summary]
    plain = RunReport(
        run=SurveyRun(
            survey_version=SurveyVersion(
                survey=Survey(name=survey, key="closing"), number=1
            ),
            **fields | (run or {}),
        ),
        course=Course(slug="ips", title="IPS in practice"),
        status="released",
        eligible=8,
        responded=7,
        released=changes.get("responded", 7),
        released_on=datetime.date(2026, 10, 1),
        items=items,
        overall_mean=overall_mean((s.total, s.n) for s in summaries),
        overall_n=sum(s.n for s in summaries),
        overall_ci95=(4.02, 4.68),
        groups={},
        title="IPS in practice",
        release=1,
    )
    return dataclasses.replace(plain, **changes)


def unreleased(**changes) -> RunReport:
    """Return the report of a run of which nothing is shown."""
    return report(
        hidden_item(),
        **{
            "status": "closed",
            "responded": None,
            "released": None,
            "released_on": None,
            "release": None,
            "overall_mean": None,
            "overall_n": 0,
            "overall_ci95": None,
        }
        | changes,
    )

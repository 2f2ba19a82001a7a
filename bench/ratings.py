"""What ratings cost with a thousand, a hundred thousand and a million responses.

For each size a run of one course with ten statements: the time to close it, the time of
the server for the page, JSON, CSV and the workbook, and the peak memory of the process
that made them. The page may cost half as much again at the largest size as at the
smallest.
Beside it, submissions per second next to the bare INSERTs of the same rows.
`python -m bench.ratings`
"""

import argparse
import json
import os
import resource
import statistics
import time

from . import calibration
from .learner_flow import POSTGRESQL, is_reachable
from .site import COURSE, run_inside, temporary_site

SIZES = [1_000, 100_000, 1_000_000]
# How much more the page may cost at the largest size than at the smallest.
LIMIT = 1.5
# Who answers one after the other.
PEOPLE = 300
READER = "reader@example.org"
FORMS = {
    "page": "",
    "by group": "",
    "JSON": "figures.json",
    "CSV": "table.csv",
    "XLSX": "table.xlsx",
}
SERIES = {
    "postgresql": "SELECT generate_series(1, %s) AS n",
    "sqlite": "WITH RECURSIVE series(n) AS (SELECT 1 UNION ALL SELECT n + 1 "
    "FROM series WHERE n < %s) SELECT n FROM series",
}
# A key made of a number. Keys that follow each other let the database fill its indexes
# from one end, which is what makes ten million rows a matter of minutes.
KEY = {
    "postgresql": "lpad(to_hex(({})::bigint), 32, '0')::uuid",
    "sqlite": "printf('%%032x', {})",
}
# One to five, more often four and five.
VALUE = {
    "postgresql": "floor(1 + 5 * sqrt(random()))::int",
    "sqlite": "max(1 + abs(random()) %% 5, 1 + abs(random()) %% 5)",
}
# By the last of 16 digits of the response's key.
GROUP = {
    "postgresql": "right(response_id::text, 1)",
    "sqlite": "substr(response_id, -1)",
}
PROFESSIONS = dict(
    zip(
        "0123456789abcdef", ["nurse"] * 8 + ["coach"] * 5 + ["student"] * 3, strict=True
    )
)


# Inside the site ----------------------------------------------------------------------


def fill(people: str, closes_up_to: str, *sizes: str) -> None:
    """Make readers, people who will answer, and a run of each size; print times."""
    _prepare(int(people))
    made = {size: _seed(int(size), int(size) <= int(closes_up_to)) for size in sizes}
    print(json.dumps(made))


def _prepare(people: int) -> None:
    """Make who reads the ratings, and people who will answer."""
    from django.utils import timezone

    from courses.models import Course, Enrolment
    from people.models import Membership, Organisation, Role, User

    organisation = Organisation.objects.create(name="Bench", slug="bench")
    reader = User.objects.create(email=READER)
    Membership.objects.create(
        user=reader, organisation=organisation, role=Role.COORDINATOR
    )
    learners = User.objects.bulk_create(
        User(email=f"answers{number}@example.org", profession="nurse")
        for number in range(people)
    )
    course = Course.objects.get(slug=COURSE)
    Enrolment.objects.bulk_create(
        Enrolment(user=user, course=course, enrolled_at=timezone.now())
        for user in learners
    )


def _seed(size: int, closes: bool) -> dict:
    """Fill a run with so many responses by statements of SQL, and close it."""
    from django.db import connection, transaction
    from django.utils import timezone

    from courses.models import Course, Step
    from feedback import actions
    from feedback.models import Survey, SurveyRun
    from feedback.reconciliation import differences
    from people.models import Organisation

    now = timezone.now()
    run = SurveyRun.objects.create(
        course=Course.objects.get(slug=COURSE),
        survey_version=Survey.objects.get(key="bench").current_version,
        step=Step.objects.get(kind="feedback.feedbackpage"),
        organisation=Organisation.objects.get(),
        name=f"{size:,} responses",
        dimensions=["profession"],
        eligible=size,
        opened_on=timezone.localdate(now),
    )
    began = time.perf_counter()
    with connection.cursor() as cursor:
        _quick(cursor)
        with transaction.atomic():
            _fill(cursor, run, size)
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = DEFAULT")
            cursor.execute("ANALYZE")
    connection.close()
    seeded = time.perf_counter() - began
    peak = _peak()
    began = time.perf_counter()
    if closes:
        run = actions.close_run(run=run, at=now)
    closed = time.perf_counter() - began
    grew = _peak() - peak
    if not closes:
        run.closed_on = run.opened_on
        run.save()
        with transaction.atomic():
            actions._release_if_due(run=run, responded=size, at=now)
    began = time.perf_counter()
    found = differences(run)
    return {
        "run": run.pk,
        "seeded": seeded,
        "closed": closed if closes else None,
        "closing_grew": grew,
        "reconciled": time.perf_counter() - began,
        "differences": len(found),
    }


def _quick(cursor) -> None:
    """Let the database take many rows at once: nothing of this site is in use."""
    from django.db import connection

    if connection.vendor == "postgresql":
        # Keys are right by the way they are made; checking each takes minutes.
        cursor.execute("SET session_replication_role = replica")
    else:
        cursor.execute("PRAGMA foreign_keys = OFF")
        cursor.execute("PRAGMA synchronous = OFF")
        cursor.execute("PRAGMA cache_size = -1500000")


def _fill(cursor, run, size: int) -> None:
    """Store responses, answers and their counts, as the writer would have."""
    from django.db import connection

    from feedback.models import RatingCell, RunGroup
    from feedback.release import rated_versions

    vendor = connection.vendor
    numbers, first = SERIES[vendor], run.pk << 40
    response = KEY[vendor].format(f"{first} + n")
    cursor.execute(
        f"INSERT INTO feedback_response (id, run_id) SELECT {response}, %s "
        f"FROM ({numbers}) numbers",
        [run.pk, size],
    )
    versions = " UNION ALL ".join(
        f"SELECT {place} AS place, {version.pk} AS version"
        for place, version in enumerate(rated_versions(run))
    )
    cursor.execute(
        "INSERT INTO feedback_answer (id, response_id, item_version_id, value) "
        f"SELECT {KEY[vendor].format(f'{first} + n * 16 + place')}, {response}, "
        f"version, {VALUE[vendor]} FROM ({numbers}) numbers "
        f"CROSS JOIN ({versions}) asked",
        [size],
    )
    cursor.execute(
        f"SELECT {GROUP[vendor]}, item_version_id, value, COUNT(*) "
        f"FROM feedback_answer WHERE response_id BETWEEN {KEY[vendor].format(first)} "
        f"AND {KEY[vendor].format(first + size)} GROUP BY 1, 2, 3",
        [],
    )
    cells: dict[tuple, int] = {}
    for digit, version, value, n in cursor.fetchall():
        for group in (("", ""), ("profession", PROFESSIONS[digit])):
            cells[*group, version, value] = cells.get((*group, version, value), 0) + n
    asked = next(iter(cells))[2]
    groups = {
        (dimension, key): RunGroup(
            run=run,
            dimension=dimension,
            key=key,
            responded=sum(
                n
                for (d, k, v, _value), n in cells.items()
                if (d, k, v) == (dimension, key, asked)
            ),
        )
        for dimension, key in {cell[:2] for cell in cells}
    }
    RunGroup.objects.bulk_create(groups.values())
    RatingCell.objects.bulk_create(
        RatingCell(group=groups[d, k], item_version_id=version, value=value, n=n)
        for (d, k, version, value), n in cells.items()
    )


def read(times: str, *runs: str) -> None:
    """Print the server's time for each form of each run's ratings, and peak memory.

    The runs take turns, so that whatever else the machine does falls on all of them.
    """
    from django.test import Client

    from people.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(email=READER))
    results: dict[str, dict] = {run: {name: [] for name in FORMS} for run in runs}
    peaks = {}
    for number in range(int(times) + 2):
        for run in runs:
            for name, path in FORMS.items():
                query = {"run": run}
                if name == "by group":
                    query["by"] = "profession"
                began = time.perf_counter()
                reply = client.get(f"/ratings/{COURSE}/{path}", query)
                elapsed = time.perf_counter() - began
                assert reply.status_code == 200, (name, reply.status_code)
                # The first two rounds fill caches of templates and translations.
                if number >= 2:
                    results[run][name].append(elapsed)
            # The smallest run comes first: what a larger one takes more is seen.
            peaks.setdefault(run, _peak())
    medians = {
        run: {name: statistics.median(values) for name, values in forms.items()}
        for run, forms in results.items()
    }
    print(json.dumps({"times": medians, "peaks": peaks}))


def submit(count: str) -> None:
    """Print submissions per second: the action, the writer, and bare INSERTs."""
    import uuid

    from django.db import connection, transaction
    from django.utils import timezone

    from courses.models import Enrolment, Step
    from feedback import actions, writer
    from feedback.models import Answer, Receipt, Response, Survey, SurveyRun
    from feedback.release import rated_versions

    step = Step.objects.get(kind="feedback.feedbackpage")
    survey = Survey.objects.get(key="bench")
    enrolments = list(Enrolment.objects.select_related("user", "course", "cohort"))
    now = timezone.now()
    run = actions.run_for(enrolment=enrolments[0], step=step, survey=survey, at=now)
    values = {v.pk: 1 + place % 5 for place, v in enumerate(rated_versions(run))}
    bare_run = SurveyRun.objects.create(
        course=run.course,
        survey_version=run.survey_version,
        name="Bare",
        opened_on=run.opened_on,
    )
    adapt = Response._meta.pk.get_db_prep_value
    receipt_column = Receipt._meta.pk.get_db_prep_value

    def whole(enrolment):
        actions.submit_response(
            enrolment=enrolment,
            step=step,
            survey=survey,
            values=values,
            comments={},
            language="en",
            at=now,
        )

    def store(_enrolment):
        with transaction.atomic():
            locked = writer.locked_run(bare_run.pk)
            writer.store(run=locked, submissions=[writer.Submission(values=values)])

    def bare(enrolment):
        response = uuid.uuid4()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO feedback_receipt (id, user_id, run_id) "
                "VALUES (%s, %s, %s)",
                [
                    receipt_column(uuid.uuid4(), connection),
                    enrolment.user_id,
                    bare_run.pk,
                ],
            )
            cursor.execute(
                "INSERT INTO feedback_response (id, run_id) VALUES (%s, %s)",
                [adapt(response, connection), bare_run.pk],
            )
            cursor.execute(
                f"INSERT INTO {Answer._meta.db_table} "
                "(id, response_id, item_version_id, value) VALUES "
                + ", ".join(["(%s, %s, %s, %s)"] * len(values)),
                [
                    part
                    for version, value in values.items()
                    for part in (
                        adapt(uuid.uuid4(), connection),
                        adapt(response, connection),
                        version,
                        value,
                    )
                ],
            )

    results = {}
    for name, act in (("submission", whole), ("writer", store), ("bare", bare)):
        act(enrolments[0])
        chosen = enrolments[1 : int(count)]
        began = time.perf_counter()
        for enrolment in chosen:
            act(enrolment)
        results[name] = len(chosen) / (time.perf_counter() - began)
    print(json.dumps(results))


def _peak() -> float:
    """Return the most memory that this process has had, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# Outside ------------------------------------------------------------------------------


def bench(name: str, url: str, sizes: list[int], closes_up_to: int) -> bool:
    """Measure on one database; return whether the cost of the page is in its limit."""
    print(f"\n{name}")
    print(
        "  responses    seeded    closed   (grew) reconciled      page  by group"
        "      JSON       CSV      XLSX      peak",
        flush=True,
    )
    with temporary_site(url) as env:
        run_inside(env, "bench.content:build", "1")
        made = json.loads(
            run_inside(
                env,
                "bench.ratings:fill",
                str(PEOPLE),
                str(closes_up_to),
                *map(str, sizes),
            )
        )
        runs = [str(made[str(size)]["run"]) for size in sizes]
        seen = json.loads(run_inside(env, "bench.ratings:read", "7", *runs))
        rates = json.loads(run_inside(env, "bench.ratings:submit", str(PEOPLE)))
    pages, differing = {}, 0
    for size, run in zip(sizes, runs, strict=True):
        one = made[str(size)]
        differing += one["differences"]
        pages[size] = seen["times"][run]["page"]
        forms = " ".join(f"{1000 * t:6.0f} ms" for t in seen["times"][run].values())
        closed = "        –" if one["closed"] is None else f"{one['closed']:8.1f}s"
        print(
            f"  {size:9,} {one['seeded']:8.1f}s {closed} {one['closing_grew']:6.0f} MB "
            f"{one['reconciled']:9.1f}s {forms} {seen['peaks'][run]:6.0f} MB"
        )
    ratio = pages[sizes[-1]] / pages[sizes[0]]
    print(
        f"  page at {sizes[-1]:,} takes {ratio:.2f} times that at {sizes[0]:,}; "
        f"{differing} differences"
    )
    print(
        f"  {rates['submission']:.0f} submissions/s with receipt, counts and "
        f"completion; {rates['writer']:.0f}/s answers and counts; bare INSERTs of the "
        f"same rows {rates['bare']:.0f}/s: {rates['bare'] / rates['submission']:.1f} "
        "times"
    )
    return ratio <= LIMIT and not differing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument(
        "--closes-up-to", type=int, default=100_000, help="larger runs stay as seeded"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(f"Ratings of runs of every size. {calibration.describe()}")
    results = []
    sizes, limit = sorted(options.sizes), options.closes_up_to
    if options.database != "postgresql":
        results.append(bench("SQLite", "", sizes, limit))
    url = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
    if options.database != "sqlite" and is_reachable(url):
        results.append(bench("PostgreSQL", url, sizes, limit))
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())

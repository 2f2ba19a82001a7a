"""Whether no path leads from an answer to a person, in this database as it is.

The tests prove it of the code; these checks look at the site's own tables, rows and
logs. docs/methods/anonymity.md has the claims.
"""

import logging
import uuid
from collections.abc import Iterator

from django.apps import apps
from django.db import connection, models

from elearn.log_privacy import WithoutSurveys
from feedback.groups import EVERYBODY, OTHERS
from feedback.models import (
    Answer,
    Comment,
    ConfidentialResponse,
    RatingCell,
    Receipt,
    Response,
    RunGroup,
    RunMode,
    RunSnapshot,
    SurveyCode,
    SurveyRun,
)
from people.models import User

from . import Finding, Level, check

ANSWERS: list[type[models.Model]] = [Response, Answer, Comment, RunGroup, RatingCell]
WITH_RANDOM_KEYS: list[type[models.Model]] = [*ANSWERS, Receipt, SurveyCode]
TELLING_FIELDS = (
    models.DateField,
    models.TimeField,
    models.GenericIPAddressField,
    models.AutoField,
)
# A restored backup is made whole; what somebody added by hand is not ours to trust.
RESTORE = (
    "Restore a backup, or report this as a fault. Ask nobody for answers meanwhile."
)


@check("anonymity-keys", "No chain of keys joins an answer to a person.")
def no_chain_of_keys() -> Iterator[Finding]:
    """Walk from the answers along every key; runs and the survey end the walk."""
    what: set[type[models.Model]] = {*ANSWERS, RunSnapshot}
    stops = set(apps.get_app_config("feedback").get_models()) - what | {SurveyRun}
    reached: set[type[models.Model]] = set()
    waiting: list[type[models.Model]] = list(what)
    while waiting:
        model = waiting.pop()
        if model in reached or (model in stops and model is not Receipt):
            continue
        reached.add(model)
        if model in {User, Receipt}:
            continue
        waiting += [
            field.related_model
            for field in model._meta.get_fields()
            if field.is_relation and isinstance(field.related_model, type)
        ]
    for model in sorted(reached & {User, Receipt}, key=str):
        yield Finding(
            Level.ERROR, f"A key leads from answers to {model._meta.label}.", RESTORE
        )


@check("anonymity-modes", "Answers lie where their run's promise says.")
def answers_keep_the_promise() -> Iterator[Finding]:
    """Look for answers under a pseudonym in anonymous runs, and the other way round."""
    strays: list[tuple[type[models.Model], str]] = [
        (ConfidentialResponse, RunMode.ANONYMOUS),
        (Response, RunMode.CONFIDENTIAL),
    ]
    for model, mode in strays:
        runs = set(
            model._default_manager.filter(run__mode=mode).values_list("run", flat=True)
        )
        for run in SurveyRun.objects.filter(pk__in=runs).select_related("course"):
            yield Finding(
                Level.ERROR,
                f"“{run}” is {mode} and has rows in {model._meta.db_table}.",
                RESTORE,
            )


@check("anonymity-columns", "Answers hold no time, address or number of order.")
def no_telling_columns() -> Iterator[Finding]:
    """Compare the tables of the database with what the code stores in them."""
    with connection.cursor() as cursor:
        for model in ANSWERS:
            table = model._meta.db_table
            for field in model._meta.local_fields:
                if isinstance(field, TELLING_FIELDS):
                    yield Finding(
                        Level.ERROR, f"{table} has the field {field.name}.", RESTORE
                    )
            known = {field.column for field in model._meta.local_fields}
            found = {
                column.name
                for column in connection.introspection.get_table_description(
                    cursor, table
                )
            }
            for column in sorted(found - known):
                yield Finding(
                    Level.ERROR,
                    f"{table} has a column that the site did not make: {column}.",
                    RESTORE,
                )
    for table, trigger in _triggers():
        yield Finding(
            Level.ERROR,
            f"A trigger watches {table}: {trigger}. It could copy answers.",
            "Remove the trigger.",
        )


def _triggers() -> list[tuple[str, str]]:
    """Return (table, trigger) of the tables of answers, receipts and codes."""
    tables = {model._meta.db_table for model in WITH_RANDOM_KEYS}
    statement = {
        "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT c.relname, t.tgname FROM pg_trigger t "
        "JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal",
    }[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return sorted(row for row in cursor.fetchall() if row[0] in tables)


@check("anonymity-random-keys", "Keys of receipts and answers are random.")
def keys_are_random() -> Iterator[Finding]:
    """Look at some keys of each table: those of version 4 hold nothing but chance."""
    for model in WITH_RANDOM_KEYS:
        keys = list(model._default_manager.values_list("pk", flat=True)[:500])
        wrong = [key for key in keys if not _is_random(key)]
        if wrong:
            yield Finding(
                Level.ERROR,
                f"{len(wrong)} of {len(keys)} keys in {model._meta.db_table} are not "
                "random.",
                RESTORE,
            )


def _is_random(key: object) -> bool:
    return isinstance(key, uuid.UUID) and key.version == 4


@check("anonymity-order", "Closed runs hold their answers in a random order.")
def closed_runs_are_shuffled() -> Iterator[Finding]:
    """Look whether the answers of one respondent still lie together.

    They are stored one respondent after the other. Closing stores them anew, all of a
    run mixed; then neighbours come from the same respondent by chance only. Looked at
    in the fifty latest closed runs with answers enough to tell.
    """
    closed = SurveyRun.objects.exclude(closed_on=None).order_by("-closed_on", "-pk")
    for run in closed[:50]:
        if lies_in_order(run):
            yield Finding(
                Level.ERROR,
                f"The answers of “{run}” lie in the order in which people answered, "
                "although the run is closed.",
                RESTORE,
            )


def lies_in_order(run: SurveyRun) -> bool:
    """Answer whether answers of one respondent lie together more than by chance."""
    place = {"sqlite": "rowid", "postgresql": "ctid"}[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT response_id FROM feedback_answer WHERE response_id IN "  # noqa: S608 - a constant
            "(SELECT id FROM feedback_response WHERE run_id = %s) "
            f"ORDER BY {place} LIMIT 20000",
            [run.pk],
        )
        order = [row[0] for row in cursor.fetchall()]
    respondents = len(set(order))
    if respondents < 10 or len(order) < 30 or len(order) < 2 * respondents:
        return False
    together = sum(one == next_ for one, next_ in zip(order, order[1:], strict=False))
    each = len(order) / respondents
    if_in_order = (each - 1) / each
    if_mixed = (each - 1) / (len(order) - 1)
    return together / (len(order) - 1) > (if_in_order + if_mixed) / 2


@check("anonymity-small-groups", "Closed runs hold no group too small to be shown.")
def small_groups_are_folded() -> Iterator[Finding]:
    """Look for counts that closing should have folded together."""
    small = (
        RunGroup.objects.exclude(run__closed_on=None)
        .exclude(dimension=EVERYBODY)
        .exclude(key=OTHERS)
        .filter(responded__lt=models.F("run__threshold"))
    )
    for run in SurveyRun.objects.filter(groups__in=small).distinct():
        yield Finding(
            Level.ERROR, f"“{run}” is closed and still counts small groups.", RESTORE
        )


@check("anonymity-logs", "Logs say nothing of who answers a survey, and when.")
def logs_are_silent() -> Iterator[Finding]:
    """Look at the loggers of this process and, on PostgreSQL, of the database."""
    for name in ("django.request", "django.security.csrf"):
        logger = logging.getLogger(name)
        if not any(isinstance(kept, WithoutSurveys) for kept in logger.filters):
            yield Finding(
                Level.ERROR,
                f"The logger {name} writes down requests that answer surveys.",
                "Give it the filter elearn.log_privacy.WithoutSurveys in LOGGING.",
            )
    if logging.getLogger("django.db.backends").isEnabledFor(logging.DEBUG):
        yield Finding(
            Level.ERROR,
            "Every statement to the database is logged, answers included.",
            "Set the logger django.db.backends to INFO or higher.",
        )
    if connection.vendor == "postgresql":
        yield from _database_logs()


def _database_logs() -> Iterator[Finding]:
    statements = _shown("log_statement")
    if statements in {"mod", "all"}:
        yield Finding(
            Level.WARNING,
            f"PostgreSQL logs statements (log_statement = {statements}).",
            "Set log_statement to none or ddl: a logged answer has a time.",
        )
    if _shown("log_min_duration_statement") == "0":
        yield Finding(
            Level.WARNING,
            "PostgreSQL logs every statement (log_min_duration_statement = 0).",
            "Set it to -1 or to a second and more.",
        )


def _shown(name: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SHOW {name}")
        return str(cursor.fetchone()[0])

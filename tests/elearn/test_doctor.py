"""The site's checks of itself: each of them finds the fault that it is there for."""

import datetime
import json
import logging
import tempfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from elearn import doctor
from elearn.backups.shelf import name_at
from elearn.doctor import Level, all_checks, anonymity, examine, installation
from feedback import actions, codes, planning, writer
from feedback.models import (
    ConfidentialResponse,
    Pseudonym,
    Receipt,
    ReminderMail,
    ReminderRound,
    Response,
    RunGroup,
    RunKind,
    SurveyCode,
    SurveyRun,
)
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory, SurveyRunFactory
from tests.factories.people import UserFactory
from tests.factories.site import ensure_site

DAY = datetime.timedelta(days=1)


@pytest.fixture
def run(db):
    """An open run with twenty answers to three statements, each different."""
    ensure_site()
    survey = SurveyFactory()
    built = build_course(lessons=0, survey=survey)
    run = SurveyRunFactory(
        course=built.course,
        survey_version=survey.current_version,
        step=built.step(built.feedback),
        dimensions=["profession"],
        closes_on=timezone.localdate() + 9 * DAY,
        opened_on=timezone.localdate() - 9 * DAY,
    )
    asked = list(
        survey.current_version.entries.exclude(item_version__points=[]).values_list(
            "item_version", flat=True
        )
    )
    for number in range(20):
        values = dict.fromkeys(asked, 1 + number % 5)
        groups = {"profession": "nurse" if number else "coach"}
        writer.store(
            run=writer.locked_run(run.pk),
            submissions=[writer.Submission(values=values, groups=groups)],
        )
        Receipt.objects.create(run=run, user=UserFactory())
    return run


def found(name):
    (result,) = examine([name])
    return result


def close(run):
    return actions.close_run(run=run, at=timezone.now())


# Faults, one for each check -----------------------------------------------------------


def a_key_to_a_person(run, monkeypatch):
    monkeypatch.setattr(anonymity, "ANSWERS", [Response, Receipt])


def a_time_that_somebody_added(run, monkeypatch):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE feedback_response ADD COLUMN sent_at varchar(30)")


def a_trigger(run, monkeypatch):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "CREATE TRIGGER copies AFTER INSERT ON feedback_response "
                "BEGIN SELECT 1; END"
            )
            return
        cursor.execute(
            "CREATE FUNCTION copies() RETURNS trigger AS "
            "'BEGIN RETURN NEW; END' LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE TRIGGER copies AFTER INSERT ON feedback_response "
            "FOR EACH ROW EXECUTE FUNCTION copies()"
        )


def a_key_that_tells_the_time(run, monkeypatch):
    import uuid

    Receipt.objects.create(id=uuid.uuid1(), run=run, user=UserFactory())
    Response.objects.create(run=run)


def an_order_that_closing_left(run, monkeypatch):
    monkeypatch.setattr(writer, "shuffle_responses", lambda *, run: None)
    close(run)


def a_small_group_that_closing_left(run, monkeypatch):
    monkeypatch.setattr(writer, "fold_groups", lambda **kwargs: None)
    close(run)


def a_logger_without_its_filter(run, monkeypatch):
    monkeypatch.setattr(logging.getLogger("django.request"), "filters", [])


def a_count_too_many(run, monkeypatch):
    RunGroup.objects.filter(run=run, dimension="").update(responded=21)


def a_receipt_too_many(run, monkeypatch):
    Receipt.objects.create(run=run, user=UserFactory())


def a_run_left_open(run, monkeypatch):
    SurveyRun.objects.filter(pk=run.pk).update(closes_on=timezone.localdate() - 2 * DAY)


def a_threshold_of_three(run, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "ELEARN_MINIMUM_GROUP", 3)


def a_mail_that_waits(run, monkeypatch):
    waiting = ReminderRound.objects.create(
        run=run, number=1, prepared_on=timezone.localdate() - 3 * DAY
    )
    ReminderMail.objects.create(round=waiting, user=UserFactory())


def a_code_for_learners(run, monkeypatch):
    SurveyCode.objects.create(run=run, digest="x")


def a_migration_left_out(run, monkeypatch):
    monkeypatch.setattr(
        installation.MigrationExecutor, "migration_plan", lambda self, targets: ["x"]
    )


def a_folder_that_is_not_ours(run, monkeypatch):
    def refuse(**kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(installation.tempfile, "TemporaryFile", refuse)


def a_network_disk(run, monkeypatch):
    monkeypatch.setattr(installation, "_file_system", lambda path: "nfs4")
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL looks after its own files")


def an_old_backup(run, monkeypatch):
    from django.conf import settings

    folder = Path(tempfile.mkdtemp())
    monkeypatch.setattr(settings, "ELEARN_BACKUP_DIR", folder)
    (folder / "elearn-20260901T030000Z.zip").touch()


def a_restore_that_was_broken_off(run, monkeypatch):
    monkeypatch.setattr(installation.marker, "is_broken_off", lambda: True)
    # The last finding is looked at.
    monkeypatch.setattr(
        installation.shelf, "archives", lambda folder: [Path(name_at(timezone.now()))]
    )


def cookies_without_https(run, monkeypatch):
    from django.conf import settings

    monkeypatch.setattr(settings, "ELEARN_DEMO_ALLOWED", False)
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 1, raising=False)


def a_header_that_anybody_may_send(run, monkeypatch):
    from django.conf import settings

    cookies_without_https(run, monkeypatch)
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        monkeypatch.setattr(settings, name, True)
    monkeypatch.setattr(settings, "SECURE_HSTS_SECONDS", 31_536_000)
    monkeypatch.setattr(settings, "SECURE_PROXY_SSL_HEADER", ("HTTP_X", "https"))


def a_check_that_breaks(run, monkeypatch):
    def breaks(run):
        raise ValueError("nothing to hold on to")

    from elearn.doctor import records

    monkeypatch.setattr(records, "differences", breaks)


def a_pseudonym_in_an_anonymous_run(run, monkeypatch):
    ConfidentialResponse.objects.create(
        run=run,
        pseudonym=Pseudonym.objects.create(user=UserFactory(), course=run.course),
    )


FAULTS = [
    ("anonymity-keys", a_key_to_a_person),
    ("anonymity-modes", a_pseudonym_in_an_anonymous_run),
    ("anonymity-columns", a_time_that_somebody_added),
    ("anonymity-columns", a_trigger),
    ("anonymity-random-keys", a_key_that_tells_the_time),
    ("anonymity-order", an_order_that_closing_left),
    ("anonymity-small-groups", a_small_group_that_closing_left),
    ("anonymity-logs", a_logger_without_its_filter),
    ("counts", a_count_too_many),
    ("counts", a_check_that_breaks),
    ("receipts", a_receipt_too_many),
    ("runs-closed", a_run_left_open),
    ("thresholds", a_threshold_of_three),
    ("reminders", a_mail_that_waits),
    ("codes", a_code_for_learners),
    ("migrations", a_migration_left_out),
    ("files", a_folder_that_is_not_ours),
    ("database", a_network_disk),
    ("backups", an_old_backup),
    ("backups", a_restore_that_was_broken_off),
    ("https", cookies_without_https),
    ("https", a_header_that_anybody_may_send),
]


@pytest.mark.parametrize(
    ("name", "fault"), FAULTS, ids=[fault.__name__ for _name, fault in FAULTS]
)
def test_each_check_finds_its_fault(run, name, fault, monkeypatch):
    # The test suite does without what costs a power cut's worth of time.
    before = [f for f in found(name).findings if "synchronous" not in f.sentence]
    # That there is no backup yet is no more than a note.
    before = [finding for finding in before if finding.level is not Level.NOTE]
    if name != "migrations":
        assert before == []
    fault(run, monkeypatch)
    after = [f for f in found(name).findings if "synchronous" not in f.sentence]

    assert len(after) > len(before) or name == "migrations"
    assert after[-1].level in {Level.WARNING, Level.ERROR}
    assert after[-1].advice


def test_a_closed_run_is_well(run):
    close(run)
    assert found("anonymity-order").level == Level.OK
    assert found("anonymity-small-groups").level == Level.OK


def test_every_check_has_a_fault_that_it_finds():
    """A check that cannot fail comforts for nothing."""
    without = {"settings", "mail", "clock"}
    assert {name for name, _fault in FAULTS} | without == set(all_checks())


def test_production_settings_are_looked_at(db, settings):
    settings.ELEARN_DEMO_ALLOWED = False
    settings.DEBUG = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    UserFactory(email="admin@example.org")
    said = " ".join(f.sentence for f in found("settings").findings)

    assert "DEBUG is on." in said
    assert "security.W" in said
    assert "accounts of the demonstration" in said
    assert found("mail").level == Level.WARNING


def test_a_mail_server_that_is_not_there_is_an_error(db, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert found("mail").level == Level.ERROR


# The command --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "code"),
    [(Level.OK, 0), (Level.NOTE, 0), (Level.WARNING, 1), (Level.ERROR, 2)],
)
def test_the_exit_code_says_how_bad_it_is(level, code, monkeypatch, capsys):
    finding = doctor.Finding(level, "The roof leaks.", "Call a roofer.")
    checks = {"roof": doctor.Check("roof", "The roof is tight.", lambda: [finding])}
    if level is Level.OK:
        checks = {"roof": doctor.Check("roof", "The roof is tight.", list)}
    # The command first: importing it later would take over what is put there here.
    monkeypatch.setattr("elearn.management.commands.doctor.all_checks", lambda: checks)
    monkeypatch.setattr(doctor, "all_checks", lambda: checks)
    left = 0
    try:
        call_command("doctor", format="json")
    except SystemExit as end:
        left = end.code
    told = json.loads(capsys.readouterr().out)

    assert left == code
    assert told["status"] == level
    assert told["checks"][0]["name"] == "roof"


def test_it_speaks_in_sentences_and_changes_nothing(run, capsys):
    rows = Response.objects.count(), Receipt.objects.count(), SurveyCode.objects.count()
    call_command("doctor", only=["counts", "receipts", "anonymity-keys"])
    said = capsys.readouterr().out

    assert "ok    counts: All counts of ratings agree with the answers." in said
    assert "3 checks made. The site is well." in said
    assert rows == (20, 20, 0)


def test_a_check_that_does_not_exist_is_refused_with_those_that_do():
    with pytest.raises(CommandError, match="There is no check “roof”. There are: anon"):
        call_command("doctor", only=["roof"])


def test_codes_of_an_open_run_are_in_order(db):
    ensure_site()
    survey = SurveyFactory()
    run = planning.plan_run(
        kind=RunKind.CODES,
        course=build_course(lessons=0, survey=survey).course,
        survey=survey,
        step=None,
        name="Visitors",
        opens_on=timezone.localdate(),
        last_day=timezone.localdate(),
    )
    codes.make_codes(run=run, count=5, key="k" * 20, at=timezone.now())
    assert found("codes").level == Level.OK
    assert found("anonymity-random-keys").level == Level.OK

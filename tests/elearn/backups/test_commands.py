"""What the commands tell, ask and return."""

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from feedback.models import Answer
from people.models import User
from tests.elearn.backups.doing import (
    back_up,
)
from tests.factories.people import UserFactory


@pytest.fixture
def _well(monkeypatch):
    """What doctor says of the test settings is not what these tests are about."""
    from elearn.management.commands import restore as command

    monkeypatch.setattr(command, "examine", list)


@pytest.mark.usefixtures("_well")
def test_the_commands_tell_what_they_did(site, move, capsys, settings):
    call_command("backup")
    said = capsys.readouterr().out
    assert "Read again and found whole." in said
    assert "ELEARN_SECRET_KEY" in said
    (path,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    move()
    call_command("restore", path, dry_run=True)
    assert "Nothing was changed." in capsys.readouterr().out
    call_command("restore", path)
    assert "Everybody has to sign in anew." in capsys.readouterr().out


@pytest.mark.usefixtures("_well")
def test_a_site_with_people_is_replaced_only_when_told(site, settings, capsys):
    call_command("backup")
    (path,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    UserFactory(email="later@example.org")
    with pytest.raises(CommandError, match=r"Nothing was restored.*--replace"):
        call_command("restore", path)
    assert User.objects.filter(email="later@example.org").exists()

    kept = settings.ELEARN_BACKUP_DIR / path.name
    path = path.rename(settings.ELEARN_BACKUP_DIR.parent / "elearn.zip")
    connection.close()
    call_command("restore", path, replace=True)
    assert not User.objects.filter(email="later@example.org").exists()
    assert "What was there is kept in" in capsys.readouterr().out
    (kept,) = settings.ELEARN_BACKUP_DIR.glob("*.zip")
    connection.close()
    call_command("restore", kept, replace=True, no_backup=True)
    assert User.objects.filter(email="later@example.org").exists()


def test_a_backup_that_fails_exits_with_an_error(site, settings, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(CommandError, match="There is no new backup"):
        call_command("backup", tmp_path / "file")
    with pytest.raises(CommandError, match="--keep"):
        call_command("backup", keep=0)


def test_a_restore_ends_with_the_checks_of_doctor(site, move, settings, capsys):
    from elearn import doctor

    path = back_up().path
    move()
    with pytest.MonkeyPatch.context() as patch:
        leak = doctor.Finding(doctor.Level.ERROR, "The roof leaks.", "Call a roofer.")
        roof = doctor.Check("roof", "It is tight.", lambda: [leak])
        patch.setattr(doctor, "all_checks", lambda: {"roof": roof})
        with pytest.raises(SystemExit) as end:
            call_command("restore", path)
    assert end.value.code == 2
    assert "The roof leaks." in capsys.readouterr().out
    assert Answer.objects.count() == 20 * 3

"""The mark of a restore that is in its last step, or was broken off there."""

from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

ADVICE = (
    "Database and files may be of different days. Run `manage.py restore` once more, "
    "with --replace --no-backup."
)


def path() -> Path:
    """Return the file that is there while database and files may not fit together."""
    return Path(settings.VAR_DIR) / "restore-in-progress"


def is_broken_off() -> bool:
    """Answer whether a restore ended in its last step, or is in it now."""
    return path().exists()


def refuse_half_a_site() -> None:
    """Raise ImproperlyConfigured where a restore was broken off in its last step."""
    if is_broken_off():
        raise ImproperlyConfigured(
            f"The site cannot start: restoring a backup was broken off. {ADVICE}"
        )

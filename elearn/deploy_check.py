"""Runs Django's deployment checks against the production settings, for `make check`."""

import os
import subprocess
import sys

# What an operator has to set; any value of the right form will do for the checks.
EXAMPLE = {
    "DJANGO_SETTINGS_MODULE": "elearn.settings.production",
    "ELEARN_SECRET_KEY": "check-"
    + "0123456789abcdefghijklmnopqrstuvwxyz-ABCDEFGHIJ-" * 2,
    "ELEARN_BASE_URL": "https://learn.example.org",
    "DATABASE_URL": "sqlite:///:memory:",
}


def main() -> int:
    command = [
        sys.executable,
        "manage.py",
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
    ]
    return subprocess.run(  # noqa: S603 - our own command
        command, env=os.environ | EXAMPLE, check=False
    ).returncode


if __name__ == "__main__":
    sys.exit(main())

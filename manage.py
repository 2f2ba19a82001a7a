#!/usr/bin/env python
"""Runs the management commands; `python manage.py help` lists them."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings.dev")
    try:
        from django.core.management import execute_from_command_line
    except ImportError as error:
        raise SystemExit(
            "Django is not installed in this Python. Run `make install` and use "
            "`.venv/bin/python manage.py`."
        ) from error
    from django.conf import settings
    from django.core.exceptions import ImproperlyConfigured

    try:
        # Before anything asks for a setting: what is wrong is said in sentences.
        settings.configured or settings.DEBUG  # noqa: B018
    except ImproperlyConfigured as error:
        raise SystemExit(str(error)) from None
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()

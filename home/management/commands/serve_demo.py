"""manage.py serve_demo: everything that `make demo` does after installing."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from home import demo


class Command(BaseCommand):
    help = (
        "Brings the database up to date, builds what is missing of the demonstration, "
        "prints where it is served and whom to sign in as, and serves it."
    )
    # The tables may not be there yet.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0)
        call_command("load_demo", verbosity=0)
        base = f"http://127.0.0.1:{options['port']}"
        lines = [
            "",
            f"  elearn is served on {base}/",
            "",
            f"  Courses        {base}/courses/",
            f"  In Finnish     {base}/fi/courses/",
            f"  My learning    {base}/learn/",
            f"  Ratings        {base}/ratings/",
            f"  Editor         {base}/cms/",
            "",
            f"  Sign in as one of these, each with the password {demo.PASSWORD}",
            *(f"    {email}" for email in demo.sign_ins()),
            "",
            f"  Stop with Ctrl+C. What you do is kept in {settings.VAR_DIR}.",
            "",
        ]
        self.stdout.write("\n".join(lines))
        self.stdout.flush()
        # One process becomes the other, so that Ctrl+C and a signal reach the server.
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings.dev")
        server = Path(sys.executable).with_name("gunicorn")
        os.execv(  # noqa: S606 - our own server, no shell
            server,
            [
                str(server),
                "elearn.wsgi",
                "--bind",
                f"127.0.0.1:{options['port']}",
                "--config",
                str(settings.BASE_DIR / "elearn" / "gunicorn.py"),
            ],
        )

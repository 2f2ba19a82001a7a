"""manage.py doctor: the site looks at itself and says what is wrong."""

import json
import sys

from django.core.management.base import BaseCommand, CommandError

from elearn.doctor import EXIT_CODES, Level, Result, all_checks, examine, worst

SIGNS = {Level.OK: "ok", Level.NOTE: "note", Level.WARNING: "WARN", Level.ERROR: "FAIL"}


class Command(BaseCommand):
    help = (
        "Checks anonymity, counts, runs, mail, database, files and settings, and "
        "changes nothing. Exit code 0: well; 1: warnings; 2: errors."
    )
    # What is wrong with them is one of the findings.
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--format", choices=["text", "json"], default="text", help="how to say it"
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            metavar="NAME",
            help="make this check alone; may be given several times",
        )

    def handle(self, *args, **options):
        unknown = sorted(set(options["only"]) - set(all_checks()))
        if unknown:
            raise CommandError(
                f"There is no check “{unknown[0]}”. There are: "
                f"{', '.join(all_checks())}."
            )
        results = examine(options["only"])
        status = worst(result.level for result in results)
        if options["format"] == "json":
            self.stdout.write(_as_json(results, status))
        else:
            self._write(results, status)
        if EXIT_CODES[status]:
            sys.exit(EXIT_CODES[status])

    def _write(self, results, status):
        for result in results:
            sign = SIGNS[result.level]
            if not result.findings:
                self.stdout.write(f"{sign:5} {result.check.name}: {result.check.claim}")
            for finding in result.findings:
                sign = SIGNS[finding.level]
                self.stdout.write(f"{sign:5} {result.check.name}: {finding.sentence}")
                if finding.advice:
                    self.stdout.write(f"{'':6}→ {finding.advice}")
        closing = {
            Level.WARNING: "Some things need looking at.",
            Level.ERROR: "Something is wrong.",
        }.get(status, "The site is well.")
        self.stdout.write(f"\n{len(results)} checks made. {closing}")


def _as_json(results: list[Result], status: Level) -> str:
    return json.dumps(
        {
            "status": status,
            "checks": [
                {
                    "name": result.check.name,
                    "level": result.level,
                    "claim": result.check.claim,
                    "findings": [
                        {
                            "level": finding.level,
                            "sentence": finding.sentence,
                            "advice": finding.advice,
                        }
                        for finding in result.findings
                    ],
                }
                for result in results
            ],
        },
        indent=2,
        ensure_ascii=False,
    )

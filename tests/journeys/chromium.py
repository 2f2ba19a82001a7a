"""The browser that journeys walk in: the Chromium of the machine."""

import os
import shutil
import sys

ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]
MISSING = (
    "No Chromium was found, so the journeys in a browser are left out. On Debian and "
    "Ubuntu: apt install chromium."
)


def executable() -> str | None:
    """Return the path of a Chromium, None where the machine has none."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    names = (
        # The same browser without a window, whose toolbar is as much work as our pages.
        "chromium-headless-shell",
        "chromium",
        "chromium-browser",
        "google-chrome-stable",
        "google-chrome",
    )
    return next((path for name in names if (path := shutil.which(name))), None)


def is_required() -> bool:
    """Answer whether a machine without a browser is a failure."""
    return os.environ.get("JOURNEYS") == "required"


def main() -> int:
    """Say what `make test` will do about the journeys. For people, before the tests."""
    found = executable()
    print(f"Journeys run in {found}." if found else MISSING)
    return 1 if not found and is_required() else 0


if __name__ == "__main__":
    sys.exit(main())

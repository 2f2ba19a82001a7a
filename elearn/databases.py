"""How a database address becomes Django's settings for it."""

from typing import Any

import environ

SQLITE_OPTIONS = {
    # A transaction takes the write lock when it begins. With SQLite's default, one that
    # reads first and writes later fails at once when another wrote in between.
    "transaction_mode": "IMMEDIATE",
    # Seconds to wait for the write lock.
    "timeout": 20,
    # WAL: readers never wait for the writer. FULL: what was said to be saved is on the
    # disk, even after a power cut.
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
        "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; "
        "PRAGMA mmap_size=134217728"
    ),
}

POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "options": "-c lock_timeout=5s",
}
# For processes that answer requests, which nobody waits for any longer. A command may
# take its time: a migration of a large table, an import.
POSTGRESQL_WEB_LIMITS = (
    "-c statement_timeout=15s -c idle_in_transaction_session_timeout=30s"
)


def database_from_url(url: str) -> dict[str, Any]:
    """Return the entry of DATABASES for `url`, with the options we rely on."""
    settings = environ.Env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS | settings.get("OPTIONS", {})
        settings["CONN_MAX_AGE"] = 600
    elif settings["ENGINE"].endswith("postgresql"):
        settings["OPTIONS"] = POSTGRESQL_OPTIONS | settings.get("OPTIONS", {})
        settings["CONN_MAX_AGE"] = 600
        settings["CONN_HEALTH_CHECKS"] = True
    return settings


def limit_statements(settings: dict[str, Any]) -> None:
    """Let the database stop what takes longer than a page may; for web processes.

    Options that the operator gave in the address of the database stand as they are.
    """
    options = settings.get("OPTIONS", {})
    if (
        settings["ENGINE"].endswith("postgresql")
        and options.get("options") == POSTGRESQL_OPTIONS["options"]
    ):
        options["options"] = f"{POSTGRESQL_OPTIONS['options']} {POSTGRESQL_WEB_LIMITS}"

"""A site to measure: its database, its content, its people, and its server."""

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

BASE = Path(__file__).resolve().parents[1]
PASSWORD = "a quiet harbour in November"
COURSE = "bench-course"


@contextlib.contextmanager
def temporary_site(database_url: str = "") -> Iterator[dict[str, str]]:
    """Give an environment with an empty, migrated site in a folder of its own.

    With a PostgreSQL address, in a database of its own that is dropped afterwards.
    """
    folder = Path(tempfile.mkdtemp(prefix="elearn-bench-"))
    url = database_url
    if database_url:
        name = f"elearn_bench_{os.getpid()}"
        _postgresql(database_url, f'CREATE DATABASE "{name}"')
        url = f"{database_url.rsplit('/', 1)[0]}/{name}"
    env = os.environ | {
        "DJANGO_SETTINGS_MODULE": "elearn.settings.dev",
        "ELEARN_VAR_DIR": str(folder),
        "PYTHONWARNINGS": "ignore",
    }
    env.pop("DATABASE_URL", None)
    if url:
        env["DATABASE_URL"] = url
    try:
        manage(env, "migrate", "--verbosity", "0")
        yield env
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        if database_url:
            _postgresql(database_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def manage(env: dict[str, str], *arguments: str) -> str:
    """Run a management command in the site; return what it printed."""
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=BASE,
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    return done.stdout


def run_inside(env: dict[str, str], function: str, *arguments: str) -> str:
    """Run `module:function` with Django set up in the site; return what it printed."""
    module, name = function.split(":")
    code = (
        "import sys, django; django.setup(); "
        f"from {module} import {name}; {name}(*sys.argv[1:])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=BASE,
        env=env,
        check=False,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def _postgresql(url: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


@contextlib.contextmanager
def served(env: dict[str, str], workers: int = 2) -> Iterator[str]:
    """Serve the site with gunicorn; give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        str(Path(sys.executable).with_name("gunicorn")),
        "elearn.wsgi",
        "--config",
        "elearn/gunicorn.py",
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        str(workers),
    ]
    server = subprocess.Popen(command, cwd=BASE, env=env, stderr=subprocess.PIPE)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/readyz", server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(url: str, server: subprocess.Popen) -> None:
    for _attempt in range(300):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=2)
            return
        if server.poll() is not None:
            raise RuntimeError(server.stderr.read().decode())
        time.sleep(0.1)
    raise RuntimeError("The server did not start within 30 seconds.")

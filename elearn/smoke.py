"""Starts the demonstration from nothing, and looks at its main pages: `make smoke`."""

import contextlib
import socket
import subprocess
import sys
import time
import urllib.request

PAGES = [
    "/",
    "/courses/",
    "/courses/ips-in-practice/",
    "/accounts/login/",
    "/accounts/signup/",
    "/livez",
    "/readyz",
]


def main() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "manage.py", "serve_demo", "--port", str(port)]
    )
    address = f"http://127.0.0.1:{port}"
    try:
        if not _answers(f"{address}/livez", server):
            print("The demonstration did not start.")  # noqa: T201
            return 1
        for page in PAGES:
            with urllib.request.urlopen(address + page, timeout=30) as reply:  # noqa: S310
                print(reply.status, page)  # noqa: T201
    finally:
        server.terminate()
        server.wait(timeout=30)
    return 0


def _answers(url: str, server: subprocess.Popen) -> bool:
    for _attempt in range(600):
        with contextlib.suppress(OSError):
            urllib.request.urlopen(url, timeout=2)  # noqa: S310
            return True
        if server.poll() is not None:
            return False
        time.sleep(0.5)
    return False


if __name__ == "__main__":
    sys.exit(main())

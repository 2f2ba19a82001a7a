"""What a browser does behind a journey's back, and whether anybody expected it."""

import re
from fnmatch import fnmatch
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext

# What Chromium writes into its console about a reply or a connection that failed.
REPLY = re.compile(r"the server responded with a status of (\d+)")
CONNECTION = re.compile(r"net::ERR_\w+")


class Watcher:
    """Listens to one browser; `verify` fails for whatever nobody expected.

    That is any error or warning in the console, which includes what the content policy
    refused, any error of a script, any request to another host, and any reply of 400 or
    more.
    """

    def __init__(self, context: BrowserContext, address: str):
        self.host = urlsplit(address).netloc
        # In the order of their arrival, for the budgets.
        self.requests: list = []
        self._troubles: list[str] = []
        self._expected: dict[tuple[str, str], bool] = {}
        context.on("request", self._request)
        context.on("response", self._response)
        context.on("console", self._console)
        context.on("weberror", self._script_error)

    def expect(self, what: int | str, at: str) -> None:
        """Take note that `what`, a status or "failure", will happen at addresses `at`.

        `at` is a pattern for the path. Something expected has to happen.
        """
        self._expected.setdefault((str(what), at), False)

    def verify(self) -> None:
        """Fail if there was anything unexpected, or something expected was not."""
        missed = [
            f"expected, but never happened: {what} at {at}"
            for (what, at), has_happened in self._expected.items()
            if not has_happened
        ]
        troubles = self._troubles + missed
        assert not troubles, "\n".join(troubles)

    def _is_expected(self, what: str, address: str) -> bool:
        path = urlsplit(address).path
        for expected, at in self._expected:
            if expected == what and fnmatch(path, at):
                self._expected[expected, at] = True
                return True
        return False

    def _request(self, request) -> None:
        self.requests.append(request)
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self._troubles.append(f"request to another host: {request.url}")

    def _response(self, response) -> None:
        if response.status >= 400 and not self._is_expected(
            str(response.status), response.url
        ):
            self._troubles.append(f"{response.status}: {response.url}")

    def _console(self, message) -> None:
        if message.type not in {"error", "warning", "assert"}:
            return
        address = message.location.get("url", "")
        if reply := REPLY.search(message.text):
            if self._is_expected(reply[1], address):
                return
        elif CONNECTION.search(message.text) and self._is_expected("failure", address):
            return
        self._troubles.append(f"console {message.type} at {address}: {message.text}")

    def _script_error(self, error) -> None:
        self._troubles.append(f"error of a script: {error.error}")

"""One learner's way through the course over HTTP, as a browser would go it."""

import http.client
import re
import time
import urllib.parse
from collections import defaultdict

from .site import COURSE, PASSWORD

TOKEN = re.compile(r'name="csrfmiddlewaretoken"\s+value="([^"]+)"')
COURSE_URL = f"/courses/{COURSE}/"


class Unexpected(Exception):
    """The site answered something else than a learner would expect."""


class Learner:
    """A browser with one connection, cookies and the last page it saw.

    `times` collects the seconds of each request under the name of its step.
    """

    def __init__(self, address: str, email: str, times: defaultdict[str, list[float]]):
        host = urllib.parse.urlsplit(address).netloc
        self.connection = http.client.HTTPConnection(host, timeout=60)
        self.email = email
        self.times = times
        self.cookies: dict[str, str] = {}
        self.page = ""
        self.url = ""
        self.requests = 0

    def get(self, step: str, url: str, /) -> str:
        """Fetch a page and keep it; returns its text."""
        return self._request(step, "GET", url, None)

    def post(self, step: str, url: str, /, **fields) -> str:
        """Send a form with the token of the page before, and follow the redirect."""
        token = TOKEN.search(self.page)
        if token is None:
            raise Unexpected(f"{step}: no form on {self.url}")
        body = urllib.parse.urlencode(
            {"csrfmiddlewaretoken": token[1], **fields}, doseq=True
        )
        return self._request(step, "POST", url, body)

    def _request(self, step: str, method: str, url: str, body: str | None) -> str:
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Accept-Encoding": "identity",
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, url, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode()
        self.times[step].append(time.perf_counter() - began)
        self.requests += 1
        for cookie in reply.headers.get_all("Set-Cookie") or []:
            name, value = cookie.split(";", 1)[0].split("=", 1)
            self.cookies[name] = value
        if reply.status in (301, 302, 303):
            self.url = reply.headers["Location"]
            return self.url
        if reply.status != 200:
            raise Unexpected(f"{step}: {reply.status} for {method} {url}")
        self.page, self.url = text, url
        return text

    def hidden(self, name: str) -> str:
        """Return the value of a hidden field of the last page."""
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.page)
        if tag is None:
            raise Unexpected(f"no field {name} on {self.url}")
        return re.search(r'value="([^"]*)"', tag[0])[1]

    def action(self, contains: str) -> str:
        """Return the address of the form whose address contains `contains`."""
        found = re.search(rf'action="([^"]*{contains}[^"]*)"', self.page)
        if found is None:
            raise Unexpected(f"no form {contains} on {self.url}")
        return found[1]

    def walk(self) -> None:
        """Sign in, learn, take the quiz, give feedback, see that it is complete."""
        self.get("sign-in page", "/accounts/login/")
        self.post("sign in", "/accounts/login/", login=self.email, password=PASSWORD)
        self.get("course page", COURSE_URL)
        self.post("enrol", self.action("enrolment"))
        self.get("lesson page", f"{COURSE_URL}module/lesson/")
        self.post("complete lesson", self.action("completion"))
        self.get("quiz start page", f"{COURSE_URL}module/quiz/")
        attempt = self.post(
            "start quiz",
            "/learn/attempts/",
            step=self.hidden("step"),
            start_key=self.hidden("start_key"),
        )
        for number in range(1, 11):
            url = f"{attempt}responses/{number}/"
            self.get("question page", url)
            self.post("save answer", url, revision=self.hidden("revision"), option="0")
        self.get("review page", f"{attempt}review/")
        self.post("submit quiz", f"{attempt}submission/")
        self.get("result page", f"{attempt}result/")
        self.get("survey page", f"{COURSE_URL}feedback/")
        ratings = {f"s{number}": "4" for number in range(10)}
        self.post("send feedback", self.action("/learn/feedback/"), **ratings)
        if "Completed on" not in self.get("my learning", "/learn/"):
            raise Unexpected("The course is not shown as completed.")
        self.connection.close()

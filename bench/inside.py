"""What a flow costs seen from inside the process: queries, and where the time goes."""

import cProfile
import json
import pstats
import re
import time
from collections import defaultdict


class Walk:
    """The same flow as over HTTP, through Django's test client."""

    def __init__(self, email: str):
        from django.test import Client

        self.client = Client()
        self.email = email
        self.page = ""

    def request(self, method, url, data=None):
        reply = getattr(self.client, method)(url, data or {}, HTTP_HOST="localhost")
        if reply.status_code in (301, 302):
            return reply.url
        assert reply.status_code == 200, (method, url, reply.status_code)
        self.page = reply.content.decode()
        return self.page

    def hidden(self, name):
        tag = re.search(rf'<input[^>]*name="{name}"[^>]*>', self.page)[0]
        return re.search(r'value="([^"]*)"', tag)[1]

    def action(self, contains):
        return re.search(rf'action="([^"]*{contains}[^"]*)"', self.page)[1]

    def steps(self):
        """Yield the name of each step and what does it."""
        from .site import COURSE, PASSWORD

        course = f"/courses/{COURSE}/"
        get, post = "get", "post"
        login = {"login": self.email, "password": PASSWORD}
        yield "sign-in page", lambda: self.request(get, "/accounts/login/")
        yield "sign in", lambda: self.request(post, "/accounts/login/", login)
        yield "course page", lambda: self.request(get, course)
        yield "enrol", lambda: self.request(post, self.action("enrolment"))
        yield "lesson page", lambda: self.request(get, f"{course}module/lesson/")
        yield "complete lesson", lambda: self.request(post, self.action("completion"))
        yield "quiz start page", lambda: self.request(get, f"{course}module/quiz/")
        yield "start quiz", self._start
        for number in range(1, 11):
            yield "question page", lambda n=number: self._question(n)
            yield "save answer", lambda n=number: self._save(n)
        yield "review page", lambda: self.request(get, f"{self.attempt}review/")
        yield "submit quiz", lambda: self.request(post, f"{self.attempt}submission/")
        yield "result page", lambda: self.request(get, f"{self.attempt}result/")
        yield "survey page", lambda: self.request(get, f"{course}feedback/")
        ratings = {f"s{number}": "4" for number in range(10)}
        yield (
            "send feedback",
            lambda: self.request(post, self.action("/learn/feedback/"), ratings),
        )
        yield "my learning", lambda: self.request(get, "/learn/")

    def _start(self):
        data = {"step": self.hidden("step"), "start_key": self.hidden("start_key")}
        self.attempt = self.request("post", "/learn/attempts/", data)

    def _question(self, number):
        return self.request("get", f"{self.attempt}responses/{number}/")

    def _save(self, number):
        data = {"revision": self.hidden("revision"), "option": "0"}
        return self.request("post", f"{self.attempt}responses/{number}/", data)


def _last_people(count: int) -> list[str]:
    from people.models import User

    return list(User.objects.order_by("-pk").values_list("email", flat=True)[:count])


def queries_per_step() -> None:
    """Print the most database queries that each step took, as JSON."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    first, second = _last_people(2)
    for _name, step in Walk(first).steps():
        step()
    queries: dict[str, int] = {}
    for name, step in Walk(second).steps():
        with CaptureQueriesContext(connection) as captured:
            step()
        queries[name] = max(queries.get(name, 0), len(captured))
    print(json.dumps(queries))


def where_time_goes() -> None:
    """Print the share of a flow's processor time by what it is spent on."""
    emails = _last_people(8)[2:]
    for _name, step in Walk(emails.pop()).steps():
        step()
    totals: defaultdict[str, float] = defaultdict(float)
    began = time.process_time()
    for email in emails[:3]:
        for _name, step in Walk(email).steps():
            step()
    cpu = (time.process_time() - began) / 3
    profile = cProfile.Profile()
    profile.enable()
    for email in emails[3:]:
        for _name, step in Walk(email).steps():
            step()
    profile.disable()
    places = [
        ("password", ("argon2",)),
        ("database driver", ("sqlite3", "psycopg", "_sqlite")),
        ("database layer", ("django/db/", "modelcluster", "treebeard")),
        ("templates", ("django/template/", "django/utils/html", "django/utils/safe")),
        ("forms", ("django/forms/",)),
        ("wagtail", ("wagtail/",)),
        ("sign-in library", ("allauth/",)),
        ("our own code", ("courses/", "assessments/", "feedback/", "home/", "people/")),
        ("rest of Django", ("django/",)),
    ]
    for (file, _line, name), values in pstats.Stats(profile).stats.items():
        own = values[2]
        where = f"{file} {name}"
        for title, marks in places:
            if any(mark in where for mark in marks):
                totals[title] += own
                break
        else:
            totals["Python itself"] += own
    whole = sum(totals.values())
    shares = ", ".join(
        f"{title} {100 * value / whole:.0f}%"
        for title, value in sorted(totals.items(), key=lambda pair: -pair[1])
    )
    print(f"  one flow takes {1000 * cpu:.0f} ms of processor: {shares}")

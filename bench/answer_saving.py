"""Answers saved per second over HTTP, next to the bare cost of the same rows.

1, 4 and 16 learners each save answers to their own attempt as fast as the site takes
them, as `answer-autosave` does. Beside it, threads of one process do what a save cannot
do without: one transaction that reads the attempt and the answer, and writes the
answer. Afterwards the last answer that was acknowledged has to be the one that is
stored. `python -m bench.answer_saving`
"""

import argparse
import json
import os
import threading
import time
from collections import defaultdict

from . import calibration
from .flow import COURSE_URL, Learner, Unexpected
from .learner_flow import POSTGRESQL, is_reachable, percentile
from .site import PASSWORD, run_inside, served, temporary_site

QUESTIONS = 10


class Saver(Learner):
    """A learner in the middle of a quiz, whose browser saves by itself."""

    def begin(self) -> None:
        """Sign in, and start the quiz."""
        self.get("sign-in page", "/accounts/login/")
        self.post("sign in", "/accounts/login/", login=self.email, password=PASSWORD)
        self.get("course page", COURSE_URL)
        self.post("enrol", self.action("enrolment"))
        self.get("lesson page", f"{COURSE_URL}module/lesson/")
        self.post("complete lesson", self.action("completion"))
        self.get("quiz start page", f"{COURSE_URL}module/quiz/")
        self.attempt = self.post(
            "start quiz",
            "/learn/attempts/",
            step=self.hidden("step"),
            start_key=self.hidden("start_key"),
        )
        self.get("question page", f"{self.attempt}responses/1/")
        self.revision = int(self.hidden("revision"))
        # What was acknowledged last, by question.
        self.acknowledged: dict[int, int] = {}

    def save(self, number: int) -> None:
        """Save one answer as a script does, and remember that it was acknowledged."""
        position, option = number % QUESTIONS + 1, number % 4
        self.revision += 1
        url = f"{self.attempt}responses/{position}/"
        self.post("save", url, revision=self.revision, option=option)
        self.acknowledged[position] = self.revision

    def _request(self, step, method, url, body):
        if step != "save":
            return super()._request(step, method, url, body)
        headers = {
            "Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }
        began = time.perf_counter()
        self.connection.request(method, url, body, headers)
        reply = self.connection.getresponse()
        text = reply.read().decode()
        self.times[step].append(time.perf_counter() - began)
        if reply.status != 200 or json.loads(text)["outcome"] != "saved":
            raise Unexpected(f"{reply.status}: {text[:200]}")
        return text


def at_once(workers: list, seconds: float) -> tuple[float, list[float]]:
    """Have all work for some seconds; return times per second, and each time."""
    times: list[float] = []
    lock = threading.Lock()
    end = time.perf_counter() + seconds

    def work(one):
        mine, number = [], 0
        while time.perf_counter() < end:
            began = time.perf_counter()
            one(number)
            mine.append(time.perf_counter() - began)
            number += 1
        with lock:
            times.extend(mine)

    began = time.perf_counter()
    threads = [threading.Thread(target=work, args=(one,)) for one in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(times) / (time.perf_counter() - began), times


def bare(loads: str, seconds: str) -> None:
    """Print, as JSON, what the database does without the site. Runs inside."""
    from django.db import connection, transaction
    from django.utils import timezone

    from assessments.models import Attempt

    attempts = list(Attempt.objects.order_by("pk").values_list("pk", flat=True))
    results = {}

    def saver(attempt):
        def save(number):
            position = number % QUESTIONS + 1
            with transaction.atomic(), connection.cursor() as cursor:
                lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
                cursor.execute(
                    f"SELECT * FROM assessments_attempt WHERE id = %s{lock}", [attempt]
                )
                cursor.execute(
                    "SELECT * FROM assessments_response WHERE attempt_id = %s AND "
                    "position = %s",
                    [attempt, position],
                )
                cursor.execute(
                    "UPDATE assessments_response SET answer = %s, revision = "
                    "revision + 1, saved_at = %s WHERE attempt_id = %s "
                    "AND position = %s",
                    ['{"chosen": ["x"]}', timezone.now(), attempt, position],
                )

        return save

    for load in json.loads(loads):
        rate, times = at_once([saver(pk) for pk in attempts[:load]], float(seconds))
        results[load] = [rate, percentile(times, 0.5), percentile(times, 0.95)]
    print(json.dumps(results))


def stored() -> None:
    """Print the revision of each answer by attempt and position. Runs inside."""
    from assessments.models import Response

    rows = Response.objects.values_list("attempt_id", "position", "revision")
    print(json.dumps([list(row) for row in rows]))


def bench(name: str, url: str, loads: list[int], seconds: float) -> bool:
    """Measure on one database; return whether every acknowledged answer is stored."""
    with temporary_site(url) as env:
        run_inside(env, "bench.content:build", str(max(loads)))
        results = {}
        with served(env) as address:
            savers = [
                Saver(address, f"bench{number}@example.org", defaultdict(list))
                for number in range(max(loads))
            ]
            for saver in savers:
                saver.begin()
            for load in loads:
                rate, times = at_once([s.save for s in savers[:load]], seconds)
                results[load] = (rate, percentile(times, 0.5), percentile(times, 0.95))
        kept = {
            (attempt, position): revision
            for attempt, position, revision in json.loads(
                run_inside(env, "bench.answer_saving:stored")
            )
        }
        alone = json.loads(
            run_inside(env, "bench.answer_saving:bare", json.dumps(loads), str(seconds))
        )
    print(f"\n{name}")
    print("  learners   answers/s  p50 ms  p95 ms   bare/s  p50 ms  p95 ms   ratio")
    for load, (rate, p50, p95) in results.items():
        bare_rate, bare_p50, bare_p95 = alone[str(load)]
        print(
            f"  {load:8} {rate:11.0f} {1000 * p50:7.1f} {1000 * p95:7.1f} "
            f"{bare_rate:8.0f} {1000 * bare_p50:7.1f} {1000 * bare_p95:7.1f} "
            f"{bare_rate / rate:7.1f}"
        )
    lost = [
        (saver.attempt, position)
        for saver in savers
        for position, revision in saver.acknowledged.items()
        if kept[int(saver.attempt.strip("/").split("/")[-1]), position] != revision
    ]
    print(f"  acknowledged answers that are not stored: {len(lost)}")
    return not lost


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=8, help="per load")
    parser.add_argument("--loads", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(f"Saving answers over HTTP. {calibration.describe()}")
    results = []
    if options.database != "postgresql":
        results.append(bench("SQLite", "", options.loads, options.seconds))
    url = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
    if options.database != "sqlite" and is_reachable(url):
        results.append(bench("PostgreSQL", url, options.loads, options.seconds))
    return 0 if all(results) else 1


if __name__ == "__main__":
    raise SystemExit(main())

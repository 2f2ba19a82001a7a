"""`make bench`: learners take a course over HTTP, on SQLite and on PostgreSQL.

Prints flows per minute at 1, 4 and 16 learners at once, the time of each step, the
database queries of each step and where the time of a flow goes. Afterwards the database
is asked whether everything arrived, once.
"""

import argparse
import json
import os
import statistics
import threading
import time
from collections import defaultdict

from . import calibration
from .flow import COURSE_URL, Learner, Unexpected
from .site import PASSWORD, run_inside, served, temporary_site

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
# What Moodle 5.1 does with the same story on two cores: flows per minute with one
# learner and saturated, and its signed-in course page per second.
MOODLE_ONE, MOODLE_SATURATED, MOODLE_PAGE = 64, 110, 22


def measure(address: str, emails, learners: int, seconds: float):
    """Let `learners` people at once walk the flow for `seconds`; return the outcome."""
    times: defaultdict[str, list[float]] = defaultdict(list)
    lock = threading.Lock()
    flows, requests, failures = [], [0], []
    end = time.perf_counter() + seconds

    def work():
        mine: defaultdict[str, list[float]] = defaultdict(list)
        while time.perf_counter() < end:
            with lock:
                email = next(emails)
            learner = Learner(address, email, mine)
            began = time.perf_counter()
            try:
                learner.walk()
            except (Unexpected, OSError) as error:
                failures.append(str(error))
                return
            with lock:
                flows.append(time.perf_counter() - began)
                requests[0] += learner.requests
        with lock:
            for step, values in mine.items():
                times[step] += values

    began = time.perf_counter()
    threads = [threading.Thread(target=work) for _number in range(learners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - began
    return {
        "flows": len(flows),
        "per_minute": 60 * len(flows) / elapsed,
        "requests_per_second": requests[0] / elapsed,
        "flow_p50": statistics.median(flows) if flows else 0,
        "times": times,
        "failures": failures,
    }


def page_rate(address: str, email: str, seconds: float) -> dict[str, float]:
    """Return how many signed-in course pages, and bare pages, come per second."""
    learner = Learner(address, email, defaultdict(list))
    learner.get("sign-in page", "/accounts/login/")
    learner.post("sign in", "/accounts/login/", login=email, password=PASSWORD)
    learner.get("course page", COURSE_URL)
    learner.post("enrol", learner.action("enrolment"))
    cookies = learner.cookies
    rates = {}
    for name, url in (("course page", COURSE_URL), ("bare page", "/livez")):
        counts = [0] * 4
        end = time.perf_counter() + seconds

        def work(index, url=url, end=end, counts=counts):
            one = Learner(address, email, defaultdict(list))
            one.cookies = dict(cookies)
            while time.perf_counter() < end:
                one.get("page", url)
                counts[index] += 1

        threads = [threading.Thread(target=work, args=(i,)) for i in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        rates[name] = sum(counts) / seconds
    return rates


def percentile(values: list[float], share: float) -> float:
    """Return the value below which `share` of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(name: str, results: dict, queries: dict[str, int]) -> None:
    """Print the table of one database."""
    print(f"\n{name}")
    head = "  ".join(f"{n:>3} learners" for n in results)
    print(f"  {'':18} {head}")
    for title, key, form in (
        ("flows per minute", "per_minute", "12.0f"),
        ("requests per s", "requests_per_second", "12.0f"),
        ("one flow, p50 s", "flow_p50", "12.2f"),
    ):
        cells = " ".join(f"{result[key]:{form}}" for result in results.values())
        print(f"  {title:18} {cells}")
    print(f"\n  {'step':18} {'queries':>7}   p50 and p95 in ms at each load")
    for step in next(iter(results.values()))["times"]:
        cells = "   ".join(
            f"{1000 * percentile(result['times'][step], 0.5):6.0f} "
            f"{1000 * percentile(result['times'][step], 0.95):6.0f}"
            for result in results.values()
        )
        print(f"  {step:18} {queries.get(step, 0):7}   {cells}")


def bench(name: str, url: str, loads: list[int], seconds: float) -> bool:
    """Measure on one database; return whether everything arrived."""
    with temporary_site(url) as env:
        people = 4000
        run_inside(env, "bench.content:build", str(people))
        emails = iter([f"bench{number}@example.org" for number in range(people)])
        queries = json.loads(run_inside(env, "bench.inside:queries_per_step"))
        profile = run_inside(env, "bench.inside:where_time_goes")
        with served(env) as address:
            measure(address, emails, 2, 3)  # warm up
            results = {n: measure(address, emails, n, seconds) for n in loads}
            rates = page_rate(address, next(emails), 3)
        counts = json.loads(run_inside(env, "bench.content:count"))
    report(name, results, queries)
    print(
        f"\n  signed-in course page {rates['course page']:.0f}/s, "
        f"bare page {rates['bare page']:.0f}/s"
    )
    print(profile)
    failures = [failure for r in results.values() for failure in r["failures"]]
    done = sum(result["flows"] for result in results.values())
    arrived = (
        not failures
        and counts["receipts"] == counts["responses"] >= done
        and counts["answers"] == 10 * counts["submitted"]
        and counts["differences"] == 0
    )
    print(f"  in the database afterwards: {counts}; failures: {failures[:3] or 'none'}")
    print(f"  everything arrived once: {'yes' if arrived else 'NO'}")
    single = results[loads[0]]["per_minute"]
    best = max(result["per_minute"] for result in results.values())
    print(
        f"  compared with Moodle 5.1 on two cores: one learner {single:.0f} to "
        f"{MOODLE_ONE} flows/min ({single / MOODLE_ONE:.1f} times), saturated "
        f"{best:.0f} to {MOODLE_SATURATED} ({best / MOODLE_SATURATED:.1f} times), "
        f"course page {rates['course page']:.0f} to {MOODLE_PAGE}/s "
        f"({rates['course page'] / MOODLE_PAGE:.1f} times)"
    )
    return arrived


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15, help="per load")
    parser.add_argument("--loads", type=int, nargs="+", default=[1, 4, 16])
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    print(f"Learner flow over HTTP. {calibration.describe()}")
    results = []
    if options.database != "postgresql":
        results.append(bench("SQLite", "", options.loads, options.seconds))
    url = os.environ.get("TEST_DATABASE_URL") or POSTGRESQL
    if options.database != "sqlite":
        if is_reachable(url):
            results.append(bench("PostgreSQL", url, options.loads, options.seconds))
        else:
            print("\nPostgreSQL is left out: nothing answers at TEST_DATABASE_URL.")
    return 0 if all(results) else 1


def is_reachable(url: str) -> bool:
    """Answer whether a PostgreSQL answers at this address."""
    import psycopg

    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.OperationalError:
        return False
    return url.startswith("postgres")


if __name__ == "__main__":
    raise SystemExit(main())

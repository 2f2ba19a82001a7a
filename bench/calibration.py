"""How fast this machine is, so that figures from two machines can be compared."""

import hashlib
import json
import os
import platform
import time


def loops_per_second(seconds: float = 1.0) -> float:
    """Return how often one core does a fixed piece of Python work in a second.

    The work is of the kind a web page is made of: dictionaries, strings, JSON.
    """
    rows = [{"id": n, "name": f"row {n}", "ok": n % 2 == 0} for n in range(50)]
    count = 0
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        text = json.dumps(rows)
        hashlib.sha256(text.encode()).hexdigest()
        sorted(json.loads(text), key=lambda row: row["name"], reverse=True)
        count += 1
    return count / seconds


def describe() -> str:
    """Return one line about the machine and its speed at this moment."""
    return (
        f"{os.cpu_count()} cores, Python {platform.python_version()}, "
        f"calibration {loops_per_second():,.0f} loops/s on one core"
    )

"""On how many examples a property is tried: few at every commit, many on demand.

`HYPOTHESIS_PROFILE=thorough` tries each on twenty times as many, which takes long.
"""

import os

import pytest
from hypothesis import settings

TIMES = {"quick": 1, "thorough": 20}
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "quick")
if PROFILE not in TIMES:
    raise pytest.UsageError(
        f"HYPOTHESIS_PROFILE is {PROFILE!r}; it may be {' or '.join(TIMES)}."
    )

# For properties that do not say on how many. Without a deadline: how long an example
# takes says more about what else the machine does than about the code.
settings.register_profile("quick", deadline=None)
settings.register_profile("thorough", max_examples=2000, deadline=None)
settings.load_profile(PROFILE)


def examples(number: int, **options) -> settings:
    """Try a property on so many examples, or on twenty times as many if asked to."""
    return settings(max_examples=number * TIMES[PROFILE], deadline=None, **options)

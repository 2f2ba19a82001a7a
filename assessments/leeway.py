"""What is given beyond the rules of a quiz: to a request on its way, to a person."""

import dataclasses
import datetime

# What a request may need on its way without being late.
LATENCY = datetime.timedelta(seconds=5)


@dataclasses.dataclass(frozen=True)
class Granted:
    """What a person was given in one quiz, all accommodations added up."""

    minutes: int = 0
    attempts: int = 0

"""How long sentences are. Words are counted; no formula of readability is used.

Such formulas are made for one language and judge syllables. A Finnish word carries what
takes three in English, so the limits differ by language.
"""

import re
from collections.abc import Iterator, Sequence
from statistics import mean

from django.utils.translation import gettext as _

from .parts import Finding, Part, Text, shortened

# Words of the longest sentence, and of the mean one.
LONGEST = {"en": 35, "fi": 27, "sv": 32}
MEAN = {"en": 20, "fi": 15, "sv": 18}
# A mean of a few sentences says nothing.
FEWEST_FOR_MEAN = 8

# A full stop after these ends no sentence.
ABBREVIATIONS = {
    "en": {"e.g", "i.e", "etc", "vs", "dr", "mr", "mrs", "ms", "prof", "no", "al"},
    "fi": {"esim", "ym", "yms", "mm", "ks", "n", "s", "v", "klo", "nk", "ns", "tms"},
    "sv": {"t.ex", "bl.a", "dvs", "osv", "ca", "kl", "s.k", "m.m", "o.s.v", "jfr"},
}
ENDS = re.compile(r"(?<=[.!?…])[\"”’)\]]*\s+(?=[\"“”‘(\[]*[A-ZÅÄÖÆØÉ0-9])")
WORD = re.compile(r"\w[\w’'\-./%]*")


def split(text: str, language: str) -> list[str]:
    """Return the sentences of one paragraph."""
    known = ABBREVIATIONS.get(language, set())
    found: list[str] = []
    for piece in ENDS.split(" ".join(text.split())):
        if found and _ends_with_abbreviation(found[-1], known):
            found[-1] = f"{found[-1]} {piece}"
        else:
            found.append(piece)
    return [sentence for sentence in found if WORD.search(sentence)]


def _ends_with_abbreviation(text: str, known: set[str]) -> bool:
    last = text.rsplit(" ", 1)[-1].lstrip("(").lower()
    return last.endswith(".") and (last[:-1] in known or len(last) == 2)


def word_count(sentence: str) -> int:
    """Return how many words a sentence has; a number with its unit is two."""
    return len(WORD.findall(sentence))


def check(parts: Sequence[Part], language: str) -> Iterator[Finding]:
    """Yield each sentence that is too long, and a mean that is."""
    longest = LONGEST.get(language, LONGEST["en"])
    counts = []
    for part in parts:
        if not isinstance(part, Text):
            continue
        for sentence in split(part.text, language):
            count = word_count(sentence)
            counts.append(count)
            if count > longest:
                yield part.finding(
                    "sentences",
                    _(
                        "A sentence has %(count)s words; more than %(limit)s are hard "
                        "to follow. Make two of it."
                    )
                    % {"count": count, "limit": longest},
                    shortened(sentence),
                )
    limit = MEAN.get(language, MEAN["en"])
    if len(counts) >= FEWEST_FOR_MEAN and mean(counts) > limit:
        yield Finding(
            "sentences",
            _(
                "Sentences have %(mean)s words on average; %(limit)s is a good limit. "
                "Shorten the longest ones."
            )
            % {"mean": round(mean(counts)), "limit": limit},
        )

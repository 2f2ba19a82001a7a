"""Taking out of a comment what could name somebody. Texts in, texts out; no database.

`suggestions` points at passages that look like a name, an address, a number or a place.
It is a help for a person who reads, never a decision: it misses names, and it points at
words that are none. `is_redaction` says whether a text differs from another by removals
only, so that nobody puts words into a respondent's mouth.
"""

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum

# "[removed]" and "[removed: a name]" in the languages of the interface.
MARKER = re.compile(
    r"\[(?:removed|poistettu|borttaget)(?:: [^\W\d_]{1,30}(?: [^\W\d_]{1,30})?)?\]"
)
_MARKER_WORDS = {"en": "removed", "fi": "poistettu", "sv": "borttaget"}


class Kind(StrEnum):
    """What a passage looks like."""

    EMAIL = "email"
    PERSONAL_CODE = "personal_code"
    PHONE = "phone"
    PERSON = "person"
    PLACE = "place"
    NAME = "name"


@dataclasses.dataclass(frozen=True)
class Suggestion:
    """A passage of a text that could name somebody."""

    start: int
    end: int
    kind: Kind
    passage: str
    # Hardly anything else looks like this; a name is only a guess.
    is_certain: bool


_EMAIL = re.compile(
    r"[\w.+'-]+(?:@|\s?[\[(](?:at|ät)[\])]\s?)[\w-]+(?:\.[\w-]+)+", re.I
)
# A day, a century, a number and a check character: 131052-308T. Since 2023 other signs
# than + - A stand for the centuries as well.
_FINNISH_CODE = re.compile(
    r"(?<!\w)(\d{6})\s?([-–+A-FU-Y])\s?(\d{3})([0-9A-FHJ-NPR-Y])(?!\w)", re.I
)
_SWEDISH_CODE = re.compile(r"(?<![\w-])(?:19|20)?(\d{6})\s?([-–+]?)\s?(\d{4})(?![\w-])")
_FINNISH_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_PHONE = re.compile(r"(?<![\w+])(?:\+|00?)\d(?:[\s()/–-]{0,2}\d){5,13}(?!\w)")

_UPPER = "A-ZÅÄÖÆØÜÉŠŽ"
_WORD = rf"[{_UPPER}][\w’'-]*"
_TITLES = (
    "dr|doctor|prof|professor|mr|mrs|ms|miss|nurse|sister|physician|psychologist|patient"
    "|client|trainer|teacher|tri|tohtori|lääkäri|ylilääkäri|hoitaja|sairaanhoitaja"
    "|psykologi|potilas|asiakas|kouluttaja|herra|rouva|osastonhoitaja"
    "|doktor|läkare|överläkare|sköterska|sköterskan|sjuksköterska|psykolog|patienten"
    "|klienten|herr|fru|utbildaren"
)
_PERSON = re.compile(rf"(?<!\w)(?i:{_TITLES})\.?\s+{_WORD}(?:\s+{_WORD})?")
_PLACES = (
    "ward|unit|room|clinic|team|osasto\\w*|huone\\w*|yksik\\w+|poliklini\\w+|tiimi\\w*"
    "|avdelning\\w*|rum|rummet|enhet\\w*|mottagning\\w*|team\\w*"
)
_PLACE = re.compile(
    rf"(?<!\w)(?i:{_PLACES})\s+(?:nr\.?\s*)?(?:\d+\s?[{_UPPER}]?\d*|[{_UPPER}]\d*)(?!\w)"
)
_TWO_NAMES = re.compile(rf"(?<!\w){_WORD}(?:\s+{_WORD})+")
_CAPITALISED = re.compile(rf"(?<!\w){_WORD}")
# Given names that are common in the three languages, also at the start of a sentence
# and with an ending: Liisan, Liisalle, Emmas.
_GIVEN = (
    "aino|anna|anne|anneli|antti|birgitta|carl|cecilia|christina|daniel|david|elina"
    "|elisabeth|ella|emilia|emma|erik|eeva|eva|fredrik|gunnar|hanna|hannu|heidi|heikki"
    "|helena|ida|ingrid|jaana|jan|jari|john|johan|johanna|juha|jukka|julia|kaisa|karin"
    "|katri|kari|kirsi|kristiina|lars|laura|leena|lena|liisa|maria|marja|marjatta|markku"
    "|martin|mary|matti|michael|mika|mikael|mikko|minna|nina|olavi|oskari|outi|paula"
    "|pekka|per|peter|petri|päivi|riitta|robert|sari|satu|seppo|sofia|susanna|tarja"
    "|thomas|tiina|timo|tuula|ulla|veikko|ville|william|åsa|örjan"
)
_GIVEN_NAME = re.compile(
    rf"(?<!\w)(?:{'|'.join(n.capitalize() for n in _GIVEN.split('|'))})"
    r"(?:s|n|a|ä|lle|lla|llä|lta|ltä|sta|stä|ssa|ssä|an|in|en|’s|'s)?(?!\w)"
)
# Words that begin with a capital letter and name nobody.
_NAME_NOBODY = (
    "i i’m i'm i’d i'd i’ve i've i’ll i'll english finnish swedish finland sweden "
    "suomi suomen ruotsi sverige finska svenska europe eu ips who likert covid "
    "internet zoom teams moodle excel word monday tuesday wednesday thursday friday "
    "saturday sunday january february march april may june july august september "
    "october november december christmas easter"
)
_NO_NAMES = frozenset(_NAME_NOBODY.split())


def suggestions(text: str) -> list[Suggestion]:
    """Return the passages that a reader should look at, in their order, none twice."""
    found: list[Suggestion] = []
    for kind, is_certain, find in _FINDERS:
        for start, end in find(text):
            free = all(end <= one.start or start >= one.end for one in found)
            if free and start < end:
                passage = text[start:end]
                found.append(Suggestion(start, end, kind, passage, is_certain))
    return sorted(found, key=lambda one: one.start)


def marker(language: str, what: str = "") -> str:
    """Return what stands in place of a passage, such as "[removed: a name]"."""
    word = _MARKER_WORDS.get(language[:2], "removed")
    full = f"[{word}: {what}]"
    return full if MARKER.fullmatch(full) else f"[{word}]"


def without(text: str, markers: Mapping[str, str]) -> str:
    """Return the text with passages replaced by their markers wherever they stand.

    Passages inside longer words stay: "Eva" is not taken out of "Evaluation". A marker
    that is already there is left alone.
    """
    wanted = sorted((p for p in markers if p.strip()), key=len, reverse=True)
    if not wanted:
        return text
    either = "|".join(re.escape(passage) for passage in wanted)
    pattern = re.compile(rf"{MARKER.pattern}|(?<!\w)(?:{either})(?!\w)")
    return pattern.sub(lambda match: markers.get(match[0], match[0]), text)


def is_redaction(original: str, edited: str) -> bool:
    """Answer whether `edited` is `original` with passages replaced by markers.

    White space may differ. What was removed before stays removed.
    """
    first, *rest = [_plain(part) for part in MARKER.split(edited)]
    whole = _plain(original)
    if not rest:
        return first == whole
    if not whole.startswith(first):
        return False
    place = len(first)
    for part in rest[:-1]:
        # The earliest place leaves the most for what follows.
        place = whole.find(part, place)
        if place < 0:
            return False
        place += len(part)
    return whole.endswith(rest[-1]) and len(whole) - len(rest[-1]) >= place


def plain_lines(text: str) -> str:
    """Return a text as it is stored: with one kind of line break, none at its ends."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _matches(pattern: re.Pattern) -> Callable[[str], Iterator[tuple[int, int]]]:
    return lambda text: (match.span() for match in pattern.finditer(text))


def _finnish_codes(text: str) -> Iterator[tuple[int, int]]:
    for match in _FINNISH_CODE.finditer(text):
        if _is_day(match[1][:2], match[1][2:4]):
            yield match.span()


def _swedish_codes(text: str) -> Iterator[tuple[int, int]]:
    for match in _SWEDISH_CODE.finditer(text):
        # Numbers for people who are not registered add 60 to the day.
        day = int(match[1][4:6]) % 60
        if not _is_day(str(day), match[1][2:4]):
            continue
        if match[2] or is_swedish_code(match[1] + match[3]):
            yield match.span()


def is_finnish_code(code: str) -> bool:
    """Answer whether a Finnish personal identity code has the right check character."""
    match = _FINNISH_CODE.fullmatch(code)
    if match is None:
        return False
    return _FINNISH_CHECKS[int(match[1] + match[3]) % 31] == match[4].upper()


def is_swedish_code(digits: str) -> bool:
    """Answer whether ten digits of a Swedish personal number have the right check."""
    total = 0
    for place, digit in enumerate(digits):
        product = int(digit) * (2 - place % 2)
        total += product // 10 + product % 10
    return total % 10 == 0


def _is_day(day: str, month: str) -> bool:
    return 1 <= int(day) <= 31 and 1 <= int(month) <= 12


def _names(text: str) -> Iterator[tuple[int, int]]:
    """Find capitalised words inside sentences, two and more in a row, given names."""
    for match in _TWO_NAMES.finditer(text):
        start, words = match.start(), match[0].split()
        if _begins_sentence(text, start) and not _GIVEN_NAME.match(words[0]):
            # The first word of a sentence is written so in any case.
            start += (
                len(words[0])
                + len(match[0][len(words[0]) :])
                - len(match[0][len(words[0]) :].lstrip())
            )
            words = words[1:]
        if words and not all(_is_no_name(word) for word in words):
            yield start, match.end()
    for match in _GIVEN_NAME.finditer(text):
        yield match.span()
    for match in _CAPITALISED.finditer(text):
        if not _begins_sentence(text, match.start()) and not _is_no_name(match[0]):
            yield match.span()


def _begins_sentence(text: str, place: int) -> bool:
    before = text[:place].rstrip(" \t\"'“”«»(–-•*")
    return not before or before[-1] in ".!?:\n"


def _is_no_name(word: str) -> bool:
    # Abbreviations such as ACT; initials such as "J" may be somebody.
    return word.lower() in _NO_NAMES or (len(word) > 1 and word.isupper())


# The surest first: what one has found, no other one divides.
_FINDERS = (
    (Kind.EMAIL, True, _matches(_EMAIL)),
    (Kind.PERSONAL_CODE, True, _finnish_codes),
    (Kind.PERSONAL_CODE, True, _swedish_codes),
    (Kind.PHONE, True, _matches(_PHONE)),
    (Kind.PERSON, False, _matches(_PERSON)),
    (Kind.PLACE, False, _matches(_PLACE)),
    (Kind.NAME, False, _names),
)

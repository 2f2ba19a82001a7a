"""Items of every type for property tests: whatever an author could write."""

import string
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from assessments.content import (
    AcceptedNumber,
    AcceptedText,
    ChoiceContent,
    Criterion,
    Distractor,
    Element,
    FreeTextContent,
    Gap,
    GapContent,
    ItemContent,
    ItemType,
    MatchingContent,
    NumberContent,
    Option,
    OrderingContent,
    Pair,
    Picture,
    ShortTextContent,
    Stimulus,
    Unit,
    Word,
    true_false,
)

# Strategies: parts -----------------------------------------------------------------

# What no text contains: surrogates and what XML and databases refuse.
_SIGNS = st.characters(
    codec="utf-8",
    exclude_categories=("Cs", "Cc", "Cn", "Co", "Zl", "Zp"),
    exclude_characters="\ufeff",
)
# Beside any letters often those that mean something to a parser.
_LETTERS = st.one_of(
    st.sampled_from(string.ascii_letters + " "),
    st.sampled_from("<>&\"'{}=~#:\\%*|$/@.,;-+()!?åäöÅÄÖé€…–"),
    _SIGNS,
)


def wordings(max_size: int = 20) -> st.SearchStrategy[str]:
    """Return a strategy for texts that say something, without space around."""
    return st.text(_LETTERS, min_size=1, max_size=max_size).map(str.strip).filter(bool)


def texts(
    wording: st.SearchStrategy[str] | None = None,
) -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy for a text in English and perhaps in other languages."""
    wording = wordings() if wording is None else wording
    return st.fixed_dictionaries(
        {"en": wording}, optional={"fi": wording, "sv": wording}
    )


def paragraphs() -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy for a text of one or several lines."""
    lines = st.lists(wordings(), min_size=1, max_size=3)
    return texts(lines.map("\n".join))


def optional_texts() -> st.SearchStrategy[dict[str, str]]:
    """Return a strategy for a text that may be left out."""
    return st.one_of(st.just({}), texts())


def _names(count: int) -> st.SearchStrategy[list[str]]:
    """Return a strategy for the names of parts, which differ from each other."""
    name = st.text(string.ascii_lowercase + string.digits + "-", min_size=1, max_size=8)
    return st.lists(name, min_size=count, max_size=count, unique=True)


@st.composite
def _pictures(draw, image_ids: Sequence[int]) -> Picture | None:
    if not image_ids or not draw(st.booleans()):
        return None
    return Picture(draw(st.sampled_from(image_ids)), draw(texts()))


def stimuli() -> st.SearchStrategy[Stimulus]:
    """Return a strategy for cases."""
    return st.builds(
        Stimulus,
        key=st.from_regex(r"[a-z][a-z0-9-]{0,9}", fullmatch=True),
        title=texts(),
        story=paragraphs(),
    )


@st.composite
def _common(draw, image_ids: Sequence[int], cases: bool) -> dict[str, Any]:
    """Draw what all types have."""
    return {
        "stem": draw(paragraphs()),
        "feedback": draw(optional_texts()),
        "hints": tuple(draw(st.lists(texts(), max_size=2))),
        "picture": draw(_pictures(image_ids)),
        "stimulus": draw(st.none() | stimuli()) if cases else None,
    }


def _differing(count_from: int, count_to: int) -> st.SearchStrategy[list]:
    """Return a strategy for texts of which no two are the same."""
    return st.lists(
        texts(),
        min_size=count_from,
        max_size=count_to,
        unique_by=lambda found: tuple(sorted(found.items())),
    )


@st.composite
def _shares(draw, count: int) -> list[Fraction]:
    """Draw what accepted answers are worth: one of them everything."""
    percents = draw(st.lists(st.integers(1, 100_000), min_size=count, max_size=count))
    shares = [Fraction(thousandths, 100_000) for thousandths in percents]
    shares[draw(st.integers(0, count - 1))] = Fraction(1)
    return shares


def _decimals(low: int, high: int, places: int) -> st.SearchStrategy[Decimal]:
    """Return a strategy for decimals as forms keep them, without trailing zeros."""

    def plain(value: Decimal) -> Decimal:
        value = value.normalize() + Decimal(0)
        exponent = value.as_tuple().exponent
        return value.quantize(Decimal(1)) if exponent > 0 else value

    return st.decimals(
        low, high, places=places, allow_nan=False, allow_infinity=False
    ).map(plain)


# Strategies: contents --------------------------------------------------------------


@st.composite
def choices(
    draw,
    item_type: ItemType = ItemType.MULTIPLE_CHOICE,
    *,
    image_ids: Sequence[int] = (),
    cases: bool = False,
) -> ChoiceContent:
    """Draw an item with options: single choice, multiple choice, true or false."""
    common = draw(_common(image_ids, cases))
    if item_type == ItemType.TRUE_FALSE:
        return true_false(
            is_true=draw(st.booleans()),
            feedback_true=draw(optional_texts()),
            feedback_false=draw(optional_texts()),
            **common,
        )
    count = draw(st.integers(2, 5))
    several = item_type == ItemType.MULTIPLE_CHOICE
    right = draw(
        st.sets(st.integers(0, count - 1), min_size=1, max_size=count if several else 1)
    )
    options = []
    for place, key in enumerate(draw(_names(count))):
        picture = draw(_pictures(image_ids))
        options.append(
            Option(
                key,
                draw(optional_texts() if picture else texts()),
                place in right,
                draw(optional_texts()),
                picture,
                draw(st.booleans()),
            )
        )
    return ChoiceContent(
        type=item_type,
        options=tuple(options),
        shuffle=draw(st.booleans()),
        partial_credit=several and draw(st.booleans()),
        **common,
    )


@st.composite
def matchings(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> MatchingContent:
    """Draw a matching item; prompts may share an answer."""
    answers = draw(_differing(2, 5))
    used = draw(st.integers(1, len(answers)))
    right, wrong = answers[:used], answers[used:]
    extra = draw(st.lists(st.sampled_from(right), max_size=2))
    if used == 1 and not extra:
        extra = [right[0]]
    pairs = right + extra
    keys = draw(_names(len(pairs) + len(wrong)))
    return MatchingContent(
        type=ItemType.MATCHING,
        pairs=tuple(
            Pair(key, draw(texts()), answer)
            for key, answer in zip(keys, pairs, strict=False)
        ),
        distractors=tuple(
            Distractor(key, answer)
            for key, answer in zip(keys[len(pairs) :], wrong, strict=True)
        ),
        shuffle=draw(st.booleans()),
        partial_credit=draw(st.booleans()),
        **draw(_common(image_ids, cases)),
    )


@st.composite
def orderings(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> OrderingContent:
    """Draw an ordering item."""
    things = draw(_differing(2, 6))
    return OrderingContent(
        type=ItemType.ORDERING,
        elements=tuple(
            Element(key, thing)
            for key, thing in zip(draw(_names(len(things))), things, strict=True)
        ),
        partial_credit=draw(st.booleans()),
        **draw(_common(image_ids, cases)),
    )


@st.composite
def gap_texts(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> GapContent:
    """Draw a text with gaps, in another order in each language."""
    names = draw(
        st.lists(
            st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True),
            min_size=1,
            max_size=3,
            unique=True,
        )
    )
    text = {}
    for language in draw(texts()):
        pieces = []
        for name in draw(st.permutations(names)):
            pieces += [_unbracketed(draw(wordings(10))), f"[[{name}]]"]
        text[language] = " ".join([*pieces, _unbracketed(draw(wordings(10)))])
    found = []
    for name in names:
        words = draw(st.lists(texts(), min_size=2, max_size=4))
        right = draw(st.integers(0, len(words) - 1))
        found.append(
            Gap(
                name,
                tuple(
                    Word(key, word, place == right)
                    for place, (key, word) in enumerate(
                        zip(draw(_names(len(words))), words, strict=True)
                    )
                ),
            )
        )
    return GapContent(
        type=ItemType.GAP_SELECT,
        text=text,
        gaps=tuple(found),
        partial_credit=draw(st.booleans()),
        **draw(_common(image_ids, cases)),
    )


def _unbracketed(text: str) -> str:
    """Return a text that cannot be taken for a gap."""
    return text.replace("[", "(").replace("]", ")")


@st.composite
def short_texts(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> ShortTextContent:
    """Draw an item that is answered in a few words."""
    accepted = draw(
        st.lists(
            wordings().filter(lambda text: text.replace("*", "").strip()),
            min_size=1,
            max_size=3,
        )
    )
    shares = draw(_shares(len(accepted)))
    keys = draw(_names(len(accepted)))
    return ShortTextContent(
        type=ItemType.SHORT_TEXT,
        accepted=tuple(
            AcceptedText(key, text, share, draw(optional_texts()))
            for key, text, share in zip(keys, accepted, shares, strict=True)
        ),
        ignore_case=draw(st.booleans()),
        ignore_accents=draw(st.booleans()),
        **draw(_common(image_ids, cases)),
    )


@st.composite
def numbers(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> NumberContent:
    """Draw an item that is answered with a number. The first unit counts one."""
    count = draw(st.integers(1, 3))
    shares = draw(_shares(count))
    units = draw(
        st.lists(
            st.sampled_from(["kg", "g", "%", "€", "mg/l", "h", "min", "°C"]),
            max_size=3,
            unique=True,
        )
    )
    return NumberContent(
        type=ItemType.NUMBER,
        accepted=tuple(
            AcceptedNumber(
                key,
                draw(_decimals(-1_000_000, 1_000_000, 6)),
                draw(_decimals(0, 1000, 3)),
                share,
                draw(optional_texts()),
            )
            for key, share in zip(draw(_names(count)), shares, strict=True)
        ),
        units=tuple(
            Unit(unit, draw(_decimals(1, 1000, 3)) if place else Decimal(1))
            for place, unit in enumerate(units)
        ),
        unit_required=bool(units) and draw(st.booleans()),
        **draw(_common(image_ids, cases)),
    )


@st.composite
def free_texts(
    draw, *, image_ids: Sequence[int] = (), cases: bool = False
) -> FreeTextContent:
    """Draw an item that is answered in one's own words."""
    is_reflection = draw(st.booleans())
    criteria = 0 if is_reflection else draw(st.integers(0, 3))
    return FreeTextContent(
        type=ItemType.FREE_TEXT,
        is_reflection=is_reflection,
        rubric=tuple(
            Criterion(key, draw(texts()), draw(st.integers(1, 10)))
            for key in draw(_names(criteria))
        ),
        model_answer=draw(optional_texts()),
        **draw(_common(image_ids, cases)),
    )


def contents_of(
    item_type: ItemType, *, image_ids: Sequence[int] = (), cases: bool = False
) -> st.SearchStrategy[ItemContent]:
    """Return a strategy for items of one type.

    Pictures are among `image_ids`; without any there are none. `cases` says whether
    items may be about a case.
    """
    own = {
        ItemType.MATCHING: matchings,
        ItemType.ORDERING: orderings,
        ItemType.GAP_SELECT: gap_texts,
        ItemType.SHORT_TEXT: short_texts,
        ItemType.NUMBER: numbers,
        ItemType.FREE_TEXT: free_texts,
    }
    if item_type in own:
        return own[item_type](image_ids=image_ids, cases=cases)
    return choices(item_type, image_ids=image_ids, cases=cases)


def contents(
    *, image_ids: Sequence[int] = (), cases: bool = False
) -> st.SearchStrategy[ItemContent]:
    """Return a strategy for items of all types, as `contents_of` gives them."""
    return st.one_of(
        [contents_of(kind, image_ids=image_ids, cases=cases) for kind in ItemType]
    )

"""Answers of every type for property tests, by their content."""

from typing import Any

from hypothesis import strategies as st

from assessments.content import (
    Answer,
    ChoiceContent,
    GapContent,
    ItemContent,
    MatchingContent,
    NumberContent,
    OrderingContent,
    ShortTextContent,
)

from .content_strategies import contents, wordings

# Strategies: answers ---------------------------------------------------------------


@st.composite
def answers_to(draw, content: ItemContent) -> Answer | None:
    """Draw what a learner may have answered to this item, as it is stored."""
    if draw(st.integers(0, 9)) == 0:
        return None
    match content:
        case ChoiceContent():
            keys = [option.key for option in content.options]
            most = len(keys) if content.allows_several else 1
            chosen = draw(st.sets(st.sampled_from(keys), min_size=1, max_size=most))
            return {"chosen": sorted(chosen)}
        case MatchingContent():
            choice = st.sampled_from(sorted(content.choices))
            pairs = {pair.key: draw(st.none() | choice) for pair in content.pairs}
            return _without_none("pairs", pairs)
        case OrderingContent():
            keys = [element.key for element in content.elements]
            return {"order": draw(st.permutations(keys))}
        case GapContent():
            found = {
                gap.key: draw(
                    st.none() | st.sampled_from([word.key for word in gap.words])
                )
                for gap in content.gaps
            }
            return _without_none("gaps", found)
        case ShortTextContent():
            accepted = st.sampled_from([form.text for form in content.accepted])
            return {"text": draw(wordings() | accepted)}
        case NumberContent():
            written = st.sampled_from(
                [f"{number.value:f}" for number in content.accepted]
                + ["0", "1,5", "12 kg", "1e3", "\u22124"]
            )
            return {"text": draw(wordings() | written)}
    return {"text": draw(wordings(200))}


def _without_none(name: str, found: dict[str, str | None]) -> Answer | None:
    given = {key: value for key, value in sorted(found.items()) if value is not None}
    return {name: given} if given else None


def answered_contents(**options: Any) -> st.SearchStrategy[tuple]:
    """Return a strategy for items with an answer to each: (content, answer)."""
    return contents(**options).flatmap(
        lambda content: st.tuples(st.just(content), answers_to(content))
    )

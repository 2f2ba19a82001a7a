"""What the quizzes of a course package hold, as plain values.

What an item asks is the bank's own `ItemContent`, so that a package can hold whatever
the bank can. Its pictures are files of the package: the number that a content has for
a picture is its place in `Item.pictures`.
"""

import dataclasses
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum

from assessments.content import FALSE_TEXT as FALSE_TEXT
from assessments.content import TRUE_TEXT as TRUE_TEXT
from assessments.content import ChoiceContent, ItemContent, Picture, Stimulus
from assessments.content import ItemType as ItemType
from assessments.content import Option as Option
from courses.texts import Texts as Texts

# The cases that items are about are the bank's too.
CaseStory = Stimulus


@dataclasses.dataclass(frozen=True, kw_only=True)
class Item:
    """One question. `revisit` is the address of a lesson, or empty.

    `points` and `revisit` are those of the place where the item is written.
    """

    key: str
    content: ItemContent
    points: Decimal = Decimal(1)
    revisit: str = ""
    sources: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    category: str = ""
    outcome: str = ""
    principle: int | None = None
    tags: tuple[str, ...] = ()
    is_essential: bool = False
    is_retired: bool = False

    @property
    def type(self) -> ItemType:
        return self.content.type

    @property
    def stem(self) -> Texts:
        return self.content.stem

    @property
    def explanation(self) -> Texts:
        return self.content.feedback


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChoiceItem(Item):
    """A question with options of its own."""

    content: ChoiceContent

    @property
    def options(self) -> tuple[Option, ...]:
        return self.content.options

    @property
    def shuffle(self) -> bool:
        return self.content.shuffle


@dataclasses.dataclass(frozen=True, kw_only=True)
class TrueFalseItem(Item):
    """A statement that is true or false."""

    content: ChoiceContent

    @property
    def answer(self) -> bool:
        return "true" in self.content.right_keys

    @property
    def feedback_true(self) -> Texts:
        return self.content.option("true").feedback

    @property
    def feedback_false(self) -> Texts:
        return self.content.option("false").feedback


ITEM_CLASSES: dict[ItemType, type[Item]] = {
    ItemType.SINGLE_CHOICE: ChoiceItem,
    ItemType.MULTIPLE_CHOICE: ChoiceItem,
    ItemType.TRUE_FALSE: TrueFalseItem,
}


def item_class(item_type: ItemType) -> type[Item]:
    """Return the class of items of this type."""
    return ITEM_CLASSES.get(item_type, Item)


def with_pictures(
    content: ItemContent, number: Callable[[Picture], int]
) -> ItemContent:
    """Return the content with other numbers for its pictures."""

    def renumbered(picture: Picture | None) -> Picture | None:
        return picture and dataclasses.replace(picture, image_id=number(picture))

    content = dataclasses.replace(content, picture=renumbered(content.picture))
    if isinstance(content, ChoiceContent):
        options = tuple(
            dataclasses.replace(option, picture=renumbered(option.picture))
            for option in content.options
        )
        content = dataclasses.replace(content, options=options)
    return content


@dataclasses.dataclass(frozen=True, kw_only=True)
class Draw:
    """Items that are chosen by chance: how many, of those that fit all of the rest."""

    count: int
    category: str = ""
    outcome: str = ""
    tag: str = ""
    per_outcome: bool = False


@dataclasses.dataclass(frozen=True, kw_only=True)
class Entry:
    """One place in an assessment: a certain item, or items drawn by chance."""

    item: Item | None = None
    draw: Draw | None = None
    points: Decimal = Decimal(1)
    revisit: str = ""
    section: Texts = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True)
class ScoreBand:
    """What to tell those who reached at least so many per cent."""

    from_percent: int
    text: Texts


class Purpose(StrEnum):
    CHECK = "check"
    SELECTION = "selection"


class Behaviour(StrEnum):
    DEFERRED = "deferred"
    IMMEDIATE = "immediate"
    INTERACTIVE = "interactive"


class Layout(StrEnum):
    ONE_PER_PAGE = "one_per_page"
    ALL_ON_ONE = "all_on_one"


class Counting(StrEnum):
    BEST = "best"
    FIRST = "first"
    LAST = "last"


class Overdue(StrEnum):
    SUBMIT = "submit"
    GRACE = "grace"
    DISCARD = "discard"


class Practice(StrEnum):
    NEVER = "never"
    FINISHED = "finished"
    ALWAYS = "always"


class Aspect(StrEnum):
    MARK = "mark"
    OWN_ANSWER = "own_answer"
    RIGHT_ANSWER = "right_answer"
    FEEDBACK = "feedback"


NOT_THE_KEY = (Aspect.MARK, Aspect.OWN_ANSWER, Aspect.FEEDBACK)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Assessment:
    """Items given together, with the rules. `attempts_allowed` None: any number."""

    key: str
    name: str
    pass_mark: Decimal = Decimal("0.8")
    attempts_allowed: int | None = None
    shuffle_items: bool = False
    entries: tuple[Entry, ...] = ()
    category: str = ""
    purpose: Purpose = Purpose.CHECK
    behaviour: Behaviour = Behaviour.DEFERRED
    penalty: Decimal = Decimal("0.333")
    layout: Layout = Layout.ONE_PER_PAGE
    wait_minutes: int | None = None
    counting: Counting = Counting.BEST
    time_limit_minutes: int | None = None
    overdue: Overdue = Overdue.SUBMIT
    grace_minutes: int = 5
    practice: Practice = Practice.NEVER
    show_during: tuple[Aspect, ...] = NOT_THE_KEY
    show_after: tuple[Aspect, ...] = NOT_THE_KEY
    show_later: tuple[Aspect, ...] = tuple(Aspect)
    passed_text: Texts = dataclasses.field(default_factory=dict)
    failed_text: Texts = dataclasses.field(default_factory=dict)
    score_bands: tuple[ScoreBand, ...] = ()

    @property
    def items(self) -> tuple[Item, ...]:
        """The items that everybody is asked, in their order."""
        return tuple(entry.item for entry in self.entries if entry.item is not None)


@dataclasses.dataclass(frozen=True)
class Category:
    """A subject that items and quizzes are sorted by. `parent` is a key or empty."""

    key: str
    name: Texts
    parent: str = ""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """What learners can do afterwards."""

    key: str
    text: Texts

"""Questions as they are shown while they may be answered.

Everything shown before submission is made of `Question` and its forms, which have no
field for a key or for feedback.
"""

import dataclasses
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from assessments.content import (
    Answer,
    ContentError,
    Given,
    ItemContent,
    NumberContent,
    Stimulus,
    UnreadableAnswer,
)
from assessments.content.writing import WrittenContent
from assessments.models import Attempt, Item, Response
from courses.translated import Wording, in_language

from .forms import (
    AnswerShape,
    ChoiceForm,
    GapForm,
    MatchingForm,
    OrderingForm,
    TextForm,
    answer_form,
)
from .pictures import ShownPicture, Sources, picture_sources, shown_picture


@dataclasses.dataclass(frozen=True)
class ShownCase:
    """The case that a question is about, in paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


@dataclasses.dataclass(frozen=True)
class Question:
    """One question as it is shown while it may be answered."""

    position: int
    count: int
    stem: str
    form: AnswerShape
    is_answered: bool
    is_flagged: bool = False
    # Whether checking made the answer final; its fields can then be read, not changed.
    is_settled: bool = False
    section: str = ""
    picture: ShownPicture | None = None
    case: ShownCase | None = None

    @property
    def is_last(self) -> bool:
        return self.position == self.count

    @property
    def first_field(self) -> str:
        """The name by which a page finds the first field of the answer."""
        match self.form:
            case ChoiceForm():
                return "option-0"
            case MatchingForm(prompts):
                return prompts[0].name
            case OrderingForm(elements):
                return f"place-{elements[0].number}"
            case GapForm():
                return "gap-0"
        return "text"


def question(
    response: Response,
    count: int,
    *,
    given: Given | None = None,
    sources: Sources | None = None,
) -> Question:
    """Return one question of an attempt in the active language, without its key.

    `given` is what a form sent that is not stored; it is shown instead of the stored
    answer, so that nobody has to write it again.
    """
    content = response.item_version.plain_content
    answer = response.answer
    if given is not None:
        answer = _unsaved(content, response.option_order, given, answer)
    if sources is None:
        sources = picture_sources(content.image_ids())
    return Question(
        position=response.position,
        count=count,
        stem=in_language(content.stem),
        form=answer_form(content, response.option_order, answer, sources),
        is_answered=response.is_answered,
        is_flagged=(
            "flag" in given if given and "flag-shown" in given else response.is_flagged
        ),
        is_settled=response.is_settled,
        section=in_language(response.section),
        picture=shown_picture(content.picture, sources),
        case=shown_case(content),
    )


def questions(
    responses: Sequence[Response], given: Mapping[int, Given] | None = None
) -> list[Question]:
    """Return several questions, as `question` does, with the pictures of all at once.

    `given` is by position.
    """
    sources = picture_sources(
        image_id
        for response in responses
        for image_id in response.item_version.plain_content.image_ids()
    )
    return [
        question(
            response,
            len(responses),
            given=(given or {}).get(response.position),
            sources=sources,
        )
        for response in responses
    ]


def _unsaved(
    content: ItemContent, arrangement: Any, given: Given, stored: Answer | None
) -> Answer | None:
    """Return what was sent as an answer; the stored one where it cannot be read."""
    try:
        return content.read(arrangement, given)
    except UnreadableAnswer:
        # A text that is too long is still the learner's text.
        if isinstance(content, WrittenContent) and len(given.get("text", ())) == 1:
            return {"text": given["text"][0]}
        return stored


@dataclasses.dataclass(frozen=True)
class Place:
    """One question in the list of all: how it stands, and the section it is in."""

    position: int
    is_answered: bool
    is_flagged: bool
    section: str


def places(attempt: Attempt) -> list[Place]:
    """Return how the questions of an attempt stand, in their order."""
    rows = (
        attempt.responses.order_by("position")
        .annotate(
            has_answer=ExpressionWrapper(
                Q(answer__isnull=False), output_field=BooleanField()
            )
        )
        .values_list("position", "has_answer", "is_flagged", "section")
    )
    found, section = [], ""
    for position, is_answered, is_flagged, heading in rows:
        section = in_language(heading) or section
        found.append(Place(position, is_answered, is_flagged, section))
    return found


def kinds(shown: Iterable[Question]) -> set[str]:
    """Return the kinds of answers that these questions take."""
    return {
        "long text"
        if isinstance(one.form, TextForm) and one.form.is_long
        else one.form.kind
        for one in shown
    }


@dataclasses.dataclass(frozen=True)
class Moved:
    """What a button of an ordering question just did, for the page shown after it."""

    button: str
    text: str
    place: int
    count: int


def moved(shown: Question, button: str) -> Moved | None:
    """Return what the button did that was pressed before this page; None for nothing.

    "2-up" names the thing that is shown with the number 2.
    """
    if not isinstance(shown.form, OrderingForm):
        return None
    number, _hyphen, way = button.partition("-")
    for element in shown.form.elements:
        if str(element.number) == number and way in ("up", "down"):
            count = len(shown.form.elements)
            return Moved(button, element.text, element.place, count)
    return None


def is_unreadable(response: Response) -> bool:
    """Answer whether a number was asked for, and what was written is none."""
    content = response.item_version.plain_content
    return (
        isinstance(content, NumberContent)
        and response.is_answered
        and content.value(response.answer) is None
    )


def preview_question(item: Item) -> Question | None:
    """Return the question as a learner would see it; None while it is unfinished."""
    try:
        content = item.plain_content()
    except (ContentError, IndexError):
        return None
    return unanswered(content)


def unanswered(content: ItemContent) -> Question:
    """Return a question that nobody has answered, with everything where it was put."""
    sources = picture_sources(content.image_ids())
    arrangement = content.arrangement(_Unshuffled())
    return Question(
        position=1,
        count=1,
        stem=in_language(content.stem),
        form=answer_form(content, arrangement, None, sources),
        is_answered=False,
        picture=shown_picture(content.picture, sources),
        case=shown_case(content),
    )


class _Unshuffled(random.Random):
    """Stands in for chance where nothing is to be shuffled."""

    def shuffle(self, x: Any) -> None:
        """Leave everything in its place."""


def shown_case(content: ItemContent) -> ShownCase | None:
    """Return the case of an item in the active language."""
    return story_of(content.stimulus)


def story_of(stimulus: Stimulus | None) -> ShownCase | None:
    """Return a case in the active language, in paragraphs; None for none."""
    if stimulus is None:
        return None
    story = in_language(stimulus.story)
    return ShownCase(
        title=in_language(stimulus.title),
        paragraphs=tuple(
            Wording(part.strip(), story.language)
            if isinstance(story, Wording)
            else part
            for part in story.replace("\r\n", "\n").split("\n\n")
            if part.strip()
        ),
    )

"""A survey page by page: which one comes next, and when it can be sent.

Nothing is stored on the way. Each page carries the answers of the others, so the server
needs to remember neither the person nor the page.
"""

import dataclasses
from collections.abc import Mapping
from enum import StrEnum

from courses.translated import in_language

from .forms import SurveyForm
from .models import SurveyVersion

# No item has a short name with a hyphen, so none can be mistaken for one of these.
PAGE, MOVE, VERSION = "survey-page", "survey-move", "survey-version"


class Move(StrEnum):
    """What somebody does with a page of a survey."""

    NEXT = "next"
    BACK = "back"
    SEND = "send"


@dataclasses.dataclass(frozen=True)
class Pages:
    """Where in a survey somebody is."""

    number: int
    count: int
    # The heading of this page in the active language, "" for none.
    title: str
    has_back: bool
    # No further page can have anything for this person.
    is_last: bool
    # Everything has been answered or passed; what remains is sending it.
    is_ready: bool = False


def turn(form: SurveyForm, version: SurveyVersion, data: Mapping[str, str]) -> Pages:
    """Turn to the page that was asked for, and say whether the survey can be sent.

    The form then shows that page and its problems. Forward only from a page without
    problems, and never past a page that has some; back from any. Sending without a
    page, as a program may, takes all pages at once.
    """
    titles = version.page_titles or [{}]
    count = len(titles)
    here = _page(data.get(PAGE, ""), count)
    move = Move(data[MOVE]) if data.get(MOVE) in set(Move) else Move.SEND
    if not form.is_bound:
        target = _near(form, 0, +1, count)
    elif move is Move.BACK:
        target = _near(form, here, -1, count)
        form.forget_problems()
    else:
        wrong = form.first_page_with_a_problem
        if move is Move.SEND:
            if wrong is None and form.is_valid():
                form.show_page(here)
                return _pages(form, here, titles, is_ready=True)
            target = wrong or here
        elif wrong is not None and wrong <= here:
            target = wrong
        else:
            target = _near(form, here, +1, count)
            form.forget_problems()
    form.show_page(target)
    return _pages(form, target, titles)


def begin_again(form: SurveyForm, version: SurveyVersion) -> Pages:
    """Show the first page with what was answered so far."""
    titles = version.page_titles or [{}]
    target = _near(form, 0, +1, len(titles))
    form.show_page(target)
    return _pages(form, target, titles)


def _page(text: str, count: int) -> int:
    return min(max(int(text), 1), count) if text.isdecimal() and len(text) < 4 else 1


def _near(form: SurveyForm, here: int, step: int, count: int) -> int:
    """Return the next page in a direction that has something for this person.

    Forward it is the last page where none has, with nothing on it but the button.
    """
    page = here + step
    while 1 <= page <= count:
        if form.items_of(page):
            return page
        page += step
    return count if step > 0 else max(here, 1)


def _pages(
    form: SurveyForm,
    number: int,
    titles: list[dict[str, str]],
    *,
    is_ready: bool = False,
) -> Pages:
    later = range(number + 1, len(titles) + 1)
    return Pages(
        number=number,
        count=len(titles),
        title=in_language(titles[number - 1]),
        has_back=any(form.items_of(page) for page in range(1, number)),
        is_last=not any(form.items_of(p, decided_before=number) for p in later),
        is_ready=is_ready,
    )

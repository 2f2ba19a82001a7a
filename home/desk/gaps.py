"""What a course lacks, as sentences with the place where each is put right.

Some of it keeps the course from being published: a learner would meet an empty page.
The rest is advice.
"""

import dataclasses
from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.blocks import StreamBlockValidationError
from wagtail.models import Page

from assessments.assembly import make_plan, shortages
from assessments.models import Item
from assessments.rule_wording import shortage
from courses.models import CoursePage, LessonPage, ModulePage
from courses.translated import content_languages
from feedback.models import FeedbackPage, Survey

from .outline import DeskCourse, Part


@dataclasses.dataclass(frozen=True)
class Gap:
    """One thing that is missing."""

    sentence: str
    url: str
    # Learners must not meet it; advice otherwise.
    is_blocking: bool = False


def gaps_of(course: DeskCourse) -> list[Gap]:
    """Return what the course lacks, what keeps it from being published first."""
    found = [gap for part in course.parts for gap in _of_part(part)]
    found += _of_whole(course)
    return sorted(found, key=lambda gap: not gap.is_blocking)


def _of_part(part: Part) -> Iterator[Gap]:
    draft = part.draft
    match draft:
        case CoursePage():
            yield from _of_course_page(part, draft)
        case ModulePage():
            if not part.children:
                yield _must(part, _("The module “%(title)s” has no lesson yet."))
            elif not draft.objectives:
                yield _should(
                    part, _("The module “%(title)s” has no learning objectives.")
                )
        case LessonPage():
            yield from _of_lesson(part, draft)
        case FeedbackPage():
            yield from _of_survey(part, draft)
    if part.is_quiz:
        yield from _of_quiz(part)


def _of_course_page(part: Part, draft: CoursePage) -> Iterator[Gap]:
    if not draft.summary.strip():
        yield _must(
            part,
            _("The course has no summary: the one sentence that the catalogue shows."),
        )
    if not draft.objectives:
        yield _should(
            part, _("The course has no learning objectives: what can one do after it?")
        )
    if not strip_tags(draft.aim).strip():
        yield _should(part, _("The course does not say what it aims at."))
    if not draft.audience.strip():
        yield _should(part, _("The course does not say whom it is for."))


def _of_lesson(part: Part, draft: LessonPage) -> Iterator[Gap]:
    if not any(_says_something(block.value) for block in draft.body):
        yield _must(part, _("The lesson “%(title)s” has no text yet."))
        return
    unfinished = _unfinished_blocks(draft)
    if "figure" in unfinished:
        yield _must(
            part,
            _(
                "A picture in “%(title)s” is missing, or has no text that says what it "
                "shows."
            ),
        )
    labels = [
        str(label) for kind, label in unfinished.items() if kind not in {"figure"}
    ]
    if labels:
        yield _must(
            part,
            _("In “%(title)s” something is not filled in: %(blocks)s."),
            blocks=", ".join(labels),
        )
    if not any(block.block_type == "references" for block in draft.body):
        yield _should(
            part,
            _(
                "The lesson “%(title)s” names no source, so there is no day for "
                "checking its facts again."
            ),
        )


def _unfinished_blocks(draft: LessonPage) -> dict[str, str]:
    """Return type and label of the blocks that the editor would not publish."""
    try:
        draft.body.stream_block.clean(draft.body)
    except StreamBlockValidationError as error:
        return {
            draft.body[index].block_type: draft.body[index].block.label
            for index in error.block_errors or {}
        }
    except ValidationError:
        return {}
    return {}


def _says_something(value) -> bool:
    """Answer whether a block's value holds a text or a picture."""
    if isinstance(value, str):
        return bool(value.strip())
    if hasattr(value, "source"):
        return bool(strip_tags(value.source).strip())
    if hasattr(value, "items"):
        return any(
            _says_something(inner) for name, inner in value.items() if name != "tone"
        )
    if isinstance(value, (list, tuple)) or hasattr(value, "bound_blocks"):
        return any(_says_something(inner) for inner in value)
    return value is not None and not isinstance(value, bool)


def _of_quiz(part: Part) -> Iterator[Gap]:
    quiz = part.draft.assessment
    if not part.entries:
        yield _must(
            part, _("The quiz “%(title)s” has no question yet."), url=quiz_url(quiz)
        )
        return
    for question in part.questions:
        if question.is_unpublished and question.open_end:
            yield Gap(
                _("Question %(number)s of “%(title)s” is not finished. %(reason)s")
                % {
                    "number": question.number,
                    "title": part.name,
                    "reason": question.open_end,
                },
                item_url(question.entry.item),
                is_blocking=True,
            )
        elif not question.is_unpublished and question.has_changes:
            yield Gap(
                _("Question %(number)s of “%(title)s” has changes not published.")
                % {"number": question.number, "title": part.name},
                item_url(question.entry.item),
            )
    if any(question.is_unpublished for question in part.questions):
        return
    if not all(entry.item_id for entry in part.entries):
        yield from _of_draws(part)
    elif all(entry.item.is_retired for entry in part.entries):
        yield _none_published(part)


def _of_draws(part: Part) -> Iterator[Gap]:
    plan = make_plan(part.entries)
    for short in shortages(plan):
        yield Gap(
            _("The quiz “%(title)s” draws questions that are not there: %(reason)s")
            % {"title": part.name, "reason": shortage(short)},
            quiz_url(part.draft.assessment),
            is_blocking=True,
        )
    if not plan.item_count:
        yield _none_published(part)


def _none_published(part: Part) -> Gap:
    return Gap(
        _("No question of the quiz “%(title)s” is published.") % {"title": part.name},
        quiz_url(part.draft.assessment),
        is_blocking=True,
    )


def _of_survey(part: Part, draft: FeedbackPage) -> Iterator[Gap]:
    if draft.survey.current_version_id is None:
        yield Gap(
            _("The survey “%(survey)s” is not published.")
            % {"survey": draft.survey.name},
            survey_url(draft.survey),
            is_blocking=True,
        )


def _of_whole(course: DeskCourse) -> Iterator[Gap]:
    if not course.steps and not course.root.children:
        yield _must(course.root, _("The course has no module yet."))
    if not any(isinstance(step.draft, FeedbackPage) for step in course.steps):
        yield _should(
            course.root, _("The course does not ask what learners thought of it.")
        )
    missing = untranslated(course.page)
    if missing:
        sentence = ngettext(
            "There is no translation yet: %(languages)s.",
            "There are no translations yet: %(languages)s.",
            len(missing),
        )
        yield Gap(
            sentence % {"languages": ", ".join(str(name) for name in missing)},
            reverse("wagtailadmin_explore", args=[course.page.pk]),
        )


def untranslated(page: CoursePage) -> list[str]:
    """Return the names of the languages that the course has no pages in."""
    has = set(
        Page.objects.filter(translation_key=page.translation_key).values_list(
            "locale__language_code", flat=True
        )
    )
    return [capfirst(name) for code, name in content_languages() if code not in has]


def item_url(item: Item) -> str:
    """Return where a question is edited."""
    return reverse(Item.snippet_viewset.get_url_name("edit"), args=[item.pk])


def quiz_url(quiz) -> str:
    """Return where a quiz is edited."""
    return reverse(type(quiz).snippet_viewset.get_url_name("edit"), args=[quiz.pk])


def survey_url(survey: Survey) -> str:
    """Return where a survey is edited."""
    return reverse(Survey.snippet_viewset.get_url_name("edit"), args=[survey.pk])


def _must(part: Part, sentence: str, url: str = "", **texts) -> Gap:
    texts["title"] = part.name
    return Gap(sentence % texts, url or part.edit_url, is_blocking=True)


def _should(part: Part, sentence: str, **texts) -> Gap:
    texts["title"] = part.name
    return Gap(sentence % texts, part.edit_url)

"""The starter course as journeys need it: the real texts, as few pages as will do."""

import dataclasses
from functools import cache
from pathlib import Path

import home
from courses.models import Course
from home.course_import import import_package
from home.packages import CoursePackage, Item, TrueFalseItem, read_package
from tests.factories.site import catalogue

FOLDER = Path(home.__file__).parent / "starter"
SLUG = "ips-in-practice"
TITLE = "IPS in practice: onboarding"


@cache
def whole() -> CoursePackage:
    """The course as it comes: seven modules, 33 required steps, a survey."""
    return read_package(FOLDER / SLUG)


def short() -> CoursePackage:
    """The same with one lesson, a quiz of three questions and the survey.

    The questions are of three kinds: one answer, true or false, several answers.
    """
    package = whole()
    module = package.modules[0]
    lesson, quiz = module.steps[0], module.steps[-1]
    few = dataclasses.replace(quiz.assessment, entries=quiz.assessment.entries[:3])
    quiz = dataclasses.replace(quiz, assessment=few)
    module = dataclasses.replace(module, steps=(lesson, quiz))
    return dataclasses.replace(
        in_english(package), outline=(module, package.outline[-1])
    )


def only_the_survey() -> CoursePackage:
    """The same with nothing but its survey, for those who read the answers."""
    package = in_english(whole())
    return dataclasses.replace(package, outline=package.outline[-1:])


def in_english(package: CoursePackage) -> CoursePackage:
    """The same with pages in English only: a language without a title gets none."""
    return dataclasses.replace(package, title={"en": package.title["en"]})


def publish(package: CoursePackage) -> Course:
    """Import the package as an administrator would; return its course."""
    import_package(package=package, catalogue=catalogue())
    return Course.objects.get(slug=package.slug)


def right(item: Item) -> list[str]:
    """Return the options that are right, as they stand on the page."""
    return [text for text, is_key in _options(item) if is_key]


def wrong(item: Item) -> list[str]:
    """Return one option that is not."""
    return [next(text for text, is_key in _options(item) if not is_key)]


def _options(item: Item) -> list[tuple[str, bool]]:
    if isinstance(item, TrueFalseItem):
        return [("True", item.answer), ("False", not item.answer)]
    return [(option.text["en"], option.is_key) for option in item.options]

"""A small course in English and Finnish, as the files of a package."""

import pytest
from django.utils import translation
from wagtail.models import Page

from home.course_import import import_package
from home.packages import read_files

LESSON = (
    "---\ntitle: {title}\nintroduction: {title}, in short.\n---\n{title} is read.\n"
)


@pytest.fixture(autouse=True)
def _english_again():
    """A request in Finnish leaves the thread in Finnish."""
    yield
    translation.activate("en")


def course_files(**changes: str) -> dict[str, bytes]:
    """A course of two lessons, a quiz and a survey, in English and Finnish."""
    texts = {
        "course.yaml": (
            "format: 1\nslug: small\nlanguage: en\n"
            "title: {en: Small, fi: Pieni}\nsummary: {en: Short., fi: Lyhyt.}\n"
            "audience: Nurses\n"
        ),
        "01-basics/module.yaml": "title: {en: Basics, fi: Perusteet}\n",
        "01-basics/01-why.md": LESSON.format(title="Why"),
        "01-basics/01-why.fi.md": LESSON.format(title="Miksi"),
        "01-basics/02-how.md": LESSON.format(title="How"),
        "01-basics/02-how.fi.md": LESSON.format(title="Miten"),
        "01-basics/03-check.yaml": (
            "type: quiz\ntitle: {en: Check, fi: Testi}\nunlock: any_time\n"
            "assessment: {key: small-check, name: Check}\n"
            "items:\n"
            "  - key: goal\n    type: single_choice\n"
            '    question: {en: "The goal?", fi: "Tavoite?"}\n'
            "    options:\n"
            "      - {key: job, text: {en: A job, fi: Työpaikka}, right: true}\n"
            "      - {key: rest, text: {en: Rest, fi: Lepo}}\n"
            "    explanation: It is a job.\n    revisit: 01-why\n"
        ),
        "02-opinion.yaml": (
            "type: feedback\ntitle: {en: Opinion, fi: Mielipide}\nrequired: false\n"
            "unlock: any_time\nsurvey: end\n"
        ),
        "surveys/end.yaml": (
            "key: end\nname: End\nscale: five\nminutes: 1\nitems:\n"
            "  - key: clarity\n    statement: {en: It was clear., fi: Oli selkeää.}\n"
        ),
        "scales/five.yaml": (
            "key: five\nname: Five\nfavourable_from: 4\npoints: [a, b, c, d, e]\n"
        ),
    }
    texts |= changes
    return {name: text.encode() for name, text in texts.items() if text}


def imported(**changes: str):
    return import_package(package=read_files(course_files(**changes)))


def page_of(model, title: str) -> Page:
    return model.objects.live().get(title=title)

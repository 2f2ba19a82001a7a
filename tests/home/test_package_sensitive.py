"""What may be hard to read is carried by packages, in all languages."""

import pytest

from courses.models import Course, LessonPage, ModulePage
from home.course_export import export_course
from home.packages import read_files
from home.packages.content import Sensitive
from home.packages.languages import translations
from home.packages.writer import write_files
from tests.home.small_course import LESSON, course_files, imported
from tests.home.small_package import LESSON_FILE, package_with, problems_of

FRONT = "minutes: 4\n"
MODULE = "01-basics/module.yaml"
WHY, WHY_FI = "01-basics/01-why.md", "01-basics/01-why.fi.md"
MARKED = {
    MODULE: (
        "title: {en: Work, fi: Työ}\n"
        "sensitive: [coercion]\nsensitive_note: {en: About force., fi: Pakosta.}\n"
    ),
    WHY: LESSON.format(title="Why").replace(
        ".\n---", ".\nsensitive: [trauma, suicide]\nsensitive_note: No methods.\n---", 1
    ),
    WHY_FI: LESSON.format(title="Miksi").replace(
        ".\n---", ".\nsensitive_note: Ei menetelmiä.\n---", 1
    ),
}  # fmt: skip


def test_a_package_says_it_of_lessons_and_modules():
    package = read_files(course_files(**MARKED))
    (module,) = package.modules
    lesson, other = package.lessons

    assert module.sensitive == (Sensitive.COERCION,)
    assert module.sensitive_note == {"en": "About force.", "fi": "Pakosta."}
    assert lesson.sensitive == (Sensitive.SUICIDE, Sensitive.TRAUMA)
    assert lesson.sensitive_note == {"en": "No methods.", "fi": "Ei menetelmiä."}
    assert (other.sensitive, other.sensitive_note) == ((), {})


def test_it_is_written_as_it_was_read():
    package = read_files(course_files(**MARKED))
    files = write_files(package)
    assert b"sensitive: [suicide, trauma]\n" in files[WHY]
    assert b"sensitive:" not in files[WHY_FI]
    assert read_files(files) == package


@pytest.mark.django_db
@pytest.mark.usefixtures("site")
def test_pages_of_all_languages_are_marked_and_exported_again():
    imported(**MARKED)
    marks = {
        page.title: (page.sensitive_topics, page.sensitive_note)
        for page in [*LessonPage.objects.all(), *ModulePage.objects.all()]
    }
    assert marks["Why"] == (["suicide", "trauma"], "No methods.")
    assert marks["Miksi"] == (["suicide", "trauma"], "Ei menetelmiä.")
    assert marks["Työ"] == (["coercion"], "Pakosta.")
    assert marks["How"] == ([], "")

    assert imported(**MARKED).updated == 0
    exported = export_course(Course.objects.get(slug="small"))
    assert exported.package.lessons[0].sensitive == (
        Sensitive.SUICIDE,
        Sensitive.TRAUMA,
    )
    assert exported.package.modules[0].sensitive_note["fi"] == "Pakosta."


def test_a_note_that_is_not_translated_is_listed():
    files = course_files(**MARKED | {WHY_FI: LESSON.format(title="Miksi")})
    (finnish,) = translations(read_files(files))
    assert f"{WHY}: sensitive note" in {str(one) for one in finnish.missing}


WRONG = {
    "unknown": (
        "sensitive: [suicde]",
        "“sensitive” has suicide, self_harm, violence, abuse, coercion, trauma or "
        "death, not “suicde”.",
    ),
    "no list": ("sensitive: suicide", "Here must be a list (- …), not a single value."),
    "misspelt": ("sensitve: [suicide]", "Did you mean “sensitive”?"),
}


@pytest.mark.parametrize(("line", "sentence"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said(line, sentence):
    files = package_with(LESSON_FILE, FRONT, f"{FRONT}{line}\n")
    (problem,) = problems_of(files)
    assert problem.startswith(f"{LESSON_FILE}, line 5: ")
    assert sentence in problem

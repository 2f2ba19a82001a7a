"""Courses in several languages side by side: what is published, shared and missing."""

import pytest
from wagtail.models import Locale, Page

from courses.models import CatalogPage, Course, CoursePage, LessonPage
from home.course_import import MissingLocale, import_package
from home.models import HomePage, StandardPage
from home.packages import read_files
from home.packages.languages import page_languages, translations
from home.setup import catalogue_in, set_up_site
from tests.factories.packages import everything

from .small_course import LESSON, _english_again, course_files, imported, page_of

__all__ = ["_english_again"]


# What is complete


def test_a_language_with_all_titles_and_lessons_gets_pages():
    package = read_files(course_files())

    assert page_languages(package) == ("en", "fi")


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("course.yaml", ", fi: Lyhyt.", "", "course.yaml: summary"),
        (
            "01-basics/03-check.yaml",
            ", fi: Testi",
            "",
            "01-basics/03-check.yaml: title",
        ),
        ("02-opinion.yaml", ", fi: Mielipide", "", "02-opinion.yaml: title"),
    ],
)
def test_a_missing_title_keeps_a_language_back(file, old, new, what):
    files = course_files()
    assert old in files[file].decode()
    files[file] = files[file].decode().replace(old, new).encode()
    package = read_files(files)
    (finnish,) = translations(package)

    assert page_languages(package) == ("en",)
    assert [str(missing) for missing in finnish.needed] == [what]


def test_a_missing_lesson_keeps_a_language_back():
    package = read_files(course_files(**{"01-basics/02-how.fi.md": ""}))
    (finnish,) = translations(package)

    assert page_languages(package) == ("en",)
    assert [str(text) for text in finnish.needed] == ["01-basics/02-how.md: the lesson"]


def test_other_missing_texts_are_named_and_keep_nothing_back():
    (finnish,) = translations(read_files(course_files()))

    assert finnish.is_complete
    assert [str(text) for text in finnish.missing] == [
        "course.yaml: audience",
        "01-basics/03-check.yaml: item goal, explanation",
        "scales/five.yaml: points 1",
        "scales/five.yaml: points 2",
        "scales/five.yaml: points 3",
        "scales/five.yaml: points 4",
        "scales/five.yaml: points 5",
    ]


def test_missing_texts_of_everything_are_named_as_authors_know_them():
    (finnish,) = translations(read_files(everything()))
    said = {str(text) for text in finnish.missing}

    assert {
        "01-start/module.yaml: objective 1",
        "01-start/02-check.yaml: failed text",
        "01-start/02-check.yaml: score bands 1, text",
        "01-start/02-check.yaml: section of entry 11",
        "01-start/02-check.yaml: item every-single, options job, feedback",
        "01-start/02-check.yaml: item every-single, hints 1",
        "01-start/02-check.yaml: item every-gap, gaps job, words x, text",
        "bank/items.yaml: item every-shared, question",
        "cases/aino.yaml: story",
        "categories.yaml: goals",
        "outcomes.yaml: explain-ips",
        "surveys/everything-end.yaml: items bored, wording",
    } <= said
    # The words of a statement's two options are the site's.
    assert not [text for text in said if "options true, text" in text]
    assert not [text for text in said if text.startswith("02-final.yaml: item")]


def test_a_language_of_the_survey_alone_is_none_of_the_course():
    survey = course_files()["surveys/end.yaml"].decode()
    survey = survey.replace("selkeää.}", "selkeää., sv: Det var klart.}")
    package = read_files(course_files(**{"surveys/end.yaml": survey}))

    assert [found.language for found in translations(package)] == ["fi"]


# Pages


def test_each_language_has_its_tree_and_all_share_one_outline(site):
    summary = imported()
    course = Course.objects.get()
    english, finnish = (
        CoursePage.objects.get(title=title) for title in ("Small", "Pieni")
    )

    assert summary.languages == ("en", "fi")
    assert english.translation_key == finnish.translation_key == course.key
    assert finnish.get_parent().specific == CatalogPage.objects.get(
        locale__language_code="fi"
    )
    assert finnish.get_url() == "/fi/courses/small/"
    titles = course.steps.in_outline().values_list("title", flat=True)
    assert list(titles) == ["Why", "How", "Check", "Opinion"]
    assert [page.title for page in finnish.get_descendants().live()] == [
        "Perusteet",
        "Miksi",
        "Miten",
        "Testi",
        "Mielipide",
    ]


def test_an_optional_text_is_left_out_rather_than_in_another_language(site):
    imported()

    assert CoursePage.objects.get(title="Small").audience == "Nurses"
    assert CoursePage.objects.get(title="Pieni").audience == ""


def test_the_first_course_of_a_language_brings_its_first_pages(site):
    set_up_site()
    imported()
    finnish = HomePage.objects.get(locale__language_code="fi")
    english = HomePage.objects.get(locale__language_code="en")

    assert finnish.translation_key == english.translation_key
    assert finnish.headline == "Opi, mikä auttaa – muutama minuutti kerrallaan."
    keys = {
        code: set(
            StandardPage.objects.filter(locale__language_code=code).values_list(
                "translation_key", flat=True
            )
        )
        for code in ("en", "fi")
    }
    assert keys["en"] == keys["fi"]
    assert len(keys["fi"]) == 2
    assert not HomePage.objects.filter(locale__language_code="sv").exists()


def test_the_first_pages_of_a_language_are_made_once(site):
    set_up_site()
    finnish = Locale.objects.get(language_code="fi")

    assert catalogue_in(finnish) == catalogue_in(finnish)
    assert HomePage.objects.filter(locale=finnish).count() == 1


def test_a_plain_page_that_people_deleted_stays_away_in_other_languages(site):
    set_up_site()
    StandardPage.objects.first().delete()
    catalogue_in(Locale.objects.get(language_code="fi"))

    assert StandardPage.objects.filter(locale__language_code="fi").count() == 1


def test_a_course_in_finnish_goes_to_the_finnish_catalogue(site):
    course = course_files()["course.yaml"].decode()
    only_finnish = {
        "course.yaml": course.replace("language: en", "language: fi")
        .replace("en: Small, ", "")
        .replace("en: Short., ", "")
        .replace("Nurses", "Hoitajat"),
        "01-basics/module.yaml": "title: Perusteet\n",
        "01-basics/01-why.md": LESSON.format(title="Miksi"),
        "01-basics/01-why.fi.md": "",
        "01-basics/02-how.md": "",
        "01-basics/02-how.fi.md": "",
        "01-basics/03-check.yaml": "",
        "02-opinion.yaml": "",
        "surveys/end.yaml": "",
        "scales/five.yaml": "",
    }
    page = imported(**only_finnish).course_page

    assert page.locale.language_code == "fi"
    assert page.get_url() == "/fi/courses/small/"


def test_a_language_that_the_site_has_not_is_said_and_left_out(site):
    Locale.objects.filter(language_code="fi").delete()
    summary = imported()

    assert summary.languages == ("en",)
    assert summary.unknown_languages == ("fi",)


def test_a_site_without_the_language_of_the_course_refuses_it(site):
    Locale.objects.filter(language_code="sv").delete()
    files = course_files()
    package = read_files(
        {
            "course.yaml": b"format: 1\nslug: s\nlanguage: sv\ntitle: T\nsummary: S\n",
            "01-a.md": files["01-basics/01-why.md"],
        }
    )
    with pytest.raises(MissingLocale):
        import_package(package=package)


def test_importing_again_changes_no_page_of_any_language(site):
    imported()
    before = list(Page.objects.order_by("pk").values_list("pk", "latest_revision"))
    again = imported()

    assert (again.created, again.updated) == (0, 0)
    assert before == list(
        Page.objects.order_by("pk").values_list("pk", "latest_revision")
    )


def test_a_changed_translation_changes_one_page(site):
    imported()
    again = imported(**{"01-basics/02-how.fi.md": LESSON.format(title="Kuinka")})

    assert (again.created, again.updated) == (0, 1)
    assert page_of(LessonPage, "Kuinka").slug == "how"


def test_a_translation_that_was_begun_by_hand_is_taken_over(site):
    imported(**{"01-basics/01-why.fi.md": "", "01-basics/02-how.fi.md": ""})
    finnish = catalogue_in(Locale.objects.get(language_code="fi"))
    english = page_of(CoursePage, "Small")
    begun = english.copy_for_translation(finnish.locale)
    imported()

    assert (
        CoursePage.objects.filter(translation_key=english.translation_key).count() == 2
    )
    begun.refresh_from_db()
    assert (begun.title, begun.live) == ("Pieni", True)


def test_a_lesson_that_is_put_between_others_is_shown_between_them(site):
    imported()
    files = course_files()
    imported(
        **{
            "01-basics/02-how.md": "",
            "01-basics/02-how.fi.md": "",
            "01-basics/02-when.md": LESSON.format(title="When"),
            "01-basics/02-when.fi.md": LESSON.format(title="Milloin"),
            "01-basics/03-how.md": files["01-basics/02-how.md"].decode(),
            "01-basics/03-how.fi.md": files["01-basics/02-how.fi.md"].decode(),
            "01-basics/03-check.yaml": "",
            "01-basics/04-check.yaml": files["01-basics/03-check.yaml"].decode(),
        }
    )
    course = Course.objects.get()
    titles = course.steps.in_outline().values_list("title", flat=True)

    assert list(titles) == ["Why", "When", "How", "Check", "Opinion"]
    finnish = page_of(CoursePage, "Pieni").get_descendants().type(LessonPage)
    assert [page.title for page in finnish] == ["Miksi", "Milloin", "Miten"]


def test_a_page_that_is_not_in_the_package_is_named_and_left_alone(site):
    imported()
    again = imported(**{"01-basics/02-how.md": "", "01-basics/02-how.fi.md": ""})

    assert {page.title for page in again.left_alone} == {"How", "Miten"}


# Learners

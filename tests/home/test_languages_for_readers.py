"""Courses in several languages, as learners, coordinators and operators meet them."""

from pathlib import Path

from django.core.management import call_command
from django.urls import reverse
from wagtail.models import Site

from assessments.models import QuizPage
from courses.models import Course, Step
from feedback.models import FeedbackPage
from home.course_import import import_package
from home.packages import read_files
from people.models import User
from tests.factories.courses import enrolled
from tests.factories.people import UserFactory

from .small_course import _english_again, course_files, imported

__all__ = ["_english_again"]


def switch(client, to: str, at: str):
    return client.post(reverse("language"), {"language": to, "next": at})


def test_a_finnish_learner_who_switches_to_english_keeps_place_and_progress(
    site, client
):
    imported()
    course = Course.objects.get()
    learner = UserFactory(preferred_language="fi")
    client.force_login(learner)
    response = client.post(reverse("courses:enrol", args=[course.slug]))
    assert response.url == "/fi/courses/small/basics/why/"
    why = Step.objects.get(title="Why")
    response = client.post(reverse("courses:complete-lesson", args=[why.pk]))
    assert response.url == "/fi/courses/small/basics/how/"

    response = switch(client, "en", at=response.url)

    assert response.url == "/courses/small/basics/how/"
    html = client.get(response.url).content.decode()
    assert "How is read." in html
    course_page = client.get("/courses/small/").content.decode()
    assert "1 of 3 required steps completed" in course_page
    assert learner.enrolments.get().completions.count() == 1
    back = switch(client, "fi", at=response.url)
    assert back.url == "/fi/courses/small/basics/how/"


def test_a_quiz_asks_and_answers_in_the_language_of_its_reader(site, client):
    imported()
    course = Course.objects.get()
    learner = UserFactory(preferred_language="fi")
    enrolled(learner, course)
    client.force_login(learner)
    step = Step.objects.get(title="Check")
    started = client.post(
        reverse("assessments:start"), {"step": step.pk, "start_key": "a" * 32}
    )
    asked = client.get(started.url, follow=True)
    assert "Tavoite?" in asked.content.decode()
    attempt = learner.enrolments.get().attempts.get()
    client.post(reverse("assessments:submit", args=[attempt.pk]))
    result = client.get(reverse("assessments:result", args=[attempt.pk]))
    html = result.content.decode()

    # The lesson to read again, in the same language.
    assert 'href="/fi/courses/small/basics/why/"' in html
    assert "Miksi" in html


def test_both_languages_of_a_quiz_page_give_the_same_assessment(site):
    imported()

    assert QuizPage.objects.values("assessment").distinct().count() == 1
    assert FeedbackPage.objects.values("survey").distinct().count() == 1


def test_ratings_of_both_languages_are_counted_together(site, client):
    from feedback.models import RatingCell, SurveyItemVersion

    imported()
    course = Course.objects.get()
    step = Step.objects.get(title="Opinion")
    version = SurveyItemVersion.objects.select_related("item").get()
    for language, value in (("fi", 5), ("en", 4), ("fi", 4)):
        learner = UserFactory(preferred_language=language)
        enrolled(learner, course)
        client.force_login(learner)
        response = client.post(
            reverse("feedback:answer", args=[step.pk]), {version.item.key: value}
        )
        assert response.status_code == 302, response.content.decode()[:2000]

    cells = RatingCell.objects.filter(item_version=version, group__dimension="")
    assert {cell.value: cell.n for cell in cells} == {5: 1, 4: 2}


def test_a_catalogue_lists_courses_that_are_not_translated_too(site, client):
    imported()
    files = course_files()
    import_package(
        package=read_files(
            {
                "course.yaml": (
                    b"format: 1\nslug: other\nlanguage: en\n"
                    b"title: Untranslated\nsummary: S.\n"
                ),
                "01-a.md": files["01-basics/01-why.md"],
            }
        )
    )
    html = client.get("/fi/courses/").content.decode()

    assert html.index("Pieni") < html.index("Untranslated")
    assert "Small" not in html
    assert '<h2 class="course-card__title" lang="en">' in html
    english = client.get("/courses/").content.decode()
    assert "Pieni" not in english


# The command


def test_the_command_names_languages_and_missing_translations(site, tmp_path, capsys):
    for name, data in course_files().items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    call_command("import_course", tmp_path, dry_run=True)
    said = capsys.readouterr()

    assert "Pages in: en, fi." in said.out
    assert "Missing translations, fi: 7 texts" in said.err
    assert "  course.yaml: audience" in said.err
    assert not Course.objects.exists()

    call_command("import_course", tmp_path)
    said = capsys.readouterr()
    assert "“Small” is published: " in said.out
    assert "Missing translations, fi: 7 texts" in said.err


def test_the_demonstration_has_finnish_pages_at_finnish_addresses(site, noon, client):
    from home import demo

    demo.load(at=noon)
    client.force_login(User.objects.get(email="learner@example.org"))
    page = client.get("/fi/courses/engaging-people/")

    assert page.status_code == 200
    assert "vakava mielenterveyden häiriö" in page.content.decode()
    assert Site.objects.get().root_page.locale.language_code == "en"
    assert "engaging-people" in str(Path(page.request["PATH_INFO"]))

"""The catalogue: search and filters that stand in the address, and other languages."""

import re

import pytest
from wagtail.models import Locale

from courses.actions import complete_step
from courses.certificates.actions import put_name
from courses.listing import folded
from courses.models import Certificate, CoursePage, Topic
from courses.outline import sync_course
from home.packages.content import Profession as PackageProfession
from people.models import Profession
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory
from tests.factories.site import catalogue

EVERYTHING = {"Ordinary jobs", "Päihteet ja työ", "For everybody"}


@pytest.fixture
def courses(site):
    """Three courses that differ in everything that one can ask for."""
    Topic.objects.create(key="work", name={"en": "Work", "fi": "Työ"})
    Topic.objects.create(key="talk", name={"en": "Talking"})
    Topic.objects.create(key="unused", name={"en": "Unused"})
    found = {}
    for title, minutes, topics, professions in (
        ("Ordinary jobs", 30, ["work"], ["nurse"]),
        ("Päihteet ja työ", 90, ["work", "talk"], ["coach"]),
        ("For everybody", 200, [], []),
    ):
        built = build_course(title=title, lessons=1)
        CoursePage.objects.filter(pk=built.page.pk).update(
            topics=topics, professions=professions
        )
        step = built.lessons[0]
        step.minutes = minutes
        step.save()
        sync_course(built.page)
        found[title] = built
    return found


def titles(response):
    return re.findall(
        r'course-card__title" lang="\w+"><a href="[^"]+">([^<]+)<',
        response.content.decode(),
    )


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("", EVERYTHING),
        ("q=ordinary", {"Ordinary jobs"}),
        # Of the topic, whose name is in another language than the page.
        ("q=WORK+jobs", {"Ordinary jobs"}),
        ("q=paihteet", {"Päihteet ja työ"}),
        ("q=lesson+1", EVERYTHING),
        ("q=nothing+like+it", set()),
        ("topic=talk", {"Päihteet ja työ"}),
        ("topic=work&length=short", {"Ordinary jobs"}),
        # A course for everybody is for nurses too.
        ("profession=nurse", {"Ordinary jobs", "For everybody"}),
        ("length=long", {"For everybody"}),
        ("length=medium&profession=nurse", set()),
        ("language=fi", EVERYTHING),
        (
            "topic=%00&length=../x&page=9",
            EVERYTHING,
        ),
        ("q=" + "x" * 5000, set()),
    ],
)
def test_the_list_holds_what_fits_everything_that_was_asked(
    client, courses, asked, expected
):
    response = client.get(f"/courses/?{asked}")
    assert response.status_code == 200
    assert set(titles(response)) == expected


def test_the_address_keeps_the_choice_and_each_part_can_be_taken_back(client, courses):
    page = client.get("/courses/?q=paihteet&topic=work").content.decode()
    assert 'value="paihteet"' in page
    assert '<option value="work" selected>' in page
    assert 'href="?topic=work#courses"' in page
    assert 'href="?q=paihteet#courses"' in page
    assert "1 course of 3" in page.split("</title>")[0]
    assert re.search(r'role="status">1 course of 3<', page)


def test_nothing_found_offers_a_way_out(client, courses):
    page = client.get("/courses/?q=zebra").content.decode()
    assert "No course fits all of this." in page
    assert re.search(r'href="/courses/"[^>]*>Show all courses<', page)


def test_only_values_that_some_course_has_are_offered(client, courses):
    page = client.get("/courses/").content.decode()
    assert "Talking" in page
    assert "Unused" not in page
    assert 'value="student"' not in page


def test_what_is_typed_is_shown_as_text(client, courses):
    page = client.get("/courses/", {"q": '"><b>x'}).content.decode()
    assert "<b>x" not in page


def test_more_courses_cost_no_more_queries(
    client, courses, django_assert_max_num_queries
):
    client.force_login(UserFactory())
    client.get("/courses/")
    with django_assert_max_num_queries(15):
        client.get("/courses/?q=work&topic=work")


def test_folding_makes_no_difference_between_letters_that_look_alike():
    assert folded("ÄITI Åsa") == folded("aiti asa") == "aiti asa"


def test_packages_know_the_professions_of_the_site():
    assert [str(one) for one in PackageProfession] == Profession.values


# A language without pages -------------------------------------------------------------


@pytest.fixture
def swedish(site):
    """A course in English and Finnish, named in Swedish too."""
    built = build_course(title="Work helps", lessons=1)
    built.page.catalogue_title = {"sv": "Arbete hjälper", "fi": "Ei näy"}
    built.page.catalogue_summary = {"sv": "Kort om arbete."}
    built.page.save()
    finnish = built.page.copy_for_translation(
        Locale.objects.get(language_code="fi"), copy_parents=True
    )
    finnish.title = "Työ auttaa"
    finnish.live = True
    finnish.save()
    sync_course(built.page)
    return built


def test_a_course_is_named_in_a_language_that_it_has_no_pages_in(client, swedish):
    client.cookies["language"] = "sv"
    for address in ("/courses/", swedish.page.get_url()):
        page = client.get(address).content.decode()
        assert re.search(r'lang="sv"[^>]*>(<a[^>]*>)?Arbete hjälper', page), address
        assert re.search(r'lang="sv"[^>]*>Kort om arbete\.', page), address
        assert "Work helps" not in page, address
    # Which languages the lessons are in, said once, on the page of the course.
    assert "course-language" in page
    # The lessons keep their own language.
    assert 'lang="en">Lesson 1' in page


def test_where_there_are_pages_their_own_title_is_shown(client, swedish):
    page = client.get(swedish.page.get_url()).content.decode()
    assert '<h1 lang="en">Work helps</h1>' in page
    assert "course-language" not in page
    client.cookies["language"] = "fi"
    assert "Ei näy" not in client.get("/fi/courses/").content.decode()


def test_the_certificate_has_the_title_in_every_language(swedish, noon):
    enrolment = enrolled(UserFactory(), swedish.course)
    complete_step(enrolment=enrolment, step=swedish.step(swedish.lessons[0]), at=noon)
    put_name(enrolment=enrolment, name="Aino", at=noon)
    assert Certificate.objects.get().titles == {
        "en": "Work helps",
        "fi": "Työ auttaa",
        "sv": "Arbete hjälper",
    }


def test_an_empty_catalogue_has_no_search(client, site):
    page = client.get(catalogue().get_url()).content.decode()
    assert "No course is published yet." in page
    assert "<search" not in page


def test_the_editor_offers_topics_and_professions(client, courses):
    from people.models import User

    client.force_login(User.objects.create_superuser("a@example.org", "x"))
    page = courses["Ordinary jobs"].page
    form = client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
    assert re.search(r'type="checkbox" name="topics" value="work"[^>]* checked', form)
    assert re.search(r'name="professions" value="nurse"[^>]* checked', form)
    assert 'name="catalogue_title_sv"' in form or "catalogue_title" in form

"""The button in the editor that hands out a course as a package."""

import io
import zipfile

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from courses.models import CoursePage
from home.course_import import import_package
from home.packages import read_files
from home.permissions import may_export
from home.setup import REVIEWERS, TRAINERS, set_up_site
from tests.factories.courses import build_course
from tests.factories.packages import everything
from tests.factories.people import UserFactory


@pytest.fixture
def course_page(site, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    set_up_site()
    return import_package(package=read_files(everything())).course_page


def member(group: str):
    user = UserFactory()
    user.groups.add(Group.objects.get(name=group))
    return user


def test_a_trainer_takes_the_course_along(course_page, client):
    client.force_login(member(TRAINERS))
    address = reverse("export-course", args=[course_page.pk])
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[course_page.pk]))
    assert address in edit.content.decode()
    listing = client.get(
        reverse("wagtailadmin_explore", args=[course_page.get_parent().pk])
    )
    assert address in listing.content.decode()

    response = client.get(address)

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="everything.zip"'
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        assert "everything/01-start/02-check.yaml" in archive.namelist()


def test_a_page_of_another_language_gives_the_whole_course(course_page, client):
    client.force_login(member(TRAINERS))
    finnish = CoursePage.objects.get(title="Kaikki")
    response = client.get(reverse("export-course", args=[finnish.pk]))

    assert response.headers["Content-Disposition"].endswith('"everything.zip"')


def test_reviewers_and_learners_get_no_right_answers(course_page, client):
    address = reverse("export-course", args=[course_page.pk])
    reviewer = member(REVIEWERS)
    client.force_login(reviewer)
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[course_page.pk]))

    assert not may_export(user=reviewer, page=course_page)
    assert address not in edit.content.decode()
    assert client.get(address).status_code == 302
    client.force_login(UserFactory())
    assert client.get(address).status_code == 302
    client.logout()
    assert client.get(address).status_code == 302


def test_other_pages_have_no_such_button(course_page, client):
    client.force_login(member(TRAINERS))
    module = course_page.get_children().first()
    edit = client.get(reverse("wagtailadmin_pages:edit", args=[module.pk]))

    assert "course-packages" not in edit.content.decode()
    assert client.get(reverse("export-course", args=[module.pk])).status_code == 404


def test_a_course_that_cannot_be_carried_says_why(site, client):
    set_up_site()
    built = build_course()
    page = built.lessons[0]
    page.body = [("text", f'<p><a linktype="page" id="{page.pk}">Here</a></p>')]
    page.save_revision().publish()
    client.force_login(member(TRAINERS))
    response = client.get(reverse("export-course", args=[built.page.pk]), follow=True)
    html = response.content.decode()

    assert "This course cannot be exported yet." in html
    assert "“Lesson 1”, block 1 (Text): A link leads to another page" in html


def test_what_is_left_out_is_said_afterwards(course_page, client):
    client.force_login(member(TRAINERS))
    course_page.seo_title = "For search engines"
    course_page.save_revision().publish()
    response = client.get(reverse("export-course", args=[course_page.pk]))
    assert response.status_code == 200
    html = client.get(reverse("wagtailadmin_home")).content.decode()

    assert "has texts for search engines, which are left out." in html

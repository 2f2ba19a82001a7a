"""What the pages of the desk cost: as many queries for fifty courses as for one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Locale, Page

from courses.models import CoursePage
from home.desk.outline import desk_course
from home.desk.publishing import publish_course, submit_course
from home.setup import REVIEWERS
from tests.factories.desk import begun_course, member_of, written

OVER_ALL = ["wagtailadmin_home", "desk-courses", "desk-evidence", "desk-translations"]
OF_ONE = ["desk-course", "desk-copy"]


def grown(trainer, *, courses):
    for number in range(courses):
        begun_course(by=trainer, title=f"Course {number}", modules=("One",))


def translated(page):
    finnish = Locale.objects.get(language_code="fi")
    page.get_parent().copy_for_translation(finnish, copy_parents=True)
    for one in Page.objects.descendant_of(page, inclusive=True).order_by("path"):
        one.specific.copy_for_translation(finnish)


def queries_of(client, name, *args):
    """Return how many queries a page takes once the caches of the process are warm."""
    url = reverse(name, args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(url)
    assert response.status_code == 200
    return len(queries)


@pytest.fixture
def course(trainer):
    """A published course in two languages."""
    page = begun_course(by=trainer)
    publish_course(course=written(page), by=trainer)
    translated(page)
    return CoursePage.objects.get(pk=page.pk)


def test_fifty_courses_take_no_more_queries_than_one(course, trainer, client):
    client.force_login(trainer)

    def costs():
        found = {name: queries_of(client, name) for name in OVER_ALL}
        found |= {name: queries_of(client, name, course.pk) for name in OF_ONE}
        return found | {"desk-new": queries_of(client, "desk-new")}

    first = costs()
    grown(trainer, courses=9)
    assert costs() == first
    grown(trainer, courses=40)
    assert costs() == first
    assert max(first.values()) <= 60


@pytest.mark.parametrize("state", ["begun", "written", "in review", "live"])
@pytest.mark.parametrize("reader", ["trainer", "reviewer"])
def test_many_modules_take_no_more_than_one(trainer, client, state, reader):
    costs = []
    user = trainer if reader == "trainer" else member_of(REVIEWERS)
    client.force_login(user)
    for modules in (("One",), ("One", "Two", "Three", "Four")):
        page = begun_course(by=trainer, modules=modules)
        if state != "begun":
            written(page)
        if state == "in review":
            submit_course(course=desk_course(page), by=trainer)
        if state == "live":
            publish_course(course=desk_course(page), by=trainer)
        costs.append(queries_of(client, "desk-course", page.pk))

    # Nine pages and nine questions more.
    assert costs[1] == costs[0]

"""Rules about every address of the site, found by walking the address tree."""

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from feedback.exports.formats import FORMATS
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course, enrolled
from tests.factories.feedback import SurveyFactory
from tests.factories.people import PASSWORD, UserFactory

# Addresses that ask nobody to sign in, each with the reason.
OPEN = {
    "media/<path:path>": "pictures of pages that anybody may read",
    "learn/theme/": "the theme is a choice of the browser",
    "learn/language/": "the language is a choice of the browser",
    "certificates/": "who has a certificate in hand need not have an account",
    "certificates/<str:code>/": "the code is the key; see tests/courses",
    "survey/": "people without an account answer with a code",
    "survey/thanks/": "the same for everybody who has answered",
    "survey/<str:code>/": "the code is the right to answer, once",
}
# Other people's address trees, with their own rules and tests.
FOREIGN = ("cms/", "documents/", "accounts/", "<URLPattern", "")


def patterns(resolver, prefix=""):
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from patterns(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def ours():
    return sorted(
        route
        for route in patterns(get_resolver())
        if route.startswith(
            (
                "learn/",
                "quizzes/",
                "ratings/",
                "people/",
                "media/",
                "certificates/",
                "survey/",
            )
        )
    )


def filled(route):
    """Return an address of this form; nothing needs to be there."""
    return "/" + (
        route.replace("<slug:slug>", "some-course")
        .replace("<int:step_id>", "1")
        .replace("<int:attempt_id>", "1")
        .replace("<int:position>", "1")
        .replace("<int:run_id>", "1")
        .replace("<uuid:comment_id>", "00000000-0000-4000-8000-000000000000")
        .replace("<uuid:response_id>", "00000000-0000-4000-8000-000000000000")
        .replace("<slug:key>", "some-key")
        .replace("<slug:token>", "0123456789abcdef0123")
        .replace("<path:path>", "images/x.png")
        .replace("<str:code>", "7KQ2M0XV93TB")
    )


def test_the_walk_finds_the_addresses():
    """A control: an empty list would let everything below pass."""
    assert "learn/attempts/<int:attempt_id>/result/" in ours()
    assert len(ours()) > 15


@pytest.mark.django_db
@pytest.mark.parametrize("route", ours())
def test_every_address_asks_for_a_sign_in(route, site):
    """A view without its decorator shows a learner's data to anybody."""
    if route in OPEN:
        return
    for verb in ("get", "post"):
        response = getattr(Client(), verb)(filled(route))
        assert response.status_code in (302, 405), (verb, response.status_code)
        if response.status_code == 302:
            assert response.url.startswith("/accounts/login/")


@pytest.fixture
def two_people(site, noon):
    """One learner with records of each kind, and another person's browser."""
    from assessments.actions import start_attempt
    from courses.actions import complete_step

    built = build_course(
        lessons=1, assessment=AssessmentFactory(), survey=SurveyFactory()
    )
    owner = UserFactory()
    enrolment = enrolled(owner, built.course)
    complete_step(enrolment=enrolment, step=built.step(built.lessons[0]), at=noon)
    start_attempt(
        enrolment=enrolment,
        step=built.step(built.quiz),
        assessment=built.quiz.assessment,
        start_key="k",
        at=noon,
    )
    other = Client()
    other.login(username=UserFactory().email, password=PASSWORD)
    return built, owner, other


def real_addresses(built):
    from assessments.models import Attempt

    attempt = Attempt.objects.get().pk
    return [
        f"/learn/attempts/{attempt}/",
        f"/learn/attempts/{attempt}/responses/1/",
        f"/learn/attempts/{attempt}/review/",
        f"/learn/attempts/{attempt}/submission/",
        f"/learn/attempts/{attempt}/result/",
        f"/learn/steps/{built.step(built.lessons[0]).pk}/completion/",
        f"/learn/steps/{built.step(built.lessons[0]).pk}/note/",
        f"/learn/steps/{built.step(built.lessons[0]).pk}/bookmark/",
        f"/learn/feedback/{built.step(built.feedback).pk}/",
        f"/learn/courses/{built.course.slug}/withdrawal/",
        f"/learn/courses/{built.course.slug}/certificate/",
        f"/learn/courses/{built.course.slug}/certificate.pdf",
        "/quizzes/",
        f"/quizzes/{built.quiz.assessment.key}/",
        f"/quizzes/{built.quiz.assessment.key}/table.csv",
        f"/quizzes/{built.quiz.assessment.key}/figures.json",
        "/quizzes/marking/",
        f"/quizzes/{built.quiz.assessment.key}/marking/",
        f"/quizzes/{built.quiz.assessment.key}/correction/",
        "/ratings/runs/",
        "/ratings/runs/plan/",
        "/ratings/runs/1/day/",
        "/ratings/runs/1/codes/",
        f"/ratings/{built.course.slug}/",
        *(f"/ratings/{built.course.slug}/{kind.path}" for kind in FORMATS),
    ]


def test_nobody_reaches_anothers_record(two_people):
    """Guessing a number in an address must show nothing and change nothing."""
    built, _owner, other = two_people
    for address in real_addresses(built):
        for verb in ("get", "post"):
            status = getattr(other, verb)(address).status_code
            assert status in (403, 404, 405), (verb, address, status)


def test_every_form_needs_its_token(two_people):
    """Without it another site could send a learner's answers."""
    built, owner, _other = two_people
    strict = Client(enforce_csrf_checks=True)
    strict.login(username=owner.email, password=PASSWORD)
    addresses = [
        *real_addresses(built),
        f"/learn/courses/{built.course.slug}/enrolment/",
        f"/learn/courses/{built.course.slug}/cohort/",
        "/learn/attempts/",
        "/learn/theme/",
        "/learn/language/",
        "/people/profile/",
        "/survey/",
        "/survey/7KQ2M0XV93TB/",
    ]
    for address in addresses:
        assert strict.post(address).status_code in (403, 405), address


def snapshot():
    """Return every row of every table but the sessions, as the database has it."""
    from django.db import connection

    rows = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            if table != "django_session":
                cursor.execute(f'SELECT * FROM "{table}"')
                rows[table] = sorted(map(repr, cursor.fetchall()))
    return rows


def test_reading_changes_nothing(two_people):
    """A link that a mail program fetches in advance must not do anything."""
    built, owner, _other = two_people
    reader = Client()
    reader.login(username=owner.email, password=PASSWORD)
    addresses = [
        "/",
        "/courses/",
        "/learn/",
        "/people/profile/",
        built.page.get_url(),
        built.module.get_url(),
        built.lessons[0].get_url(),
        built.quiz.get_url(),
        built.feedback.get_url(),
        *real_addresses(built),
        *[filled(route) for route in ours()],
    ]
    before = snapshot()
    for address in addresses:
        reader.get(address)

    assert snapshot() == before

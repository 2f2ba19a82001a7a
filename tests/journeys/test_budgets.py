"""How much a page may weigh, and how small a screen it has to fit.

For the old computer of a ward and the phone on the way home.
"""

import gzip
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.management import call_command
from django.http import HttpResponse
from django.utils import timezone

from assessments.actions import start_attempt
from assessments.models import QuizPage
from courses.actions import complete_step
from courses.models import LessonPage
from feedback.models import FeedbackPage
from tests.factories.courses import enrolled
from tests.factories.people import MembershipFactory, UserFactory

from . import starter
from .soundness import check_forced_colours, check_reflow, check_with_axe
from .visitor import Journey

pytestmark = pytest.mark.journey

# A lesson with a note, words to explain and a way to print has 13.
MOST_REQUESTS = 13
MOST_BYTES = 150_000
MOST_BYTES_OF_SCRIPTS = 40_000
WIDTHS = (320, 360, 1280)
# What is compressed once, when static files are collected.
COMPRESSED = (".css", ".js", ".svg")


@pytest.fixture
def _compressed_files(monkeypatch):
    """Serve static files as a site in production does, where WhiteNoise has them."""
    plain = StaticFilesHandler.serve

    def serve(handler, request):
        response = plain(handler, request)
        if request.path.endswith(COMPRESSED):
            body = gzip.compress(b"".join(response.streaming_content))
            response = HttpResponse(body, headers=response.headers)
            response["Content-Encoding"] = "gzip"
            response["Content-Length"] = len(body)
        return response

    monkeypatch.setattr(StaticFilesHandler, "serve", serve)


class TestBudgets(Journey):
    @pytest.fixture(autouse=True)
    def _more_browsers(self, open_browser):
        self.open_browser = open_browser

    @pytest.mark.usefixtures("_compressed_files")
    def test_pages_are_light(self):
        self.given_learners_of_the_starter_course()
        self.given_a_coordinator_with_ratings()
        for name, user, address in self.pages():
            visitor = self.when_somebody_opens_it_for_the_first_time(user, address)
            self.then_it_took_few_requests(name, visitor)
            self.then_nothing_came_from_elsewhere(name, visitor)
            self.then_it_took_few_bytes(name, visitor)
            visitor.looks()

    def test_pages_fit_every_screen_and_every_taste(self):
        self.given_learners_of_the_starter_course()
        self.given_a_coordinator_with_ratings()
        for _name, user, address in self.pages():
            self.visitor.is_signed_in_as(user)
            self.visitor.opens(address)
            self.visitor.looks()
            for width in WIDTHS:
                self.then_it_fits(width)
            self.then_it_is_sound_in_the_dark()
            self.then_it_is_sound_in_colours_of_the_system()

    # Pages ----------------------------------------------------------------------------

    def given_learners_of_the_starter_course(self):
        self.course = starter.publish(starter.whole())
        self.beginner = UserFactory()
        self.finisher = UserFactory()
        steps = list(self.course.steps.in_outline())
        self.lesson, *_others, self.quiz = steps[:5]
        self.survey = steps[-1]
        now = timezone.now()
        enrolment = enrolled(self.beginner, self.course)
        for step in steps[:4]:
            complete_step(enrolment=enrolment, step=step, at=now)
        self.attempt = start_attempt(
            enrolment=enrolment,
            step=self.quiz,
            assessment=QuizPage.objects.get(
                translation_key=self.quiz.key, locale__language_code="en"
            ).assessment,
            start_key="journey",
            at=now,
        )
        enrolment = enrolled(self.finisher, self.course)
        for step in steps[:-1]:
            complete_step(enrolment=enrolment, step=step, at=now)

    def given_a_coordinator_with_ratings(self):
        membership = MembershipFactory(coordinating=True)
        self.coordinator = membership.user
        call_command(
            "import_ratings",
            self.course.slug,
            starter.FOLDER / "ratings" / "ips-integration-2026.csv",
            survey="ips-integration",
            run="Regions",
            organisation=membership.organisation.slug,
            stdout=StringIO(),
        )

    def pages(self):
        beginner, finisher = self.beginner, self.finisher
        return [
            ("home", beginner, "/"),
            ("catalogue", beginner, "/courses/"),
            ("course", beginner, f"/courses/{starter.SLUG}/"),
            ("lesson", beginner, self.address_of(LessonPage, self.lesson)),
            ("quiz", beginner, self.address_of(QuizPage, self.quiz)),
            ("question", beginner, f"/learn/attempts/{self.attempt.pk}/responses/1/"),
            ("survey", finisher, self.address_of(FeedbackPage, self.survey)),
            ("My learning", beginner, "/learn/"),
            ("ratings", self.coordinator, f"/ratings/{starter.SLUG}/"),
        ]

    def address_of(self, model, step):
        return model.objects.get(
            translation_key=step.key, locale__language_code="en"
        ).get_url()

    # Weight ---------------------------------------------------------------------------

    def when_somebody_opens_it_for_the_first_time(self, user, address):
        visitor = self.open_browser()
        visitor.is_signed_in_as(user)
        visitor.page.goto(address, wait_until="networkidle")
        return visitor

    def then_it_took_few_requests(self, name, visitor):
        addresses = [request.url for request in visitor.watcher.requests]
        assert len(addresses) <= MOST_REQUESTS, (name, addresses)

    def then_nothing_came_from_elsewhere(self, name, visitor):
        hosts = {urlsplit(request.url).netloc for request in visitor.watcher.requests}
        assert hosts == {visitor.watcher.host}, name

    def then_it_took_few_bytes(self, name, visitor):
        weights = [
            (path, self.weight(request))
            for request in visitor.watcher.requests
            if not (path := urlsplit(request.url).path).startswith("/media/")
        ]
        total = sum(weight for _path, weight in weights)
        scripts = sum(weight for path, weight in weights if path.endswith(".js"))
        print(f"{name}: {len(weights)} requests, {total} bytes", weights)
        assert total <= MOST_BYTES, (name, weights)
        assert scripts <= MOST_BYTES_OF_SCRIPTS, (name, weights)

    def weight(self, request):
        """Return how many bytes the browser received, with the head of the reply."""
        sizes = request.sizes()
        return sizes["responseBodySize"] + sizes["responseHeadersSize"]

    # Screens --------------------------------------------------------------------------

    def then_it_fits(self, width):
        self.visitor.page.set_viewport_size({"width": width, "height": 740})
        check_reflow(self.visitor.page)

    def then_it_is_sound_in_the_dark(self):
        self.visitor.page.emulate_media(color_scheme="dark")
        check_with_axe(self.visitor.page)

    def then_it_is_sound_in_colours_of_the_system(self):
        self.visitor.page.emulate_media(color_scheme="light")
        check_forced_colours(self.visitor.page)

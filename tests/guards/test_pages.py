"""Every page type can be seen, edited and previewed."""

import pytest
from django.urls import reverse
from wagtail.models import Page, ReferenceIndex, get_page_models
from wagtail.test.utils import WagtailPageTestCase

from assessments.models import QuizPage
from feedback.models import FeedbackPage
from home.models import HomePage, StandardPage
from people.models import User
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import build_course
from tests.factories.feedback import SurveyFactory
from tests.factories.site import catalogue, ensure_site

OURS = [
    model
    for model in get_page_models()
    if model.__module__.split(".")[0] in {"home", "courses", "assessments", "feedback"}
]


@pytest.mark.django_db
class TestPages(WagtailPageTestCase):
    """One page of each type, looked at as an administrator."""

    @classmethod
    def setUpTestData(cls):
        super().setUpTestData()
        site = ensure_site()
        built = build_course(
            lessons=1, assessment=AssessmentFactory(), survey=SurveyFactory()
        )
        plain = site.root_page.add_child(
            instance=StandardPage(
                title="Privacy", locale=site.root_page.locale, show_in_footer=True
            )
        )
        pages = [
            HomePage.objects.first(),
            catalogue(),
            plain,
            built.page,
            built.module,
            built.lessons[0],
            built.quiz,
            built.feedback,
        ]
        cls.pages = {type(page): page for page in pages}
        cls.user = User.objects.create_superuser("admin@example.org", "x")

    def setUp(self):
        super().setUp()
        self.client.force_login(self.user)

    def test_there_is_one_of_each_type(self):
        """A new page type has to be added here, and so is looked at."""
        assert set(self.pages) == set(OURS)

    def test_every_type_renders(self):
        for page in self.pages.values():
            with self.subTest(page=type(page).__name__):
                self.assertPageIsRenderable(page)

    def test_every_type_can_be_edited(self):
        for page in self.pages.values():
            with self.subTest(page=type(page).__name__):
                response = self.client.get(
                    reverse("wagtailadmin_pages:edit", args=[page.pk])
                )
                assert response.status_code == 200

    def test_every_type_has_a_preview(self):
        for page in self.pages.values():
            with self.subTest(page=type(page).__name__):
                draft = page.get_latest_revision_as_object()
                response = draft.make_preview_request()
                assert response.status_code == 200
                assert page.title.encode() in response.content

    def test_the_editor_finds_where_things_are_used(self):
        """In a process of its own on a site; every other test leaves it out."""
        for page in self.pages.values():
            with self.subTest(page=type(page).__name__):
                ReferenceIndex.create_or_update_for_object(page)
        for thing, user in (
            (self.pages[QuizPage].assessment, QuizPage),
            (self.pages[FeedbackPage].survey, FeedbackPage),
        ):
            (usage,) = ReferenceIndex.get_grouped_references_to(thing)
            assert usage[0] == Page.objects.get(pk=self.pages[user].pk)

    def test_pages_answer_reading_only(self):
        for page in self.pages.values():
            with self.subTest(page=type(page).__name__):
                assert page.allowed_http_method_names() == ["GET", "HEAD", "OPTIONS"]

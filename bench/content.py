"""The course that the learners of the benchmark take, and the learners. Runs inside."""

import json
import uuid


def build(people: str) -> None:
    """Publish a course of one lesson, a quiz of ten and a survey; make the learners."""
    from django.contrib.auth.hashers import make_password
    from wagtail.models import Page

    from assessments.models import QuizPage
    from courses.models import (
        CatalogPage,
        CoursePage,
        LessonPage,
        ModulePage,
        UnlockRule,
    )
    from feedback.models import FeedbackPage
    from home.setup import set_up_site
    from people.models import User

    from .site import COURSE, PASSWORD

    site = set_up_site()
    catalogue = CatalogPage.objects.child_of(site.root_page).get()

    def add(parent: Page, model, **fields) -> Page:
        page = parent.add_child(instance=model(locale=parent.locale, **fields))
        page.save_revision().publish()
        return page

    course = add(
        catalogue, CoursePage, title="Bench course", slug=COURSE, summary="To measure."
    )
    module = add(course, ModulePage, title="Module", slug="module")
    add(module, LessonPage, title="Lesson", slug="lesson", body=lesson_body())
    add(
        module,
        QuizPage,
        title="Quiz",
        slug="quiz",
        assessment=_assessment(),
        unlock_rule=UnlockRule.AFTER_REQUIRED,
    )
    add(
        course,
        FeedbackPage,
        title="Feedback",
        slug="feedback",
        survey=_survey(),
        unlock_rule=UnlockRule.AFTER_REQUIRED,
    )
    password = make_password(PASSWORD)
    User.objects.bulk_create(
        User(
            email=f"bench{number}@example.org",
            first_name="Bench",
            last_name=str(number),
            password=password,
        )
        for number in range(int(people))
    )


def lesson_body() -> list[tuple]:
    """Return a lesson of usual length: 500 words, a callout and key points."""
    paragraph = (
        "<p>" + "Work is a part of recovery, not a reward for it. " * 10 + "</p>"
    )
    return [
        ("text", "<h2>Why work</h2>" + paragraph * 3),
        ("callout", {"tone": "practice", "title": "Try it", "text": paragraph}),
        ("text", "<h2>What helps</h2>" + paragraph),
        ("key_points", {"points": ["Wanting to work is enough.", "Start soon."]}),
    ]


def _assessment():
    from assessments.models import Assessment, AssessmentEntry, Item
    from home.stored import stream_value

    assessment = Assessment.objects.create(key="bench", name="Bench", pass_mark=0)
    for number in range(10):
        options = [
            {
                "type": "item",
                "id": str(uuid.uuid4()),
                "value": {
                    "text": {"en": f"Option {place} of question {number}"},
                    "is_key": place == 0,
                    "feedback": {"en": "Why this is so."},
                },
            }
            for place in range(4)
        ]
        value = {
            "stem": {"en": f"What is right in question {number}?"},
            "options": options,
            "feedback": {"en": "The explanation."},
            "shuffle": True,
        }
        raw = [{"type": "single_choice", "id": str(uuid.uuid4()), "value": value}]
        item = Item(key=f"bench-{number}", content=stream_value(Item, "content", raw))
        item.save()
        item.save_revision().publish()
        AssessmentEntry.objects.create(
            assessment=assessment, item=item, sort_order=number
        )
    return assessment


def _survey():
    from feedback.models import ResponseScale, Survey
    from home.stored import stream_value

    points = [
        {"type": "point", "id": str(uuid.uuid4()), "value": {"en": f"Point {number}"}}
        for number in range(1, 6)
    ]
    scale = ResponseScale.objects.create(
        key="bench",
        name="Bench",
        points=stream_value(ResponseScale, "points", points),
    )
    body = [
        {
            "type": "likert",
            "id": str(uuid.uuid4()),
            "value": {
                "key": f"s{number}",
                "wording": {"en": f"Statement {number}."},
                "is_reverse_keyed": False,
            },
        }
        for number in range(10)
    ]
    survey = Survey(
        key="bench", name="Bench", scale=scale, body=stream_value(Survey, "body", body)
    )
    survey.save()
    survey.save_revision().publish()
    return survey


def count() -> None:
    """Print what the database holds after the flows, as JSON."""
    from assessments.models import Attempt
    from assessments.models import Response as AttemptResponse
    from courses.models import Enrolment
    from feedback.models import Receipt, Response, SurveyRun
    from feedback.reconciliation import differences

    print(
        json.dumps(
            {
                "completed": Enrolment.objects.exclude(completed_at=None).count(),
                "submitted": Attempt.objects.submitted().count(),
                "answers": AttemptResponse.objects.filter(answer__isnull=False).count(),
                "receipts": Receipt.objects.count(),
                "responses": Response.objects.count(),
                "differences": sum(
                    len(differences(r)) for r in SurveyRun.objects.all()
                ),
            }
        )
    )

"""Taking a course: the demo learner half way, colleagues to the end."""

import datetime
import random

from django.db import transaction

from assessments.actions import save_response, start_attempt, submit_attempt
from assessments.content import Answer, ChoiceContent, ItemContent
from assessments.models import QuizPage
from courses import reflections
from courses.actions import complete_step, enrol
from courses.models import Course, LessonPage, Step
from courses.outline import page_for_reader
from feedback.actions import submit_response
from feedback.models import FeedbackPage
from people.actions import join
from people.models import Organisation, Profession, User

from .answers import random_values

# The question for reflection that the demo learner has answered.
NOTE_KEY = "who-was-not-asked"
# The same story at every start.
SEED = 20261005


@transaction.atomic
def make_learner_story(course: Course, at: datetime.datetime) -> None:
    """Let the demo learner be in the middle of the first module."""
    user = User.objects.get(email="learner@example.org")
    if user.enrolments.exists():
        return
    enrolment = enrol(user=user, course=course, at=at - datetime.timedelta(days=2))
    lessons = course.steps.in_outline().filter(kind=LessonPage._meta.label_lower)
    for step in lessons[:2]:
        complete_step(
            enrolment=enrolment, step=step, at=at - datetime.timedelta(days=1)
        )
        _note(user, step, at - datetime.timedelta(days=1))


def _note(user: User, step: Step, at: datetime.datetime) -> None:
    """Write a note to oneself where the lesson asks for one."""
    asked = reflections.asked_on(step=step, key=NOTE_KEY, language="en")
    if asked is None:
        return
    _page, question = asked
    reflections.save_note(
        user=user,
        step=step,
        key=NOTE_KEY,
        question=question,
        text="I was afraid to raise hopes. I will ask at the next visit.",
        revision=1,
        at=at,
    )


def make_classmates(
    course: Course, organisation: Organisation, at: datetime.datetime
) -> None:
    """Let some colleagues take the course; most of them give feedback."""
    rng = random.Random(SEED)  # noqa: S311 - a story, not a secret
    professions = [
        *[Profession.NURSE] * 8,
        *[Profession.EMPLOYMENT_SPECIALIST] * 7,
        *[Profession.PHYSICIAN] * 2,
        *[Profession.SOCIAL_WORKER] * 4,
    ]
    for number, profession in enumerate(professions, start=1):
        email = f"colleague{number}@example.org"
        if User.objects.filter(email=email).exists():
            continue
        with transaction.atomic():
            user = User(
                email=email,
                first_name="Colleague",
                last_name=str(number),
                profession=profession,
            )
            user.set_unusable_password()
            user.save()
            join(user=user, organisation=organisation, at=at)
            _take_course(
                user,
                course,
                rng,
                at - datetime.timedelta(hours=number),
                # The last three finish the course and leave the survey aside.
                answers=number <= 18,
            )


def _take_course(
    user: User,
    course: Course,
    rng: random.Random,
    at: datetime.datetime,
    *,
    answers: bool,
) -> None:
    enrolment = enrol(user=user, course=course, at=at)
    for step in course.steps.in_outline():
        match step.kind:
            case "courses.lessonpage":
                complete_step(enrolment=enrolment, step=step, at=at)
            case "assessments.quizpage":
                _pass_quiz(enrolment, step, rng, at)
            case "feedback.feedbackpage" if answers:
                _give_feedback(enrolment, step, rng, at)


def _pass_quiz(enrolment, step: Step, rng: random.Random, at) -> None:
    """Answer with the errors people make, then again with fewer, until passed."""
    page = page_for_reader(QuizPage, step.key)
    for skill in (0.85, 0.95, 1.0):
        attempt = start_attempt(
            enrolment=enrolment,
            step=step,
            assessment=page.assessment,
            start_key=f"{rng.getrandbits(128):032x}",
            at=at,
            rng=rng,
        )
        for response in attempt.responses.select_related("item_version"):
            content: ItemContent = response.item_version.plain_content
            answer = content.full_answer()
            if rng.random() > skill:
                answer = _mistake(content, rng)
            save_response(
                attempt=attempt,
                position=response.position,
                given=content.given(response.option_order, answer),
                revision=1,
                at=at,
            )
        if submit_attempt(attempt=attempt, at=at).passed:
            return


def _mistake(content: ItemContent, rng: random.Random) -> Answer | None:
    """Return an answer as people give it who do not know; often it is none."""
    if isinstance(content, ChoiceContent):
        return {"chosen": [rng.choice(content.options).key]}
    return None


def _give_feedback(enrolment, step: Step, rng: random.Random, at) -> None:
    survey = page_for_reader(FeedbackPage, step.key).survey
    submit_response(
        enrolment=enrolment,
        step=step,
        survey=survey,
        values=random_values(survey.current_version, rng),
        comments={},
        language="en",
        at=at,
    )

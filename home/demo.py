"""The people and answers of a demonstration site, made through the actions.

Because nothing is written past the actions, the demonstration obeys every rule that a
real site obeys: it cannot show what could not happen.
"""

import datetime
import random
from pathlib import Path

from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Site

from assessments.actions import save_response, start_attempt, submit_attempt
from assessments.content import Answer, ChoiceContent, ItemContent
from assessments.models import QuizPage
from courses import reflections
from courses.actions import complete_step, enrol
from courses.models import CatalogPage, Course, LessonPage, Step
from courses.outline import page_for_reader
from feedback.actions import submit_response
from feedback.answering import versions_asked
from feedback.models import AnswerState, FeedbackPage, ItemKind, SurveyRun
from people.actions import join
from people.models import Organisation, Profession, Role, Unit, User

from .course_import import import_package
from .models import SiteSettings
from .packages.reader import read_package
from .setup import (
    ATTEMPT_READERS,
    LIVED_EXPERIENCE,
    REVIEWERS,
    TRAINERS,
    set_up_site,
)

# Written in the README, and therefore refused in production.
PASSWORD = "quiet-harbour-2026"  # noqa: S105
STARTER = Path(__file__).parent / "starter"
COURSE = "ips-in-practice"
COURSES = [COURSE, "engaging-people"]
# The question for reflection that the demo learner has answered.
NOTE_KEY = "who-was-not-asked"
# The same story at every start.
SEED = 20261005

PEOPLE = [
    # e-mail, names, profession, role in the organisation, group in the editor
    ("learner", "Noora", "Nurmi", Profession.NURSE, Role.MEMBER, None),
    (
        "trainer",
        "Tuomas",
        "Tamm",
        Profession.EMPLOYMENT_SPECIALIST,
        Role.MEMBER,
        TRAINERS,
    ),
    ("reviewer", "Riitta", "Rand", Profession.PEER_WORKER, Role.MEMBER, REVIEWERS),
    ("coordinator", "Kaisa", "Koski", Profession.MANAGER, Role.COORDINATOR, None),
    ("admin", "Arvo", "Aalto", Profession.MANAGER, Role.ADMINISTRATOR, None),
]
RUNS = [
    # file, survey, name of the run, how many were asked, day
    (
        "closing-2026-autumn.csv",
        "closing",
        "Autumn pilot 2026",
        8,
        datetime.date(2026, 9, 30),
    ),
    (
        "ips-integration-2026.csv",
        "ips-integration",
        "Working with IPS, spring 2026",
        None,
        datetime.date(2026, 5, 29),
    ),
]


def load(*, at: datetime.datetime) -> None:
    """Build the demonstration, or whatever is missing of it."""
    site = set_up_site()
    _mark_as_demonstration(site)
    organisation = _organisation()
    for row in PEOPLE:
        _person(*row, organisation=organisation, at=at)
    trainer = User.objects.get(email="trainer@example.org")
    trainer.groups.add(Group.objects.get(name=ATTEMPT_READERS))
    for slug in COURSES:
        if not Course.objects.filter(slug=slug).exists():
            import_package(
                package=read_package(STARTER / slug),
                catalogue=CatalogPage.objects.child_of(site.root_page).get(),
                by=trainer,
            )
    course = Course.objects.get(slug=COURSE)
    _import_runs(course)
    _learner_story(course, at)
    _classmates(course, organisation, at)


def _mark_as_demonstration(site: Site) -> None:
    named = SiteSettings.for_site(site)
    if not named.contact_email:
        named.contact_email = "help@example.org"
        named.is_demonstration = True
        named.help_now = {
            "en": "Emergency number in the European Union: 112.",
            "fi": "Hätänumero Euroopan unionissa: 112.",
            "sv": "Nödnumret i Europeiska unionen: 112.",
        }
        named.save()


def _organisation() -> Organisation:
    organisation, _made = Organisation.objects.get_or_create(
        slug="demo-county",
        defaults={"name": "Demo Wellbeing County", "joined_at_sign_up": True},
    )
    for name in ("Outpatient clinic North", "Outpatient clinic South", "IPS team"):
        Unit.objects.get_or_create(organisation=organisation, name=name)
    return organisation


def _person(
    name: str,
    first_name: str,
    last_name: str,
    profession: str,
    role: str,
    group: str | None,
    *,
    organisation: Organisation,
    at: datetime.datetime,
) -> User:
    email = f"{name}@example.org"
    user = User.objects.filter(email=email).first()
    if user is not None:
        return user
    user = User.objects.create_user(
        email,
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        profession=profession,
        is_superuser=name == "admin",
        is_staff=name == "admin",
    )
    join(user=user, organisation=organisation, role=role, at=at)
    if group is not None:
        user.groups.add(Group.objects.get(name=group))
    if group == REVIEWERS:
        # One person plays both parts here; on a real site they are two.
        user.groups.add(Group.objects.get(name=LIVED_EXPERIENCE))
    return user


def _import_runs(course: Course) -> None:
    """Bring in the illustrative ratings the way paper answers come in."""
    for file, survey, name, eligible, day in RUNS:
        if SurveyRun.objects.filter(course=course, name=name).exists():
            continue
        options = {"eligible": eligible} if eligible is not None else {}
        call_command(
            "import_ratings",
            course.slug,
            STARTER / "ratings" / file,
            survey=survey,
            run=name,
            date=day,
            illustrative=True,
            verbosity=0,
            stdout=_Silence(),
            **options,
        )


class _Silence:
    """A place for the words of a command that is part of another."""

    def write(self, text: str) -> None:
        pass

    def isatty(self) -> bool:
        return False

    def flush(self) -> None:
        pass


@transaction.atomic
def _learner_story(course: Course, at: datetime.datetime) -> None:
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


def _classmates(
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
    page = page_for_reader(FeedbackPage, step.key)
    survey = page.survey
    values = {}
    for version in versions_asked(survey.current_version):
        if version.item.kind == ItemKind.LIKERT:
            values[version.pk] = rng.choices(
                [5, 4, 3, 2, AnswerState.NOT_APPLICABLE, AnswerState.SKIPPED],
                weights=[40, 38, 12, 4, 3, 3],
            )[0]
    submit_response(
        enrolment=enrolment,
        step=step,
        survey=survey,
        values=values,
        comments={},
        language="en",
        at=at,
    )


def sign_ins() -> list[str]:
    """Return the addresses that one can sign in with."""
    return [f"{row[0]}@example.org" for row in PEOPLE]

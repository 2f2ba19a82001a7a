"""The pages of a course, for visitors, learners and trainers."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from django.utils import timezone

from courses.actions import complete_step
from courses.models import UnlockRule
from tests.factories.assessments import AssessmentFactory
from tests.factories.courses import CohortFactory, build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def built(site):
    return build_course(lessons=2, assessment=AssessmentFactory())


@pytest.fixture
def learner(client, db):
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    return user


def url(page):
    return page.get_url()


def complete(client, built, index):
    step = built.step(built.lessons[index])
    return client.post(reverse("courses:complete-lesson", args=[step.pk]))


def test_a_visitor_reads_the_course_page_and_is_asked_to_sign_in(client, built):
    html = client.get(url(built.page)).content.decode()

    assert "Sign in to start" in html
    assert "Lesson 1" in html


def test_a_visitor_is_sent_to_sign_in_from_a_lesson_and_back(client, built):
    response = client.get(url(built.lessons[0]))

    assert response.status_code == 302
    assert response.url == f"/accounts/login/?next={url(built.lessons[0])}"


def test_a_signed_in_person_is_sent_to_the_course_page_to_enrol(client, built, learner):
    response = client.get(url(built.lessons[0]), follow=True)

    assert response.redirect_chain == [(url(built.page), 302)]
    assert "Start the course to open its lessons." in response.content.decode()


def test_enrolling_leads_to_the_first_lesson(client, built, learner):
    response = client.post(reverse("courses:enrol", args=[built.course.slug]))

    assert response.url == url(built.lessons[0])
    assert learner.enrolments.count() == 1


def test_completing_a_lesson_leads_to_the_next_step(client, built, learner):
    enrolled(learner, built.course)

    assert complete(client, built, 0).url == url(built.lessons[1])
    assert complete(client, built, 1).url == url(built.quiz)


def test_a_locked_step_says_what_opens_it(client, built, learner):
    enrolled(learner, built.course)
    response = client.get(url(built.quiz))

    assert response.status_code == 403
    assert "Lesson 1" in response.content.decode()


def test_a_locked_lesson_cannot_be_completed(client, built, learner):
    page = built.lessons[1]
    page.unlock_rule = UnlockRule.AFTER_REQUIRED
    page.save_revision().publish()
    enrolled(learner, built.course)

    assert complete(client, built, 1).url == url(built.page)
    assert not learner.enrolments.get().completions.exists()


def test_a_quiz_is_not_completed_by_a_click(client, built, learner):
    enrolled(learner, built.course)
    step = built.step(built.quiz)
    response = client.post(reverse("courses:complete-lesson", args=[step.pk]))

    assert response.status_code == 404


def test_a_lesson_of_a_course_one_does_not_take_cannot_be_completed(
    client, built, learner
):
    assert complete(client, built, 0).status_code == 404


def test_leaving_takes_the_course_off_ones_list(client, built, learner):
    enrolled(learner, built.course)
    client.post(reverse("courses:withdraw", args=[built.course.slug]))

    assert (
        "You have not started a course yet." in client.get("/learn/").content.decode()
    )


def test_joining_by_code(client, built, learner):
    from django.utils import timezone

    today = timezone.localdate()
    cohort = CohortFactory(course=built.course, starts_on=today, ends_on=today)
    response = client.post(
        reverse("courses:join", args=[built.course.slug]),
        {"code": f" {cohort.join_code.lower()} "},
    )

    assert response.url == url(built.lessons[0])
    assert learner.enrolments.get().cohort == cohort


def test_a_wrong_code_says_so_and_enrols_nobody(client, built, learner):
    response = client.post(
        reverse("courses:join", args=[built.course.slug]), {"code": "NOPE"}
    )

    assert response.status_code == 422
    assert "No cohort of this course has the code “NOPE”." in response.content.decode()
    assert not learner.enrolments.exists()


def test_a_trainer_reads_a_lesson_without_enrolling(client, built, learner):
    from home.setup import set_up_groups

    set_up_groups(built.page.get_parent().get_parent())
    learner.groups.add(Group.objects.get(name="Trainers"))

    assert client.get(url(built.lessons[0])).status_code == 200
    assert client.get(url(built.quiz)).status_code == 200


@pytest.mark.parametrize("verb", ["post", "put", "patch", "delete"])
def test_pages_are_read_only(client, built, verb):
    assert getattr(client, verb)(url(built.page)).status_code == 405


def test_my_learning_shows_one_course_to_continue(client, built, learner):
    enrolled(learner, built.course)
    complete(client, built, 0)
    html = client.get("/learn/").content.decode()

    assert "1 of 3 required steps completed" in html
    assert html.count("button--on-cover") == 1
    assert url(built.lessons[1]) in html


def test_a_finnish_visitor_reads_an_english_course_in_a_finnish_frame(client, built):
    client.cookies["language"] = "fi"
    html = client.get(url(built.page)).content.decode()

    assert '<html lang="fi"' in html
    assert '<h1 lang="en">' in html


# Queries ------------------------------------------------------------------------------


def warm(client, path):
    client.get(path)
    return path


@pytest.mark.parametrize(
    ("name", "limit"), [("page", 12), ("lesson", 12), ("quiz", 16), ("learn", 12)]
)
def test_a_learners_page_takes_few_queries(
    client, built, learner, name, limit, django_assert_max_num_queries
):
    enrolled(learner, built.course)
    for index in (0, 1):
        complete(client, built, index)
    path = {
        "page": url(built.page),
        "lesson": url(built.lessons[0]),
        "quiz": url(built.quiz),
        "learn": "/learn/",
    }[name]
    warm(client, path)

    with django_assert_max_num_queries(limit):
        assert client.get(path).status_code == 200


def count_queries(client, path):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    warm(client, path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        client.get(path)
    return len(captured)


def test_twice_the_courses_take_the_same_queries(client, built, learner):
    enrolled(learner, built.course)
    before = count_queries(client, "/learn/"), count_queries(client, "/courses/")
    for number in range(3):
        other = build_course(title=f"Course {number}", lessons=2)
        enrolled(learner, other.course)

    after = count_queries(client, "/learn/"), count_queries(client, "/courses/")
    assert after == before


# What is rendered once for many ------------------------------------------------------


def test_people_at_the_same_place_share_a_list_and_others_do_not(built, site):
    """The list of steps is kept under what it depends on."""
    from courses.study import study

    def fingerprint(user=None, **extra):
        return study(course=built.course, user=user or AnonymousUser(), **extra)

    first, second, third = (UserFactory() for _number in range(3))
    for user in (first, second, third):
        enrolled(user, built.course)
    same = {fingerprint(user).fingerprint for user in (first, second)}
    complete_step(
        enrolment=third.enrolments.get(),
        step=built.step(built.lessons[0]),
        at=timezone.now(),
    )
    key = built.lessons[0].translation_key

    assert len(same) == 1
    others = [
        fingerprint().fingerprint,
        fingerprint(third).fingerprint,
        fingerprint(first, current_key=key).fingerprint,
    ]
    assert len({*same, *others}) == 4


def test_a_new_title_reaches_the_list_at_once(client, built, learner):
    enrolled(learner, built.course)
    warm(client, url(built.page))
    built.lessons[0].title = "A better title"
    built.lessons[0].save_revision().publish()

    assert "A better title" in client.get(url(built.page)).content.decode()

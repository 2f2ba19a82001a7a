"""Two reviews of a whole course, and who is named for them."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowTask

from courses.models import CoursePage, ReviewCredit, ReviewKind, ReviewTask
from courses.reviews import credits_of
from home.desk.outline import desk_course
from home.desk.publishing import publish_course, submit_course
from home.desk.reviewing import NothingWaits, approve_all
from home.setup import LIVED_EXPERIENCE, REVIEWERS, TRAINERS, set_up_site
from tests.factories.desk import begun_course, member_of, written


@pytest.fixture
def submitted(trainer):
    course = written(begun_course(by=trainer))
    submit_course(course=course, by=trainer)
    return course.page


@pytest.fixture
def expert(desk_site):
    return member_of(REVIEWERS)


@pytest.fixture
def peer(desk_site):
    return member_of(LIVED_EXPERIENCE)


def answer(client, user, page, **data):
    client.force_login(user)
    data.setdefault("comment", "")
    return client.post(reverse("desk-answer", args=[page.pk]), data, follow=True)


def live_count(page):
    return Page.objects.descendant_of(page, inclusive=True).live().count()


def test_both_reviews_are_needed_and_publish(submitted, expert, peer, client):
    answer(client, peer, submitted, answer="approve")
    # It is not their turn.
    assert live_count(submitted) == 0
    answer(client, expert, submitted, answer="approve", is_credited="on")
    assert live_count(submitted) == 0
    answer(client, peer, submitted, answer="approve")

    assert live_count(submitted) == 8
    # Whoever did not agree is not named.
    assert [
        (credit.user, credit.kind) for credit in credits_of(submitted.translation_key)
    ] == [(expert, ReviewKind.SUBJECT)]
    client.logout()
    html = client.get(CoursePage.objects.get().get_url()).content.decode()
    assert f"<dd>{expert.get_full_name()}</dd>" in html
    assert peer.get_full_name() not in html


def test_a_name_comes_off_again(submitted, expert, client):
    answer(client, expert, submitted, answer="approve", is_credited="on")
    assert ReviewCredit.objects.count() == 1
    stranger = member_of(TRAINERS)
    client.force_login(stranger)
    client.post(reverse("desk-take-name-off", args=[submitted.pk]))
    assert ReviewCredit.objects.count() == 1

    client.force_login(expert)
    client.post(reverse("desk-take-name-off", args=[submitted.pk]))
    assert not ReviewCredit.objects.exists()


def test_what_was_sent_back_returns_to_the_same_reviewer(
    submitted, expert, trainer, client
):
    response = answer(client, expert, submitted, answer="changes")
    assert "Say what should be changed" in response.content.decode()
    answer(
        client, expert, submitted, answer="changes", comment="Name the source of this."
    )
    client.force_login(trainer)
    html = client.get(reverse("desk-course", args=[submitted.pk])).content.decode()
    assert html.count("Name the source of this.") == 1
    assert "The reviewer asks for changes" in html
    course = desk_course(CoursePage.objects.get())
    assert submit_course(course=course, by=trainer) == 8

    answer(client, expert, submitted, answer="approve")
    assert {part.waits_for for part in desk_course(submitted).parts} == {
        ReviewTask.objects.get(kind=ReviewKind.LIVED_EXPERIENCE).name
    }


def test_trainers_and_learners_approve_nothing(submitted, trainer, client):
    answer(client, trainer, submitted, answer="approve")
    response = answer(client, member_of(), submitted, answer="approve")

    assert response.redirect_chain
    assert live_count(submitted) == 0
    with pytest.raises(NothingWaits):
        approve_all(
            course=desk_course(submitted), by=trainer, comment="", is_credited=False
        )


def test_publishing_at_once_ends_the_reviews(submitted, trainer):
    publish_course(course=desk_course(submitted), by=trainer)

    assert {part.state for part in desk_course(CoursePage.objects.get()).parts} == {
        "live"
    }


def test_one_page_is_approved_with_a_name_in_wagtails_own_screen(
    submitted, expert, client
):
    state = submitted.current_workflow_task_state
    url = reverse(
        "wagtailadmin_pages:workflow_action",
        args=[submitted.pk, "approve", state.pk],
    )
    client.force_login(expert)
    assert "is_credited" in client.get(url).json()["html"]
    client.post(url, {"comment": "", "is_credited": "on"})

    assert ReviewCredit.objects.get().user == expert


def test_setting_up_again_leaves_the_reviews_as_people_put_them(desk_site):
    ReviewTask.objects.get(kind=ReviewKind.LIVED_EXPERIENCE).delete()
    Workflow.objects.update(name="Our own way")
    set_up_site()

    assert ReviewTask.objects.count() == 1
    assert [workflow.name for workflow in Workflow.objects.all()] == ["Our own way"]


def test_an_older_site_gets_the_second_review(desk_site):
    workflow = Workflow.objects.get()
    ReviewTask.objects.all().delete()
    former = GroupApprovalTask.objects.create(name="Review by a subject expert")
    former.groups.add(Group.objects.get(name=REVIEWERS))
    WorkflowTask.objects.create(workflow=workflow, task=former, sort_order=0)
    set_up_site()

    kinds = [
        entry.task.specific.kind
        for entry in workflow.workflow_tasks.order_by("sort_order")
    ]
    assert kinds == [ReviewKind.SUBJECT, ReviewKind.LIVED_EXPERIENCE]
    assert Workflow.objects.count() == 1

"""Closing runs: by command, by button, and who may."""

import datetime
import io

import pytest
from django.conf import settings as settings_of_site
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from feedback import actions, writer
from feedback.models import Comment, CommentState, RatingCell, SurveyRun
from people.models import Role
from tests.factories.feedback import open_question
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.rows import everything_stored


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


@pytest.fixture
def open_run(run, organisation, submissions):
    """An open run of the organisation with eight answers and no end."""
    SurveyRun.objects.filter(pk=run.pk).update(organisation=organisation)
    run.refresh_from_db()
    writer.store(run=run, submissions=submissions(8))
    return run


def coordinator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user


def reader_of_all():
    from django.contrib.auth.models import Permission

    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_all_ratings"))
    return user


def close(user, run, data=None):
    client = Client()
    client.force_login(user)
    address = f"/ratings/{run.course.slug}/close/"
    return client.post(address, {"run": run.pk} | (data or {}))


def is_open(run):
    run.refresh_from_db()
    return run.is_open


def end_window(run, days=0):
    run.closes_on = timezone.localdate() - datetime.timedelta(days=days)
    run.opened_on = run.closes_on - datetime.timedelta(days=30)
    run.save()


# The button ---------------------------------------------------------------------------


def test_a_coordinator_closes_a_run_whose_window_is_over(open_run, organisation):
    end_window(open_run)
    response = close(coordinator(organisation), open_run)

    assert response.status_code == 302
    assert not is_open(open_run)


def test_a_coordinator_does_not_close_a_run_early(open_run, organisation):
    assert close(coordinator(organisation), open_run).status_code == 403
    assert is_open(open_run)


def test_who_reads_all_ratings_closes_a_run_at_any_time(open_run):
    assert close(reader_of_all(), open_run).status_code == 302
    assert not is_open(open_run)


@pytest.mark.parametrize(
    ("who", "status"),
    [("learner", 403), ("coordinator elsewhere", 404)],
)
def test_others_cannot_close_it(open_run, who, status):
    end_window(open_run)
    user = UserFactory()
    if who != "learner":
        user = coordinator(OrganisationFactory())

    assert close(user, open_run).status_code == status
    assert is_open(open_run)


@pytest.mark.parametrize("bad", ["", "0", "9" * 30, "x", "-1", "1 or 1=1", "²"])
def test_a_run_that_does_not_exist_is_not_found(open_run, bad):
    assert close(reader_of_all(), open_run, {"run": bad}).status_code == 404


def test_a_second_press_changes_nothing(open_run):
    user = reader_of_all()
    close(user, open_run)
    assert close(user, open_run).status_code == 302
    assert open_run.snapshots.count() == 1


def test_reading_the_address_closes_nothing(open_run):
    client = Client()
    client.force_login(reader_of_all())

    assert client.get(f"/ratings/{open_run.course.slug}/close/").status_code == 405
    assert is_open(open_run)


def test_the_button_is_there_for_those_who_may(open_run, organisation):
    def page(user):
        client = Client()
        client.force_login(user)
        return client.get(f"/ratings/{open_run.course.slug}/").content.decode()

    assert "/close/" in page(reader_of_all())
    assert "/close/" not in page(coordinator(organisation))
    end_window(open_run)
    assert "The window of this survey is over" in page(coordinator(organisation))


# The commands -------------------------------------------------------------------------


def run_command(name, *args):
    out, err = io.StringIO(), io.StringIO()
    call_command(name, *args, stdout=out, stderr=err)
    return out.getvalue()


def test_close_runs_closes_what_is_over(open_run):
    end_window(open_run)

    assert "1 survey run closed." in run_command("close_runs")
    assert not is_open(open_run)
    assert "0 survey runs closed." in run_command("close_runs")


def test_close_runs_leaves_what_goes_on(open_run):
    end_window(open_run, days=-1)

    assert "0 survey runs closed." in run_command("close_runs")
    assert is_open(open_run)


def test_a_dry_run_says_what_is_due_and_closes_nothing(open_run):
    end_window(open_run)

    printed = run_command("close_runs", "--dry-run")
    assert "1 survey run due." in printed
    assert str(open_run) in printed
    assert is_open(open_run)


def test_reconcile_reports_zero_before_and_after_closing(open_run):
    assert "0 differences in 1 survey run." in run_command("reconcile")
    actions.close_run(run=open_run, at=datetime.datetime.now(datetime.UTC))
    assert "0 differences in 1 survey run." in run_command("reconcile")


def test_reconcile_fails_for_a_planted_error_of_one(open_run):
    cell = RatingCell.objects.filter(group__dimension="").first()
    cell.n += 1
    cell.save()

    with pytest.raises(SystemExit) as stopped:
        run_command("reconcile")
    assert stopped.value.code == 1


# Comments -----------------------------------------------------------------------------


@pytest.fixture
def with_a_comment(run, submissions, survey, noon):
    """Return a function that closes the run with so many answers and one comment."""
    from feedback.answering import versions_asked

    question = versions_asked(survey.current_version)[-1]
    assert open_question()["value"]["key"] == question.item.key

    def make(responded):
        writer.store(run=run, submissions=submissions(responded))
        Comment.objects.create(
            run=run, item_version=question, text="More cases, please."
        )
        assert "More cases, please." in everything_stored()
        actions.close_run(run=run, at=noon)

    return make


def test_comments_of_ten_people_wait_for_a_reader(run, with_a_comment, admin_client):
    with_a_comment(10)

    page = admin_client.get(f"/ratings/comments/{run.pk}/").content.decode()
    assert "More cases, please." in page
    assert Comment.objects.get().state == CommentState.WAITING


def test_comments_of_fewer_people_are_deleted_at_closing(
    run, with_a_comment, admin_client
):
    """Nobody may ever read them, so keeping them would serve nobody."""
    with_a_comment(9)

    assert "More cases, please." not in everything_stored()
    assert admin_client.get(f"/ratings/comments/{run.pk}/").status_code == 404
    address = f"/ratings/{run.course.slug}/?run={run.pk}"
    said = " ".join(admin_client.get(address).content.decode().split())
    assert "Fewer than 10 people answered, so comments were deleted" in said
    # The ratings that were given beside them stay.
    assert run.snapshots.get().responded == 9


@pytest.mark.parametrize(
    "address", ["/ratings/{course}/?run={run}", "/ratings/runs/{run}/"]
)
def test_whoever_closes_a_run_is_told_what_becomes_of_comments(
    open_run, admin_client, address
):
    wanted = address.format(course=open_run.course.slug, run=open_run.pk)
    page = " ".join(admin_client.get(wanted).content.decode().split())

    assert "If fewer than 10 people have answered, comments are deleted unread." in page


def test_more_respondents_may_be_asked_for(run, with_a_comment, settings, admin_client):
    settings.ELEARN_MINIMUM_FOR_COMMENTS = 12
    with_a_comment(11)

    assert not Comment.objects.exists()


def test_whoever_answers_is_told_before_writing(built, survey, client, settings, noon):
    """At the survey of the course; its text stands at the other ways in as well."""
    from tests.factories.courses import enrolled

    settings.ELEARN_MINIMUM_FOR_COMMENTS = 12
    user = UserFactory()
    enrolled(user, built.course)
    client.force_login(user)
    from courses.actions import complete_step

    complete_step(
        enrolment=user.enrolments.get(), step=built.step(built.lessons[0]), at=noon
    )
    page = " ".join(client.get(built.feedback.get_url()).content.decode().split())

    assert "and comments from 12." in page
    assert (
        "If fewer than 12 people answer, nobody reads the comments: they are deleted "
        "when the survey closes." in page
    )


@pytest.mark.parametrize("name", ["feedback_page", "follow_up", "code_survey"])
def test_every_way_to_answer_says_the_same(name):
    path = settings_of_site.BASE_DIR / f"templates/feedback/{name}.html"
    template = path.read_text("utf-8")

    assert template.count('{% include "feedback/_who_sees.html" with ') == 1
    assert "and comments from" not in template


def test_the_survey_says_whether_it_is_needed(built, survey, client):
    from tests.factories.courses import enrolled
    from tests.factories.people import PASSWORD

    user = UserFactory()
    enrolled(user, built.course)
    client.login(username=user.email, password=PASSWORD)
    from courses.actions import complete_step

    complete_step(
        enrolment=user.enrolments.get(),
        step=built.step(built.lessons[0]),
        at=datetime.datetime.now(datetime.UTC),
    )
    address = built.feedback.get_url()

    assert "has no effect on your course" in client.get(address).content.decode()
    built.feedback.is_required = True
    built.feedback.save_revision().publish()
    page = client.get(address).content.decode()
    assert "has no effect on your course" not in page
    assert "Completing the course takes sending the survey" in page

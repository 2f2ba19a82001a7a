"""Somebody reads comments before coordinators do, and only what is left is kept."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from django.test import Client

from feedback import actions, moderation, writer
from feedback.answering import versions_asked
from feedback.models import Comment, CommentDecision, CommentState
from people.models import Role
from tests.factories.people import MembershipFactory, OrganisationFactory, UserFactory
from tests.racing import at_once
from tests.rows import everything_stored

SECRET = "Ask Aino Virtanen, 040 123 4567.\nGood course."


@pytest.fixture
def organisation(db):
    return OrganisationFactory()


@pytest.fixture
def with_comments(run, survey, submissions, organisation):
    """Return a function that stores answers and comments, and closes the run."""
    question = versions_asked(survey.current_version)[-1]

    def make(*texts, responded=12, at=None):
        type(run).objects.filter(pk=run.pk).update(organisation=organisation)
        run.refresh_from_db()
        writer.store(run=run, submissions=submissions(responded))
        for text in texts:
            Comment.objects.create(run=run, item_version=question, text=text)
        return actions.close_run(run=run, at=at) if at else run

    return make


def may_moderate():
    return Permission.objects.get(
        content_type__app_label="feedback", codename="change_comment"
    )


@pytest.fixture
def moderator(organisation):
    user = MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user
    user.user_permissions.add(may_moderate())
    return user


@pytest.fixture
def reader(client, moderator):
    client.force_login(moderator)
    return client


def address(run, comment=None):
    return f"/ratings/comments/{run.pk}/" + (f"{comment.pk}/" if comment else "")


def form_of(reader, run, comment):
    """Return what a browser would send back from the page of a comment."""
    form = reader.get(address(run, comment)).context["form"]
    return {
        "text": form["text"].value(),
        "seen": form["seen"].value(),
        "remove": form["remove"].value() if "remove" in form.fields else [],
        "decision": "released",
    }


# The queue ----------------------------------------------------------------------------


def test_a_comment_comes_into_the_queue_when_its_run_has_closed(
    reader, with_comments, noon
):
    """Before that, a new one in the list would tell who has just answered."""
    run = with_comments(SECRET)
    assert reader.get(address(run)).status_code == 404
    assert reader.get(address(run, Comment.objects.get())).status_code == 404
    assert "1 comment waits" not in reader.get("/ratings/comments/").content.decode()

    actions.close_run(run=run, at=noon)
    assert "1 comment waits" in reader.get("/ratings/comments/").content.decode()
    assert "Good course." in reader.get(address(run)).content.decode()


def test_who_may_read_waiting_comments(with_comments, organisation, moderator, noon):
    run = with_comments(SECRET, at=noon)
    comment = Comment.objects.get()
    elsewhere = MembershipFactory(coordinating=True).user
    elsewhere.user_permissions.add(may_moderate())
    only_reads = MembershipFactory(organisation=organisation, coordinating=True).user
    for user, status in (
        (moderator, 200),
        (elsewhere, 404),
        (only_reads, 403),
        (UserFactory(), 403),
    ):
        client = Client()
        client.force_login(user)
        assert client.get(address(run)).status_code == status
        assert client.get(address(run, comment)).status_code == status
        if status != 200:
            sent = client.post(address(run, comment), {"decision": "released"})
            assert sent.status_code == status
    assert Comment.objects.get().state == CommentState.WAITING


def test_the_editor_leads_to_the_queue(admin_client, client, site):
    assert "/ratings/comments/" in admin_client.get("/cms/").content.decode()
    writer_only = UserFactory()
    writer_only.user_permissions.add(
        Permission.objects.get(codename="access_admin"),
        Permission.objects.get(codename="change_survey"),
    )
    client.force_login(writer_only)
    assert "/ratings/comments/" not in client.get("/cms/").content.decode()


def test_the_order_says_nothing_and_stays_the_same(reader, with_comments, noon):
    texts = [f"comment number {n}" for n in range(12)]
    run = with_comments(*texts, at=noon)

    def listed():
        page = reader.get(address(run)).content.decode()
        return re.findall(r"comment number \d+", page)

    assert listed() == listed()
    assert sorted(listed()) == sorted(texts)
    # One of 479 million orders is that in which they were written.
    assert listed() != texts


def test_no_rating_and_no_number_of_a_day_stands_beside_a_comment(
    reader, with_comments, noon
):
    run = with_comments(SECRET, at=noon)
    pages = [
        reader.get(wanted).content.decode()
        for wanted in (address(run), address(run, Comment.objects.get()))
    ]

    for page in pages:
        main = page[page.index("<main") : page.index("</main")]
        assert "4.00" not in main
        assert "2026" not in re.sub(r'"[^"]*"', "", main)


# Deciding -----------------------------------------------------------------------------


def test_releasing_shows_what_is_left_and_nothing_keeps_the_rest(
    reader, with_comments, noon, caplog
):
    caplog.set_level("DEBUG")
    run = with_comments(SECRET, at=noon)
    comment = Comment.objects.get()
    form = form_of(reader, run, comment)
    # The telephone number is sure to be one; the name is for the reader to tell.
    assert form["remove"] == ["040 123 4567"]
    form["text"] = form["text"].replace("Aino Virtanen", "[removed: name]")
    sent = reader.post(address(run, comment), form)

    assert sent.status_code == 302
    left = "Ask [removed: name], [removed: phone number].\nGood course."
    assert Comment.objects.get().text == left
    page = reader.get(f"/ratings/{run.course.slug}/?run={run.pk}").content.decode()
    assert "Ask [removed: name], [removed: phone number].<br>" in page
    for word in ("Virtanen", "040 123"):
        assert word not in everything_stored()
        assert word not in caplog.text


def test_a_decision_is_logged_without_the_comment(
    reader, with_comments, moderator, noon
):
    run = with_comments(SECRET, at=noon)
    comment = Comment.objects.get()
    reader.post(address(run, comment), form_of(reader, run, comment))

    names = {field.name for field in CommentDecision._meta.fields}
    assert names == {
        "id",
        "run",
        "decision",
        "is_redaction",
        "decided_by",
        "decided_at",
    }
    decision = CommentDecision.objects.get()
    assert (decision.run, decision.decision, decision.is_redaction) == (
        run,
        "released",
        True,
    )
    assert decision.decided_by == moderator


def test_withheld_and_waiting_comments_reach_nobody(reader, with_comments, noon):
    run = with_comments("The food was bad.", "The room was cold.", at=noon)
    first, second = moderation.comments_of(run)
    form = form_of(reader, run, first) | {"decision": "withheld"}
    following = reader.post(address(run, first), form)

    assert following.url == address(run, second)
    page = reader.get(f"/ratings/{run.course.slug}/?run={run.pk}").content.decode()
    assert first.text not in page
    assert second.text not in page


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"text": "The best course ever."}, "This says something that the comment"),
        ({"text": ""}, "This field is required"),
        ({"decision": ""}, "This field is required"),
        ({"decision": "burnt"}, "Select a valid choice"),
        ({"remove": ["Good"]}, "Select a valid choice"),
        ({"seen": ""}, "required"),
    ],
)
def test_a_bad_decision_changes_nothing_and_says_why(
    reader, with_comments, noon, change, says
):
    run = with_comments(SECRET, at=noon)
    comment = Comment.objects.get()
    sent = reader.post(address(run, comment), form_of(reader, run, comment) | change)

    assert sent.status_code == 422
    assert says in sent.content.decode()
    assert Comment.objects.get().text == SECRET
    assert not CommentDecision.objects.exists()


def test_a_page_opened_before_brings_no_name_back(reader, with_comments, noon):
    """Two people have the comment open; one takes the name out, the other releases."""
    run = with_comments(SECRET, at=noon)
    comment = Comment.objects.get()
    old = form_of(reader, run, comment)
    new = old | {
        "text": old["text"].replace("Aino Virtanen", "[removed]"),
        "decision": "withheld",
    }
    reader.post(address(run, comment), new)
    late = reader.post(address(run, comment), old)

    assert late.status_code == 422
    assert "Somebody else has changed this comment" in late.content.decode()
    stored = Comment.objects.get()
    assert "Virtanen" not in stored.text
    assert stored.state == CommentState.WITHHELD
    # The same again, as after a lost reply, is the first outcome.
    assert reader.post(address(run, comment), new).status_code == 302
    assert CommentDecision.objects.count() == 1


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_one_is_refused():
    from django.utils import timezone

    from tests.feedback.answered_runs import AnsweredRuns, grouped

    with transaction.atomic():
        run = AnsweredRuns().make(grouped({"A": 12}))
    Comment.objects.update(state=CommentState.WAITING)
    comment, by = Comment.objects.get(), UserFactory()
    seen_as = moderation.seen(comment)

    def job(decision):
        return lambda: moderation.decide(
            comment=comment,
            text=comment.text,
            markers={},
            decision=decision,
            seen_as=seen_as,
            at=timezone.now(),
            by=by,
        )

    decisions = [CommentState.RELEASED, CommentState.WITHHELD] * 2
    outcomes = at_once([job(decision) for decision in decisions])

    refused = [o for o in outcomes if isinstance(o, moderation.ChangedMeanwhile)]
    assert len(refused) == 2
    assert CommentDecision.objects.filter(run=run).count() == 1

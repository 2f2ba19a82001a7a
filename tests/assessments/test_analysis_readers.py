"""Who may read the analysis of a quiz."""

from home.setup import REVIEWERS, TRAINERS
from people.models import Role, User
from tests.factories.people import MembershipFactory, UserFactory

from .analysed_quiz import ADDRESSES, member_of


def people(site):
    """Return one person of each kind, and whether they may read."""
    return {
        "learner": (UserFactory(), False),
        "coordinator": (MembershipFactory(coordinating=True).user, False),
        "administrator of an organisation": (
            MembershipFactory(role=Role.ADMINISTRATOR).user,
            False,
        ),
        "reviewer": (member_of(REVIEWERS, site), False),
        "trainer": (member_of(TRAINERS, site), True),
        "administrator": (User.objects.create_superuser("a@example.org", "x"), True),
    }


def test_those_who_write_quizzes_read_their_analysis_and_nobody_else(
    client, site, built
):
    for kind, (user, may_read) in people(site).items():
        client.force_login(user)
        for address in ("/quizzes/", *(f"/quizzes/the-quiz/{a}" for a in ADDRESSES)):
            response = client.get(address)
            assert response.status_code == (200 if may_read else 403), (kind, address)
        # Nobody learns from the answer which quizzes there are.
        response = client.get("/quizzes/no-such-quiz/")
        assert response.status_code == (404 if may_read else 403), kind


def test_a_trainer_who_was_switched_off_reads_nothing(client, site, built, trainer):
    User.objects.filter(pk=trainer.pk).update(is_active=False)

    assert client.get("/quizzes/the-quiz/").status_code == 302


def test_losing_the_group_ends_reading_at_once(client, site, built, trainer):
    assert client.get("/quizzes/the-quiz/").status_code == 200
    trainer.groups.clear()

    assert client.get("/quizzes/the-quiz/").status_code == 403


def test_the_quiz_page_leads_trainers_there_and_nobody_else(client, site, built):
    from tests.factories.courses import enrolled

    learner = UserFactory()
    enrolled(learner, built.course)
    users = {
        "trainer": (member_of(TRAINERS, site), True),
        "reviewer": (member_of(REVIEWERS, site), False),
        "learner": (learner, False),
    }
    for kind, (user, is_led) in users.items():
        client.force_login(user)
        html = client.get(built.quiz.get_url(), follow=True).content.decode()
        assert ("/quizzes/the-quiz/" in html) is is_led, kind


def test_answers_are_not_kept_by_browsers(client, trainer, built):
    assert "no-store" in client.get("/quizzes/the-quiz/")["Cache-Control"]

"""The command that corrects very many attempts, a batch at a time."""

import io
import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from assessments import actions
from assessments.actions import Correction, regrading_in_batches
from assessments.models import Attempt, Mark, VoidedItem
from tests.factories.attempts import sit

from .test_regrading import WHY, built, by, item, quiz, rekey

__all__ = ["built", "by", "item", "quiz"]


@pytest.fixture
def seven(built, noon):
    """Seven attempts; in all of them, option 1 was chosen, which was not right."""
    return [sit(built, {"q1": 1, "q2": True}, at=noon) for _n in range(7)]


def run(*args, **options):
    out = io.StringIO()
    call_command("regrade", "the-quiz", "q1", *args, stdout=out, **options)
    return out.getvalue()


def digest(listed):
    return re.search(r"--confirm ([0-9a-f]{64})", listed)[1]


def test_nothing_changes_before_it_is_confirmed(item, seven, noon):
    rekey(item, noon)
    listed = run()

    assert listed.count("passed from now on") == 7
    assert "7 answers looked at, 7 marks would change, 7 attempts newly" in listed
    assert run("--dry-run", confirm=digest(listed), reason=WHY) == listed
    assert not Attempt.objects.filter(passed=True).exists()
    assert Mark.objects.count() == 14


def test_what_was_listed_is_changed(item, seven, noon, by):
    rekey(item, noon)
    said = run(confirm=digest(run()), reason=WHY, by=by.email)

    assert "7 of 7 listed marks were changed." in said
    assert Attempt.objects.filter(passed=True, score=2).count() == 7
    assert Mark.objects.filter(reason=WHY, marked_by=by).count() == 7
    assert "0 marks would change" in run()


def test_the_listing_is_the_one_of_the_page(quiz, item, seven, noon):
    """So what was looked at there can be confirmed here."""
    version = rekey(item, noon)
    page = actions.plan_regrade(assessment=quiz, item=item, version=version)
    batches = actions.plan_in_batches(
        correction=Correction.REGRADE,
        assessment=quiz,
        item=item,
        version=version,
        size=3,
    )

    assert batches == page
    assert batches.digest == page.digest


def test_another_digest_changes_nothing(item, seven, noon, built):
    rekey(item, noon)
    listed = run()
    sit(built, {"q1": 0, "q2": True}, at=noon)

    with pytest.raises(CommandError, match="is not what was listed"):
        run(confirm=digest(listed), reason=WHY)
    assert not Mark.objects.filter(reason=WHY).exists()


def test_what_fails_half_way_keeps_whole_attempts_and_goes_on(
    quiz, item, seven, noon, by, monkeypatch
):
    version = rekey(item, noon)
    wanted = {
        "correction": Correction.REGRADE,
        "assessment": quiz,
        "item": item,
        "version": version,
    }
    plan = actions.plan_in_batches(**wanted)
    write, calls = regrading_in_batches.write_correction, []

    def breaks(**arguments):
        calls.append(arguments)
        write(**arguments)
        if len(calls) == 2:
            raise OSError("The disk is full.")

    monkeypatch.setattr(regrading_in_batches, "write_correction", breaks)
    options = {"assessment": quiz, "reason": WHY, "by": by, "at": noon, "size": 3}
    with pytest.raises(OSError, match="full"):
        actions.apply_in_batches(plan=plan, **options)
    monkeypatch.undo()

    assert Attempt.objects.filter(passed=True, score=2).count() == 3
    assert Mark.objects.filter(reason=WHY).count() == 3
    rest = actions.plan_in_batches(**wanted)
    assert rest.size == 4
    assert actions.apply_in_batches(plan=rest, **options) == 4
    assert Mark.objects.filter(reason=WHY).count() == 7


def test_what_changed_since_the_listing_is_left_alone(quiz, item, seven, noon, by):
    plan = actions.plan_in_batches(
        correction=Correction.REGRADE,
        assessment=quiz,
        item=item,
        version=rekey(item, noon),
    )
    response = seven[0].responses.get(item_version__item=item)
    Mark.objects.create(response=response, value="0.5", marked_at=noon)

    done = actions.apply_in_batches(
        assessment=quiz, plan=plan, reason=WHY, by=by, at=noon, size=3
    )

    assert done == 6
    assert response.marks.order_by("-pk")[0].value == Decimal("0.5")


def test_a_question_can_be_taken_out(item, seven, noon):
    said = run("--void", confirm=digest(run("--void")), reason=WHY)

    assert "7 of 7" in said
    assert Attempt.objects.filter(max_score=1, score=1, passed=True).count() == 7
    assert VoidedItem.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["nothing", "q1"], "There is no quiz"),
        (["the-quiz", "nothing"], "has the question"),
        (["the-quiz", "q1", "--confirm", "x"], "Say why"),
        (["the-quiz", "q1", "--confirm", "x", "--reason", "y"], "not what was listed"),
        (["the-quiz", "q1", "--by", "who@example.org"], "Nobody has the address"),
    ],
)
def test_what_cannot_be_is_said(item, seven, arguments, message):
    with pytest.raises(CommandError, match=message):
        call_command("regrade", *arguments)

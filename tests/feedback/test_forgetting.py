"""The migration that forgets what earlier versions of the site kept without use."""

import importlib
import pkgutil
import types

import pytest
from django.apps import apps
from django.db import connection

from feedback import actions, migrations, writer
from feedback.answering import versions_asked
from feedback.models import Comment, RunSnapshot
from tests.factories.feedback import SurveyRunFactory


@pytest.fixture
def forget():
    (name,) = (
        found.name
        for found in pkgutil.iter_modules(migrations.__path__)
        if found.name.endswith("forget_what_is_never_shown")
    )
    module = importlib.import_module(f"feedback.migrations.{name}")
    # All that it asks of an editor is which database it is.
    editor = types.SimpleNamespace(connection=connection)
    return lambda: module.forget(apps, editor)


@pytest.fixture
def kept_before(built, survey, submissions, noon):
    """Return a function that makes a run as it was kept: with names and comments."""
    question = versions_asked(survey.current_version)[-1]

    def make(responded, *, is_closed=True):
        run = SurveyRunFactory(
            course=built.course,
            survey_version=survey.current_version,
            dimensions=["organisation", "profession", "language"],
            name=f"{responded} answers, {is_closed}",
        )
        writer.store(run=run, submissions=submissions(responded))
        if is_closed:
            run = actions.close_run(run=run, at=noon)
        Comment.objects.create(run=run, item_version=question, text="More cases.")
        for snapshot in run.snapshots.all():
            for entries in snapshot.payload["groups"].values():
                for entry in entries:
                    entry["shown"] = True
                entries.append({"key": "physician", "shown": False, "reason": "few"})
            snapshot.save()
        return run

    return make


def test_names_of_hidden_groups_leave_earlier_releases(forget, kept_before):
    run = kept_before(12)
    before = run.snapshots.get().payload
    forget()
    forget()

    after = run.snapshots.get().payload
    assert {k: v for k, v in after.items() if k != "groups"} == {
        k: v for k, v in before.items() if k != "groups"
    }
    for dimension, entries in before["groups"].items():
        assert after["groups"][dimension] == [e for e in entries if e["shown"]]
    assert "physician" not in str(RunSnapshot.objects.values_list("payload"))


@pytest.mark.parametrize(
    ("responded", "is_closed", "is_kept"),
    [(4, True, False), (9, True, False), (10, True, True), (4, False, True)],
)
def test_comments_that_nobody_may_read_leave_closed_runs(
    forget, kept_before, responded, is_closed, is_kept
):
    run = kept_before(responded, is_closed=is_closed)
    forget()

    assert run.comments.exists() is is_kept

"""Somebody reads a comment, takes a name out and releases it."""

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction
from playwright.sync_api import expect

from feedback.models import Comment, CommentState
from people.models import Role
from tests.factories.people import MembershipFactory
from tests.feedback.answered_runs import AnsweredRuns, grouped

from .visitor import Journey

pytestmark = pytest.mark.journey


class TestReadingComments(Journey):
    """The reader of an organisation whose survey has closed."""

    def test_a_name_is_taken_out_before_others_read(self):
        self.given_a_closed_run_with_a_comment("Aino was rude. More cases, please.")
        self.visitor.is_signed_in_as(self.reader)
        self.visitor.opens("/ratings/")
        self.visitor.sees("Ratings")
        self.visitor.follows("Comments to read")
        self.visitor.sees("Comments to read")
        self.visitor.follows(f"IPS in practice: {self.run.name}")
        self.visitor.sees("Comments")
        self.visitor.follows("Read and decide (comment 1)")
        self.visitor.sees("Read a comment")
        self.when_the_first_words_are_selected(len("Aino"))
        self.visitor.presses("Take out what is selected")
        expect(self.text).to_have_value("[removed] was rude. More cases, please.")
        self.visitor.chooses("Release: everybody who reads the ratings")
        self.visitor.presses("Save and go to the next")
        self.visitor.sees("Comments")
        self.visitor.opens(f"/ratings/{self.run.course.slug}/?run={self.run.pk}")
        self.visitor.sees("IPS in practice")
        self.visitor.sees_text("[removed] was rude. More cases, please.")
        self.visitor.opens("/ratings/views/")
        self.visitor.sees("Who has looked at ratings")
        self.visitor.sees_text(self.reader.display_name)
        self.visitor.verify()

    def given_a_closed_run_with_a_comment(self, text):
        runs = AnsweredRuns()
        with transaction.atomic():
            self.run = runs.make(grouped({"A": 12}), eligible=15)
        Comment.objects.update(text=text, state=CommentState.WAITING)
        self.reader = MembershipFactory(
            organisation=runs.organisation, role=Role.ADMINISTRATOR
        ).user
        self.reader.user_permissions.add(
            Permission.objects.get(
                content_type__app_label="feedback", codename="change_comment"
            )
        )

    @property
    def text(self):
        return self.visitor.main.get_by_label("The comment, as others will read it")

    def when_the_first_words_are_selected(self, length):
        self.text.evaluate(
            "(field, end) => { field.focus(); field.setSelectionRange(0, end); }",
            length,
        )

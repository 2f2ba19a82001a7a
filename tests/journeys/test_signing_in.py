"""Signing in and signing up: what a page says when something is not right yet."""

import re

import pytest
from playwright.sync_api import expect

from people.models import User
from tests.factories.people import PASSWORD, UserFactory

from .visitor import Journey

pytestmark = pytest.mark.journey

E_MAIL = re.compile("^e-?mail", re.IGNORECASE)


class AccountJourney(Journey):
    """Forms of accounts, with problems in them."""

    def then_the_page_says_that_there_is_a_problem(self):
        expect(self.visitor.page).to_have_title(re.compile("^Error: "))
        summary = self.visitor.page.get_by_role("alert")
        expect(summary).to_contain_text("There is a problem")
        expect(summary).to_be_focused()
        self.visitor.looks()

    def and_its_summary_leads_to_the_field(self, label):
        """Every problem in the summary is a link, and the field repeats its words."""
        field = self.visitor.main.get_by_label(label)
        name = field.get_attribute("id")
        link = self.visitor.page.get_by_role("alert").locator(f'a[href="#{name}"]')
        self.visitor.hands.press(link)
        expect(field).to_be_focused()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_accessible_description(re.compile(link.inner_text()))


class TestSigningIn(AccountJourney):
    def test_a_wrong_password_can_be_corrected(self):
        self.given_somebody_with_an_account()
        self.when_they_sign_in_with("a wrong password")
        self.then_the_page_says_that_there_is_a_problem()
        self.and_the_summary_leads_to_the_form_in_one_sentence()
        self.and_their_address_is_still_there()
        self.when_they_correct_the_password()
        self.then_they_are_at_my_learning()

    def test_an_empty_form_names_both_fields(self):
        self.visitor.opens("/accounts/login/")
        self.visitor.sees("Sign in")
        self.visitor.presses("Sign in")
        self.then_the_page_says_that_there_is_a_problem()
        self.and_its_summary_leads_to_the_field(E_MAIL)
        self.and_its_summary_leads_to_the_field("Password")

    def test_somebody_who_wanted_a_page_gets_it_after_signing_in(self):
        self.given_somebody_with_an_account()
        self.visitor.opens("/people/profile/")
        self.visitor.sees("Sign in")
        self.visitor.writes(E_MAIL, self.person.email.upper())
        self.visitor.writes("Password", PASSWORD)
        self.visitor.presses("Sign in")
        self.visitor.sees("My account")

    def given_somebody_with_an_account(self):
        self.person = UserFactory()

    def when_they_sign_in_with(self, password):
        self.visitor.opens("/accounts/login/")
        self.visitor.sees("Sign in")
        self.visitor.writes(E_MAIL, self.person.email)
        self.visitor.writes("Password", password)
        self.visitor.presses("Sign in")

    def and_the_summary_leads_to_the_form_in_one_sentence(self):
        """One sentence for both: whether there is such an account is not told."""
        problems = self.visitor.page.get_by_role("alert").get_by_role("listitem")
        expect(problems).to_have_count(1)
        self.and_its_summary_leads_to_the_field(E_MAIL)

    def and_their_address_is_still_there(self):
        expect(self.visitor.main.get_by_label(E_MAIL)).to_have_value(self.person.email)

    def when_they_correct_the_password(self):
        self.visitor.writes("Password", PASSWORD)
        self.visitor.presses("Sign in")

    def then_they_are_at_my_learning(self):
        self.visitor.sees("My learning")


class TestSigningUp(AccountJourney):
    def test_problems_are_named_at_their_fields(self):
        self.visitor.opens("/accounts/signup/")
        self.visitor.sees("Create an account")
        self.visitor.writes("Last name", "Virta")
        self.visitor.writes(E_MAIL, "not an address")
        self.visitor.writes("Password", "short")
        self.visitor.presses("Create the account")
        self.then_the_page_says_that_there_is_a_problem()
        self.and_its_summary_leads_to_the_field("First name")
        self.and_its_summary_leads_to_the_field(E_MAIL)
        self.and_its_summary_leads_to_the_field("Password")
        assert not User.objects.exists()

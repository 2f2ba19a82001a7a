"""Somebody at a browser: what they see, what they do, and what is checked meanwhile."""

import dataclasses
import re
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from people.models import User

from .hands import Finger, Keyboard, Mouse
from .soundness import (
    check_focus_order,
    check_frame,
    check_reflow,
    check_with_axe,
    wait_until_complete,
)
from .watcher import Watcher

DESK = {"viewport": {"width": 1280, "height": 800}}
PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}


@dataclasses.dataclass(frozen=True)
class Way:
    """A way to use the site: with which hands, on what."""

    hands: type[Mouse] = Mouse
    device: dict = dataclasses.field(default_factory=lambda: DESK)
    runs_scripts: bool = True


# Those with the keyboard prefer the dark, so that both themes are walked through.
WAYS = {
    "mouse": Way(),
    "keyboard": Way(Keyboard, DESK | {"color_scheme": "dark"}),
    "no scripts": Way(runs_scripts=False),
    "phone": Way(Finger, PHONE),
}


class Visitor:
    """One tab of one person's browser.

    Every page of the site that comes up has to be looked at (`sees`) before the next
    one; looking includes all that `soundness` knows.
    """

    def __init__(self, context: BrowserContext, way: Way, watcher: Watcher):
        self.context = context
        self.way = way
        self.watcher = watcher
        self.page: Page = context.new_page()
        self.hands = way.hands(self.page)
        # The page that nobody has looked at yet, and those that were left like that.
        self._unseen = ""
        self._left_unseen: list[str] = []
        # The titles of pages whose order of focus has been followed.
        self._followed: set[str] = set()
        self.page.on("response", self._arrival)

    @property
    def main(self) -> Locator:
        return self.page.get_by_role("main")

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    # What they do ---------------------------------------------------------------------

    def is_signed_in_as(self, user: User) -> None:
        """Be signed in already, where signing in is not what the journey is about."""
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies(
            [
                {
                    "name": settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": f"http://{self.watcher.host}",
                }
            ]
        )

    def opens(self, address: str) -> None:
        self.page.goto(address)

    def opens_another_tab(self) -> "Visitor":
        """Return a second tab of the same browser."""
        return Visitor(self.context, self.way, self.watcher)

    def follows(self, name: str | re.Pattern) -> None:
        """Use a link in the main part of the page."""
        self.hands.press(self.main.get_by_role("link", name=name, exact=True))

    def presses(self, name: str) -> None:
        """Use a button in the main part of the page."""
        self.hands.press(self.main.get_by_role("button", name=name, exact=True))

    def writes(self, label: str | re.Pattern, text: str) -> None:
        self.hands.write(self.main.get_by_label(label), text)

    def picks(self, label: str, option: str) -> None:
        self.hands.pick(self.main.get_by_label(label), option)

    def chooses(self, option: str, within: str = "") -> None:
        """Choose a radio button or tick a box, in the group `within` if it says so."""
        place = self.main.get_by_role("group", name=within) if within else self.main
        self.hands.choose(place.get_by_label(option, exact=True))

    # What they see --------------------------------------------------------------------

    def sees(self, heading: str | re.Pattern) -> None:
        """Be on a page with this main heading, in which nothing is wrong."""
        title = self.page.get_by_role("heading", level=1, name=heading, exact=True)
        expect(title).to_be_attached()
        self.looks()

    def sees_text(self, text: str) -> None:
        expect(self.main.get_by_text(text).first).to_be_visible()

    def looks(self) -> None:
        """Check the page, in the state that it is in now."""
        self._unseen = ""
        check_frame(self.page)
        if not self.way.runs_scripts:
            return
        wait_until_complete(self.page)
        check_reflow(self.page)
        check_with_axe(self.page)
        if self.way.hands is Keyboard and self.page.title() not in self._followed:
            self._followed.add(self.page.title())
            check_focus_order(self.page)

    def verify(self) -> None:
        """Fail if a page was passed without a look."""
        assert not self._left_unseen, f"never looked at: {self._left_unseen}"

    def _arrival(self, response) -> None:
        request = response.request
        if not request.is_navigation_request() or request.frame != self.page.main_frame:
            return
        is_page = response.headers.get("content-type", "").startswith("text/html")
        path = urlsplit(response.url).path
        if (
            response.status in {301, 302, 303}
            or not is_page
            or path.startswith("/cms/")
        ):
            return
        if self._unseen:
            self._left_unseen.append(self._unseen)
        self._unseen = path


class Journey:
    """A walk through the site: sentences first, and below them what each one does."""

    visitor: Visitor

    @pytest.fixture(autouse=True)
    def _set_out(self, visitor):
        self.visitor = visitor

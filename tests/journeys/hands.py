"""Ways to use a page: with a mouse, with a finger, with the keyboard alone."""

from playwright.sync_api import Locator, Page, expect

from .soundness import FOCUS

# More than any page has stops for the Tab key.
MOST_STOPS = 150


class Mouse:
    """Points and clicks."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, control: Locator) -> None:
        """Use a link or a button."""
        control.click()

    def choose(self, option: Locator) -> None:
        """Choose a radio button or tick a box."""
        option.check()

    def write(self, field: Locator, text: str) -> None:
        """Write into a field."""
        field.fill(text)

    def pick(self, field: Locator, label: str) -> None:
        """Pick an option of a list."""
        field.select_option(label=label)


class Finger(Mouse):
    """Taps. Hits the words beside a radio button or a box, not the small thing."""

    def press(self, control: Locator) -> None:
        control.tap()

    def choose(self, option: Locator) -> None:
        name = option.get_attribute("id")
        self.page.locator(f'label[for="{name}"]').tap()
        expect(option).to_be_checked()


class Keyboard(Mouse):
    """Tab, Enter, Space, arrows and letters; nothing else."""

    def press(self, control: Locator) -> None:
        self._reach(control)
        self.page.keyboard.press("Enter")

    def choose(self, option: Locator) -> None:
        if option.get_attribute("type") == "radio":
            self._reach_group(option)
        else:
            self._reach(option)
        if not option.is_checked():
            self.page.keyboard.press("Space")
        expect(option).to_be_checked()

    def write(self, field: Locator, text: str) -> None:
        self._reach(field)
        self.page.keyboard.type(text)

    def pick(self, field: Locator, label: str) -> None:
        self._reach(field)
        self.page.keyboard.type(label)
        expect(field.locator("option:checked")).to_have_text(label)

    def _reach(self, control: Locator) -> None:
        """Go on with Tab until the control has the focus, and see that it has."""
        expect(control).to_be_visible()
        self._tab_until(control, "(element) => element === document.activeElement")
        focus = self.page.evaluate(FOCUS, [])
        assert focus["isOutlined"], f"no focus to be seen at {focus['name']}"
        assert focus["isOnScreen"], f"the focus is off screen at {focus['name']}"

    def _reach_group(self, option: Locator) -> None:
        """Go to the option's group with Tab, and to the option with the arrows."""
        self._tab_until(
            option,
            "(element) => document.activeElement.type === 'radio'"
            " && element.name === document.activeElement.name",
        )
        for _press in range(MOST_STOPS):
            if option.evaluate("(element) => element === document.activeElement"):
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"The arrows do not reach {option}.")

    def _tab_until(self, control: Locator, condition: str) -> None:
        for _press in range(MOST_STOPS):
            if control.evaluate(condition):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"Tab does not reach {control}.")

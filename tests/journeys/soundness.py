"""What has to hold on every page, in every state, whatever the journey is about."""

from functools import cache

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

# Not in a second run on another database, which changes no colour and no role.
is_axe_asked = True
AXE_OPTIONS = {
    "resultTypes": ["violations"],
    # Looks at the orientation in style sheets, which it would fetch once more.
    "preload": False,
    # Not among the rules that axe runs unasked: targets of at least 24 pixels.
    "rules": {"target-size": {"enabled": True}},
}

# Everything that the Tab key should stop at, in the order of the document. Of a group
# of radio buttons that is the chosen one, or else the first.
TAB_STOPS = """() => {
  const stops = [...document.querySelectorAll(
    "a[href], button, input, select, textarea, summary, [tabindex]"
  )].filter((element) =>
    element.tabIndex >= 0 && !element.disabled && element.type !== "hidden"
    && element.checkVisibility({ visibilityProperty: true }));
  return stops.filter((element) => {
    if (element.type !== "radio") return true;
    const group = stops.filter((other) =>
      other.type === "radio" && other.name === element.name
      && other.form === element.form);
    return element === (group.find((other) => other.checked) ?? group[0]);
  });
}"""

# Where the focus is among the stops, and whether one can see it there.
FOCUS = """(stops) => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  return {
    place: stops.indexOf(element),
    name: (element.getAttribute("aria-label") || element.textContent
           || element.id || element.tagName).trim().slice(0, 60),
    isOutlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    isOnScreen: box.bottom > 0 && box.right > 0
      && box.top < innerHeight && box.left < innerWidth,
  };
}"""

# axe reads the colour of a text from `-webkit-text-fill-color`. In forced colours
# Chromium paints that in a colour of the system, but reports that of the style sheet.
SAY_WHAT_IS_PAINTED = """() => {
  for (const element of document.body.querySelectorAll("*"))
    element.style.setProperty(
      "-webkit-text-fill-color", getComputedStyle(element).color);
}"""
SAY_NOTHING_MORE = """() => {
  for (const element of document.body.querySelectorAll("*"))
    element.style.removeProperty("-webkit-text-fill-color");
}"""


@cache
def _axe() -> str:
    return Axe().axe_script


def wait_until_complete(page: Page) -> None:
    """Wait for the style sheets, and for the scripts that elements are made by.

    A heading is there before both. Until then a list that only the style sheet opens is
    closed, and Tab stops elsewhere than it does a moment later.
    """
    page.wait_for_load_state("load")
    # A place in a lesson is made when somebody begins to read.
    waiting = page.locator(":not(:defined):not(reading-place)")
    expect(waiting).to_have_count(0)


def check_with_axe(page: Page, context: str | None = None) -> None:
    """Fail for any violation that axe finds on the page, or in the part `context`."""
    if not is_axe_asked:
        return
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    violations = page.evaluate(
        "([context, options]) => axe.run(context ?? document, options)"
        ".then((results) => results.violations)",
        [context, AXE_OPTIONS],
    )
    found = [
        f"{violation['id']} at {node['target']}: {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]
    assert not found, "\n".join([f"axe on {page.url}", *found])


def check_forced_colours(page: Page) -> None:
    """Fail for any violation where the system, not the site, chooses the colours."""
    page.emulate_media(forced_colors="active")
    page.evaluate(SAY_WHAT_IS_PAINTED)
    check_with_axe(page)
    page.evaluate(SAY_NOTHING_MORE)
    page.emulate_media(forced_colors="none")


def check_frame(page: Page) -> None:
    """Fail for a page without a language, a title, a landmark or its one heading."""
    assert page.locator("html").get_attribute("lang") in {"en", "fi", "sv"}
    assert page.title().strip(" –"), page.url
    assert page.locator("main").count() == 1, page.url
    assert page.locator("h1").count() == 1, page.url


def check_reflow(page: Page) -> None:
    """Fail for a page that has to be scrolled sideways."""
    width, window = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert width <= window, f"{page.url} is {width} wide in a window of {window}"


def check_focus_order(page: Page) -> None:
    """Fail unless Tab reaches everything in its order, always visibly.

    Ends where the focus was before the first Tab: at the top of the page, or where a
    list of problems has taken it; what lies before that is reached on other pages.
    """
    stops = page.evaluate_handle(TAB_STOPS)
    count = page.evaluate("(stops) => stops.length", stops)
    is_taken = page.evaluate("document.activeElement !== document.body")
    reached, names = [], []
    # To the end of the page, behind which the focus leaves it; more stops than these
    # are boxes that scroll.
    for _press in range(count + 20):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS, stops)
        if focus is None or (reached and focus["place"] == reached[0]):
            break
        assert focus["isOutlined"], f"{page.url}: no focus to be seen at {focus}"
        assert focus["isOnScreen"], f"{page.url}: the focus is off screen at {focus}"
        names.append(focus["name"])
        if focus["place"] >= 0:
            reached.append(focus["place"])
    first = reached[0] if is_taken and reached else 0
    assert reached == list(range(first, count)), (page.url, names)

"""The style rules that plotly.js would add to a page itself, as a file of ours.

The site allows no inline style, so plotly.js is told that its rules are there
already; then they have to be. `python -m tests.journeys.plotly_styles` writes
static/css/plotly.css anew; after an update of plotly a journey fails until then.
"""

from importlib.resources import files
from pathlib import Path

TARGET = Path(__file__).resolve().parents[2] / "static" / "css" / "plotly.css"
SCRIPT = Path(str(files("plotly"))) / "package_data" / "plotly.min.js"
HEADER = """/* The rules of plotly.js {version} (MIT licence), read from its element.
   Made by `python -m tests.journeys.plotly_styles`; do not edit. */
"""


def extracted(page) -> str:
    """Return the text of the file, made from what plotly.js does on an empty page."""
    page.set_content("<div id='chart'></div>")
    page.add_script_tag(path=str(SCRIPT))
    page.evaluate("Plotly.newPlot('chart', [{type: 'bar', x: [1], y: [2]}])")
    version = page.evaluate("Plotly.version")
    rules = page.evaluate(
        "[...document.getElementById('plotly.js-style-global').sheet.cssRules]"
        ".map(rule => rule.cssText)"
    )
    # Of a dialogue for uploading charts to a service, which the site does not offer.
    kept = [rule for rule in rules if "plotly-cloud" not in rule]
    return HEADER.format(version=version) + "\n".join(kept) + "\n"


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.journeys.chromium import ARGUMENTS, executable

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(), args=ARGUMENTS
        )
        TARGET.write_text(extracted(browser.new_page()), encoding="utf-8")
        browser.close()


if __name__ == "__main__":
    main()

"""The colours of the charts, measured: in light, in dark, on paper, without colour.

Every part borders on the page, so each needs 3:1 against it (WCAG 1.4.11), and the text
in a part 4.5:1 against the part (1.4.3).
"""

import math
import re
from pathlib import Path

import pytest
from django.conf import settings

from feedback.charts import tones
from feedback.exports import pdf

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
OKLCH = r"oklch\(([\d.]+)% ([\d.]+) ([\d.]+)\)"


def themes():
    """Return the colours of each theme by name, as linear red, green and blue."""
    text = TOKENS.read_text()
    light = {
        name: linear(*map(float, values))
        for name, *values in re.findall(rf"--color-([\w-]+): {OKLCH};", text)
    }
    dark = dict(light)
    for name, *values in re.findall(
        rf"--color-([\w-]+): light-dark\({OKLCH}, {OKLCH}\);", text
    ):
        numbers = list(map(float, values))
        assert light[name] == linear(*numbers[:3]), f"{name} differs without dark mode"
        dark[name] = linear(*numbers[3:])
    return {"light": light, "dark": dark}


def linear(lightness, chroma, hue):
    """Return an OKLCH colour as linear sRGB, cut off where a screen is."""
    a = chroma * math.cos(math.radians(hue))
    b = chroma * math.sin(math.radians(hue))
    value = lightness / 100
    long = (value + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (value - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (value - 0.0894841775 * a - 1.2914855480 * b) ** 3
    rgb = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    return tuple(min(1.0, max(0.0, part)) for part in rgb)


def of_hex(colour):
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(
        p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts
    )


def luminance(colour):
    red, green, blue = colour
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


THEMES = themes()
RATINGS = [
    f"{side}-{strength}"
    for side in ("unfavourable", "favourable")
    for strength in ("full", "mid", "soft")
] + ["neutral"]


def test_the_measure_knows_black_on_white():
    assert contrast(of_hex("#000000"), of_hex("#ffffff")) == pytest.approx(21)
    assert contrast(linear(0, 0, 0), linear(100, 0, 0)) == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", RATINGS)
def test_a_part_stands_out_from_the_page(theme, name):
    colours = THEMES[theme]

    assert contrast(colours[name], colours["page"]) >= 3


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", RATINGS)
def test_the_text_in_a_part_can_be_read(theme, name):
    colours = THEMES[theme]
    is_soft = name == "neutral" or name.endswith("-soft")
    ink = colours["on-rating" if is_soft else "on-rating-full"]

    assert contrast(ink, colours[name]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_the_points_of_one_side_differ_in_grey_as_well(theme):
    """Without colour the strength remains; the sides are told by their place."""
    colours = THEMES[theme]
    for side in ("unfavourable", "favourable"):
        full, mid, soft = (colours[f"{side}-{s}"] for s in ("full", "mid", "soft"))
        assert contrast(full, soft) >= 1.75
        assert contrast(full, mid) >= 1.2
        assert contrast(mid, soft) >= 1.2


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", ["text", "text-soft"])
def test_the_lines_of_a_trend_stand_out(theme, name):
    colours = THEMES[theme]

    assert contrast(colours[name], colours["page"]) >= 4.5


@pytest.mark.parametrize("points", range(3, 12))
def test_the_colours_on_paper_are_as_clear(points):
    for tone in tones(points):
        colour = pdf._colours(tone, points)
        fill, ink = of_hex(colour["fill"]), of_hex(colour["ink"])
        assert contrast(fill, of_hex("#ffffff")) >= 3
        assert contrast(fill, ink) >= 4.5


@pytest.mark.parametrize(
    ("colour", "on_white", "ink", "label"),
    [
        ("#7f3b08", 8.3, "#ffffff", 8.3),
        ("#c46a12", 3.9, "#000000", 5.4),
        ("#8a8a8a", 3.5, "#000000", 6.1),
        ("#5a7fb5", 4.1, "#000000", 5.1),
        ("#1f3a6e", 11.1, "#ffffff", 11.1),
    ],
)
def test_the_colours_on_paper_have_their_measured_contrast(
    colour, on_white, ink, label
):
    assert {colour, pdf.NEUTRAL} <= {
        *pdf.SOFT.values(),
        *pdf.FULL.values(),
        pdf.NEUTRAL,
    }
    assert contrast(of_hex(colour), of_hex("#ffffff")) == pytest.approx(
        on_white, abs=0.06
    )
    assert contrast(of_hex(colour), of_hex(ink)) == pytest.approx(label, abs=0.06)

"""Whether a drawing (SVG) is shapes and words only, before any page shows it.

An SVG file is a program as much as a picture: it may run scripts, load from other
sites, and unfold to more than a browser can bear. So what may stand in one is listed
here, and nothing else may. The file itself is never changed: an author who is told the
line can put it right, and an export gives the same bytes.
"""

import re
from collections.abc import Iterator
from xml.parsers.expat import ExpatError, ParserCreate

from .problems import Place, quoted

SVG = "http://www.w3.org/2000/svg"
XML = "http://www.w3.org/XML/1998/namespace"

# A hundred times what a diagram of a lesson takes.
MOST_BYTES = 500_000
# Whoever writes the tree again goes down one call per level.
MOST_LEVELS = 30
LARGEST_SIDE = 10_000


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Neither `use` nor `pattern` and `mask`: each may repeat another that repeats others.
ELEMENTS = _names(
    "svg g defs title desc path rect circle ellipse line polyline polygon text tspan "
    "marker linearGradient radialGradient stop"
)
# No `style`, which can load files, no `class`, which needs one, and no `href`.
ATTRIBUTES = _names(
    "id version viewBox preserveAspectRatio width height x y x1 y1 x2 y2 cx cy r rx ry "
    "fx fy dx dy d points pathLength transform rotate offset gradientUnits "
    "gradientTransform spreadMethod markerWidth markerHeight markerUnits refX refY "
    "orient marker-start marker-mid marker-end fill fill-opacity fill-rule stroke "
    "stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit "
    "stroke-dasharray stroke-dashoffset stop-color stop-opacity opacity color "
    "vector-effect paint-order shape-rendering text-rendering font-family font-size "
    "font-style font-weight letter-spacing word-spacing text-anchor text-decoration "
    "dominant-baseline alignment-baseline baseline-shift textLength lengthAdjust "
    "display visibility overflow lang role focusable aria-hidden aria-label "
    "aria-labelledby aria-describedby"
) | {f"{XML} lang", f"{XML} space"}

# What may stand before a bracket in a value: ways to move, and colours.
FUNCTIONS = _names("translate scale rotate skewX skewY matrix rgb rgba hsl hsla")
OWN_PART = re.compile(r"url\(#[\w.-]+\)")
CALL = re.compile(r"([\w-]*)\s*\(")
LENGTH = re.compile(r"\d{1,5}(\.\d+)?(px)?")
NUMBER = r"-?\d{1,5}(?:\.\d+)?"
VIEW_BOX = re.compile(rf"\s*{NUMBER}[\s,]+{NUMBER}[\s,]+({NUMBER})[\s,]+({NUMBER})\s*")

NOT_UTF_8 = "The drawing is not in UTF-8. Save it again in UTF-8."


def check_drawing(data: bytes, place: Place) -> None:
    """Report what a page cannot show safely, each with its line."""
    if len(data) > MOST_BYTES:
        place.problem(
            f"The drawing has more than {MOST_BYTES:,} bytes. Make it simpler, or save "
            "it as png."
        )
        return
    for line, message in sorted(set(_Drawing().problems(data))):
        place.below(line).problem(message)


class _Drawing:
    """One reading of one file."""

    def __init__(self) -> None:
        self.found: list[tuple[int, str]] = []
        self.level = 0
        # Over the declaration in the file, which is compared: a browser follows that.
        self.parser = ParserCreate("utf-8", " ")
        self.parser.XmlDeclHandler = self._declaration
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.ProcessingInstructionHandler = self._instruction
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def problems(self, data: bytes) -> Iterator[tuple[int, str]]:
        try:
            # Zeros are what else it would be guessed to be from.
            data.replace(b"\0", b"\xff").decode("utf-8")
            self.parser.Parse(data, True)
        except UnicodeDecodeError:
            self.found.append((1, NOT_UTF_8))
        except ExpatError as error:
            self.found.append(
                (error.lineno, "The drawing is no well-formed XML. Save it again.")
            )
        except _Stop:
            pass
        return iter(self.found)

    def _problem(self, message: str) -> None:
        self.found.append((self.parser.CurrentLineNumber, message))

    def _declaration(self, version: str, encoding: str | None, standalone: int) -> None:
        if encoding and encoding.lower() != "utf-8":
            self._problem(NOT_UTF_8)

    def _doctype(self, *declared: object) -> None:
        self._problem("A drawing has no DOCTYPE. Take the line out.")
        # What is declared there may unfold without end.
        raise _Stop

    def _instruction(self, target: str, data: str) -> None:
        self._problem(
            f"{quoted(f'<?{target}')} may load other files. Take the line out."
        )

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.level += 1
        if self.level > MOST_LEVELS:
            self._problem(
                f"The drawing has groups in groups, more than {MOST_LEVELS} deep. "
                "Ungroup them."
            )
            raise _Stop
        space, _, tag = name.rpartition(" ")
        if space != SVG or tag not in ELEMENTS:
            self._problem(
                f"{quoted(f'<{tag}>')} cannot be shown in a drawing. Save it as plain "
                "SVG, with shapes and words only."
            )
            if self.level == 1:
                raise _Stop
            return
        if (tag == "svg") != (self.level == 1):
            self._problem("A drawing is one <svg>, and has no other inside.")
        if self.level == 1:
            self._check_size(attributes)
        for attribute, value in attributes.items():
            self._check_attribute(attribute, value)

    def _end(self, name: str) -> None:
        self.level -= 1

    def _check_size(self, attributes: dict[str, str]) -> None:
        box = VIEW_BOX.fullmatch(attributes.get("viewBox", ""))
        sides = [float(side) for side in box.groups()] if box else [0.0]
        lengths = [attributes[one] for one in ("width", "height") if one in attributes]
        if all(LENGTH.fullmatch(length) for length in lengths):
            sides += [float(length.removesuffix("px")) for length in lengths]
        else:
            sides.append(0.0)
        if not all(1 <= side <= LARGEST_SIDE for side in sides):
            self._problem(
                "The drawing does not say how large it is. Give <svg> a viewBox, such "
                'as viewBox="0 0 400 300", and a width and height in pixels or none.'
            )

    def _check_attribute(self, attribute: str, value: str) -> None:
        if attribute not in ATTRIBUTES:
            shown = attribute.rpartition(" ")[2]
            self._problem(
                f"The attribute {quoted(shown)} cannot be used in a drawing. Save it "
                "as plain SVG, with attributes such as fill instead of styles."
            )
            return
        rest = OWN_PART.sub("", value)
        called = CALL.findall(rest)
        if "\\" in value or not FUNCTIONS.issuperset(called):
            self._problem(
                f"The value {quoted(value)} may load another file. Use a colour, or "
                "url(#name) for a part of the drawing itself."
            )


class _Stop(Exception):
    """What comes next need not be read."""

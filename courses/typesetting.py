"""Files for paper: data and a layout become a PDF that screen readers can read."""

import functools
import json
import re
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import typst

BREAKS = re.compile(r"[ \t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")


def as_pdf(layout: Path, data: dict[str, Any]) -> bytes:
    """Return the data as the layout, a file of Typst's, sets it.

    In this process, without files or a network. The result is tagged (PDF/UA-1), and
    the same bytes for the same data. Texts are put on one line.
    """
    # Here, because it is large and few requests need it.
    import typst

    options: dict[str, Any] = {
        "input": layout.read_bytes(),
        "font_paths": _fonts(),
        "sys_inputs": {"data": json.dumps(printable(data), ensure_ascii=False)},
        "format": "pdf",
    }
    try:
        return typst.compile(**options, pdf_standards=["ua-1"])
    except typst.TypstError:
        # A character that no font of this machine has. Boxes stand for it, which the
        # standard for accessible files does not allow.
        return typst.compile(**options)


@functools.cache
def _fonts() -> "typst.Fonts":
    """Return Typst's own fonts, and for other scripts those of the machine."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True)


def printable(value: Any) -> Any:
    """Return the data with every text on one line, without what a file cannot hold.

    Spaces that do not break, as in “60 %” in Finnish, stay as they are.
    """
    match value:
        case str():
            kept = "".join(filter(_is_kept, BREAKS.sub(" ", value)))
            return kept.strip(" ")
        case dict():
            return {key: printable(entry) for key, entry in value.items()}
        case list() | tuple():
            return [printable(entry) for entry in value]
    return value


def _is_kept(sign: str) -> bool:
    return sign.isprintable() or unicodedata.category(sign) == "Zs"

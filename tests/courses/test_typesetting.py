"""What reaches a PDF: lines become one, and what cannot be printed is left out."""

import pytest

from courses.typesetting import printable

TEXTS = {
    "lines": (" one\r\n  two\tthree ", "one two three"),
    "spaces that do not break": ("60\xa0%, n\u202f= 5", "60\xa0%, n\u202f= 5"),
    "control signs": ("a\x00b\u200bc\ud800", "abc"),
}


@pytest.mark.parametrize(("text", "expected"), TEXTS.values(), ids=TEXTS)
def test_texts_are_on_one_line(text, expected):
    assert printable(text) == expected


def test_texts_anywhere_in_the_data_are_meant():
    data = {"rows": [{"head": "a\nb", "n": 5}], "ok": (True, None)}
    assert printable(data) == {"rows": [{"head": "a b", "n": 5}], "ok": [True, None]}

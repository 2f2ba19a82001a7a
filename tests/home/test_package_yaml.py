"""YAML that is hostile, broken or in another encoding gets a sentence."""

import pytest

from tests.home.small_package import COURSE, problems_of, small_package

HOSTILE_YAML = {
    "python object": (
        "title: !!python/object/apply:os.system [ls]",
        "Tags (!) are not",
    ),
    "any tag": ("title: !x y", "Tags (!) are not used. Remove the tag."),
    "anchors": ("title: &a x\nsummary: *a", "Anchors (&, *) are not used here."),
    "many anchors": (
        "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]",
        "Anchors (&, *) are not used here.",
    ),
    "merge": ("<<: {title: x}", "Merging (<<) is not used here."),
    "depth": ("title: " + "[" * 5000, "This is nested too deeply."),
    "flow depth": ("title: " + "{a: " * 5000, "This is nested too deeply."),
    "many values": ("title: [" + "x," * 30_000 + "]", "The file has too many values."),
    "two documents": ("title: x\n---\ntitle: y", "This is not YAML:"),
    "no mapping": ("- title", "Here must be keys and values, not a list."),
    "nothing": ("# only a remark", "There is nothing here."),
    "tabs": ("title:\n\tx: y", "This is not YAML:"),
    "colon": ("title: a: b", "This is not YAML:"),
    "escaped NUL": (r'title: "a\0b"', "The text has a control character."),
    "lone surrogate": (r'title: "a\ud800b"', "The text has a control character."),
    "no character": (r'title: "\UFFFFFFFF"', "This is not YAML."),
    "long version": ("%YAML " + "9" * 5000 + ".1\n---\ntitle: x", "This is not YAML"),
    "a key that is a list": ("? [a]\n: b", "A key must be a word."),
    "control character": ("title: a\x07", "control character “\\x07”"),
    "NUL": ("title: a\0", "control character “\\x00”"),
}


@pytest.mark.parametrize(
    ("text", "part"), HOSTILE_YAML.values(), ids=HOSTILE_YAML.keys()
)
def test_hostile_yaml_gets_a_sentence(text, part):
    files = small_package() | {"01-why-work/module.yaml": text.encode()}

    problems = problems_of(files)

    assert any(
        problem.startswith("01-why-work/module.yaml") and part in problem
        for problem in problems
    ), problems


def test_another_encoding_gets_a_sentence_at_its_line():
    files = small_package()
    files["course.yaml"] = COURSE.encode("latin-1")

    assert problems_of(files)[0] == (
        "course.yaml, line 8: The file is not in UTF-8. Save it again with the "
        "encoding UTF-8."
    )

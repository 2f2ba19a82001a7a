"""Whatever a package can hold is written and read again as it was."""

import dataclasses
import subprocess
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from home.packages import read_files
from home.packages.compare import first_difference
from home.packages.htmltree import CannotCarry, tree_of
from home.packages.markdown import canonical, plain_markdown, to_markdown
from home.packages.problems import Place, Report
from home.packages.quizzes.values import Entry
from home.packages.richtext import plain_list, to_html
from home.packages.writer import plain_slug, write_files
from home.packages.yamltree import Listing, Mapping, Scalar, parse
from home.packages.yamlwriter import Word, dump
from tests.factories.packages import everything

MANY = settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)

# Letters, and the signs that mean something to Markdown, HTML or YAML.
SIGNS = st.one_of(
    st.sampled_from("abc ABC 123"),
    st.sampled_from("*_`~[]()<>&\\\"'#:-+=|!.,;{}%@$^/?äöé\xa0…–”"),
    st.characters(
        codec="utf-8",
        exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"),
        exclude_characters="\ufeff",
    ),
)
LINES = st.text(SIGNS, max_size=30)


# Quizzes


def test_a_quiz_keeps_the_order_of_its_entries():
    package = read_files(everything())
    (quiz, *_rest) = package.quizzes
    turned = dataclasses.replace(
        quiz.assessment, entries=tuple(reversed(quiz.assessment.entries))
    )
    module, *others = package.outline
    steps = tuple(
        dataclasses.replace(step, assessment=turned) if step == quiz else step
        for step in module.steps
    )
    changed = dataclasses.replace(
        package, outline=(dataclasses.replace(module, steps=steps), *others)
    )
    again = read_files(write_files(changed))

    assert again.quizzes[0].assessment.entries == turned.entries
    assert isinstance(again.quizzes[0].assessment.entries[0], Entry)
    assert first_difference(changed, again) == ""


# YAML

SCALARS = st.text(SIGNS | st.just("\n"), max_size=60)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.from_regex(r"[a-z_]{1,8}", fullmatch=True), inner, min_size=1
        )
    ),
    max_leaves=6,
)


def plain(node):
    match node:
        case Scalar():
            return node.text
        case Listing():
            return [plain(item) for item in node.items]
        case Mapping():
            return {entry.key: plain(entry.value) for entry in node.entries}


@MANY
@given(value=VALUES)
def test_any_value_is_written_as_yaml_that_is_read_as_it_was(value):
    report = Report()
    text = dump({"key": value, "word": Word("plain")})
    node = parse(text, Place(report, "x.yaml", 1))

    assert report.is_empty, text
    assert plain(node) == {"key": value, "word": "plain"}


def test_long_texts_are_folded_and_lines_kept():
    text = "word " * 30 + "end"
    written = dump({"a": text, "b": "one\ntwo", "c": "x" * 200, "d": "a  b " * 30})

    assert "a: >-\n" in written
    assert "b: |-\n  one\n  two\n" in written
    assert max(map(len, written.split("\n")[:3])) <= 100
    # Two spaces would be lost in a folded text.
    assert 'd: "a  b ' in written


# Rich text


@st.composite
def inline(draw, depth: int = 2) -> str:
    import html

    parts = []
    for _part in range(draw(st.integers(1, 4))):
        text = html.escape(draw(LINES), quote=False)
        kind = draw(st.sampled_from(["text", "text", "b", "i", "a", "br"]))
        if kind == "text" or (depth == 0 and kind != "br"):
            parts.append(text)
        elif kind == "br":
            parts.append("<br/>")
        elif kind == "a":
            parts.append(f'<a href="https://example.org/a_b(c)?d=1&amp;e=2">{text}</a>')
        else:
            parts.append(f"<{kind}>{draw(inline(depth - 1))}</{kind}>")
    return "".join(parts)


@st.composite
def lists(draw, depth: int = 1) -> str:
    tag = draw(st.sampled_from(["ul", "ol"]))
    items = [
        draw(inline())
        + (draw(lists(depth - 1)) if depth and draw(st.booleans()) else "")
        for _item in range(draw(st.integers(1, 3)))
    ]
    return f"<{tag}>" + "".join(f"<li>{item}</li>" for item in items) + f"</{tag}>"


@st.composite
def rich_texts(draw) -> str:
    parts = []
    for _part in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["p", "p", "h2", "h3", "list"]))
        if kind == "list":
            parts.append(draw(lists()))
        else:
            parts.append(f'<{kind} data-block-key="k">{draw(inline())}</{kind}>')
    return "".join(parts)


@MANY
@given(html=rich_texts())
def test_rich_text_goes_to_markdown_and_back_or_is_refused(html):
    try:
        text = to_markdown(html, headings=True)
    except CannotCarry:
        return
    report = Report()
    again = to_html(text, Place(report, "x.md", 1), headings=True)

    assert report.is_empty
    assert tree_of(again) == tree_of(html)
    # One form: what was read is written as it was.
    assert to_markdown(again, headings=True) == text
    assert canonical(html) == again


@pytest.mark.parametrize(
    ("html", "markdown"),
    [
        ("<p>Plain.</p>", "Plain."),
        ("<p><b>Bold </b>word</p>", "**Bold** word"),
        ("<p><strong>a</strong><em>b</em></p>", "**a***b*"),
        ("<p>un<b>believ</b>able</p>", "un**believ**able"),
        ("<p>a<b>(b)</b>c</p>", "&#97;**(b)**&#99;"),
        ("<p># no heading</p>", "\\# no heading"),
        ("<p>1. no list</p>", "1\\. no list"),
        ("<p>::: no directive</p>", "\\::: no directive"),
        ("<p>Questions:</p>", "Questions\\:"),
        ("<p>2 * 3 * 4</p>", "2 \\* 3 \\* 4"),
        ("<p>one<br/>two</p>", "one\\\ntwo"),
        ("<ul><li>a</li></ul><ul><li>b</li></ul>", "- a\n\n* b"),
        ("<ol><li>a<ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"),
        ("<p></p><p>x</p>", "x"),
        ("loose text", "loose text"),
    ],
)
def test_rich_text_is_written_readably(html, markdown):
    assert to_markdown(html) == markdown


@pytest.mark.parametrize(
    ("html", "sentence"),
    [
        ('<p><a linktype="page" id="3">x</a></p>', "A link leads to another page"),
        ('<p><a linktype="document" id="3">x</a></p>', "A link leads to a document"),
        ('<p><a href="javascript:x">x</a></p>', "Links are carried that begin with"),
        ('<embed embedtype="image" id="1"/>', "A picture or a film inside the text"),
        ("<hr/>", "A line across"),
        ("<h4>x</h4>", "The tag <h4>"),
        ('<p class="x">x</p>', "has attributes"),
        ("<h2>x</h2>", "A heading cannot stand here"),
        ("<li>x</li>", "outside of a list"),
        ("<ul><li>a<ul><li>b</li></ul>c</li></ul>", "goes on after a list"),
        ("<p>x</ul>", "not closed in order"),
    ],
)
def test_what_markdown_has_no_form_for_gets_a_sentence(html, sentence):
    with pytest.raises(CannotCarry, match=sentence):
        to_markdown(html)


@MANY
@given(text=LINES.map(str.strip).filter(bool))
def test_a_plain_text_is_read_from_markdown_as_it_was(text):
    report = Report()
    found = plain_list(f"- {plain_markdown(text)}", Place(report, "x", 1), "It")

    assert report.is_empty
    assert found == (text,)


# Names


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("why-work", "why-work"),
        ("Työ_ja-toipuminen", "tyo-ja-toipuminen"),
        ("ß-straße", "ss-strasse"),
        ("工作", ""),
    ],
)
def test_a_name_of_a_file_has_plain_letters(slug, name):
    assert plain_slug(slug) == name


def test_packages_are_read_without_any_framework():
    """A package must be readable where neither site nor database is."""
    code = (
        "import sys, home.packages, home.packages.writer\n"
        "print(sorted({'django', 'wagtail'} & {m.split('.')[0] for m in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"

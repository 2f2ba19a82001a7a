"""Whatever an editor writes into a block of a lesson comes back as it was."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from home.packages.block_writer import block_text
from home.packages.content import MediaFile
from home.packages.directives import Surroundings
from home.packages.fields import Languages
from home.packages.lessons import blocks_of
from home.packages.problems import Place, Report
from home.packages.teaching import (
    Accordion,
    Audio,
    Captions,
    CheckOption,
    Comparison,
    ContentNote,
    Embed,
    Quote,
    Reflection,
    Section,
    SelfCheck,
    Steps,
    TeachingBlock,
    TrueOrFalse,
    Video,
)

MEDIA = {
    path: MediaFile(path, b"")
    for path in ("media/v.mp4", "media/p.png", "media/c.vtt", "media/s.mp3")
}
AROUND = Surroundings(MEDIA, Languages(("en", "fi", "sv"), "en"))

# Signs that mean something to Markdown or YAML, and some that do not.
SIGNS = "aZ9 #*_-+:\"'“”\\`[]()<>&|~.,!?%@{}=ä"
lines = st.text(SIGNS, min_size=1, max_size=30).map(
    lambda text: " ".join(text.split()) or "x"
)
maybe = st.one_of(st.just(""), lines)
markup = st.sampled_from(
    ["<p>One.</p>", "<p>A <b>b</b>.</p><ul><li>c</li></ul>", "<p># d</p><p>::: e</p>"]
)
sections = st.builds(Section, lines, markup)
steps = st.builds(Section, lines, st.one_of(st.just(""), markup))
options = st.builds(CheckOption, lines, st.booleans(), lines)
teaching = st.one_of(
    st.builds(Quote, markup, maybe, maybe),
    st.builds(Accordion, st.lists(sections, min_size=1, max_size=4).map(tuple)),
    st.builds(Steps, maybe, st.lists(steps, min_size=2, max_size=4).map(tuple)),
    st.builds(Comparison, maybe, sections, sections),
    st.builds(ContentNote, markup),
    st.builds(
        SelfCheck,
        lines,
        st.lists(options, min_size=2, max_size=4)
        .filter(lambda found: any(one.is_right for one in found))
        .map(tuple),
        maybe,
    ),
    st.builds(TrueOrFalse, lines, st.booleans(), lines),
    st.builds(Reflection, st.just("a-key"), lines),
    st.builds(
        Video,
        st.just("media/v.mp4"),
        lines,
        st.sampled_from(["", "media/p.png"]),
        st.just((Captions("en", "media/c.vtt"), Captions("fi", "media/c.vtt"))),
        markup,
    ),
    st.builds(Audio, st.just("media/s.mp3"), lines, markup),
    st.builds(Embed, st.just("https://example.org/a?b=c&d"), lines, markup),
)


def read_again(text: str) -> tuple[TeachingBlock, ...]:
    report = Report()
    found = blocks_of(text, Place(report, "lesson.md", 1), AROUND)
    report.raise_if_any()
    return found


@settings(max_examples=300)
@given(st.lists(teaching, min_size=1, max_size=3))
@example([Accordion((Section("C #", "<p>a</p>"),))])
@example([Accordion((Section("Questions:", "<p>a</p>"),))])
@example([Reflection("a", "1. What now?")])
@example([Reflection("a", "::: quote")])
def test_what_is_written_is_read_as_it_was(blocks):
    text = "\n\n".join(map(block_text, blocks))

    assert read_again(text) == tuple(blocks)
    assert "\n\n".join(map(block_text, read_again(text))) == text


@pytest.mark.parametrize(
    "text",
    ["::: steps\n### a\n\n### b\n:::", "::: comparison\n### a\nb\n### c\nd\n:::"],
)
def test_one_way_of_writing_comes_of_several(text):
    (block,) = read_again(text)

    assert read_again(block_text(block)) == (block,)

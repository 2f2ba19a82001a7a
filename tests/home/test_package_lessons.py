"""What a lesson cannot show is said at its line, with what to do instead."""

import pytest

from tests.home.small_package import LESSON_FILE, lesson_with, problems_of

WRONG_BODIES = {
    "raw HTML": ("<div>x</div>", "Raw HTML is not shown. Write it in Markdown."),
    "raw HTML inside": ("a <b>x</b>", "Raw HTML is not shown. Write it in Markdown."),
    "h1": ("# Big", "The lesson's title is its only first heading. Use ## instead of "
           "#."),
    "h4": ("#### Small", "Headings have two levels, ## and ###. Use one of them."),
    "underlined heading": (
        "Big\n---", "Write a heading with ## before it, not underlined."
    ),
    "code": ("    x = 1", "A line that begins with four blanks is code, which is not "
             "shown. Begin it at the left."),
    "fence": ("```\nx\n```", "Blocks of code are not shown. Write a paragraph."),
    "code inside": ("a `b`", "Code (`…`) is not shown. Write the words without the "
                    "marks."),
    "quotation": ("> said", "Quotations (>) are not shown. Write a paragraph or "
                  "“::: callout”."),
    "picture": ("![a](https://example.org/x.png)", "Put pictures into “::: figure”, "
                "where they get a text alternative."),
    "table": ("| a | b |\n| --- | --- |\n| 1 | 2 |", "Put tables into “::: table”, "
              "where they get a caption."),
    "script link": ("[a](javascript:alert(1))", "The link leads to "
                    "“javascript:alert(1)”. Links begin with https://, http:// or "
                    "mailto:."),
    "relative link": ("[a](../b)", "The link leads to “../b”. Links begin with "
                      "https://, http:// or mailto:."),
    "link without words": ("[](https://example.org)", "The link has no words. Say in "
                           "[ ] where it leads."),
    "list of paragraphs": ("- a\n\n  b", None),
    "list from three": ("3. a", "A numbered list is counted from 1. Begin it with 1."),
    "unknown directive": ("::: keypoints\n- a\n:::", "There is no directive "
                          "“keypoints”. Did you mean “key-points”?"),
    "unclosed directive": ("::: callout\ntext", "“::: callout” is not closed. Write "
                           "“:::” on a line of its own after its text."),
    "directive in a directive": (
        "::: callout\na\n::: callout\nb\n:::", "“::: callout” is not closed before the "
        "next directive. Write “:::” on a line of its own after its text."
    ),
    "closing of nothing": (":::\ntext", "This “:::” closes nothing. Remove it."),
    "unknown attribute": ("::: callout tome=note\na\n:::", "“::: callout” has no "
                          "“tome”. Did you mean “tone”?"),
    "unknown tone": ("::: callout tone=loud\na\n:::", "There is no tone “loud”. Use "
                     "note, practice, think or caution."),
    "curly quotes": ("::: callout title=“a”\na\n:::", "“title=“a”” cannot be read. "
                     "Write the directive as “::: name key=\"value\"”, with straight "
                     "quotation marks."),
    "empty directive": ("::: callout\n:::", "“::: callout” is empty. Write its text."),
    "heading in a callout": ("::: callout title=a\n## b\n:::", None),
    "points that are no list": ("::: key-points\ntext\n:::", None),
    "bold points": ("::: key-points\n- **a**\n:::", None),
    "eight points": ("::: key-points\n" + "- a\n" * 8 + ":::", "These are 8 key "
                     "points; at most 7 are remembered. Keep the most important."),
    "case without title": ("::: case\nstory\n:::", "“::: case” needs title=\"…\". "
                           "Add it."),
    "uneven table": (
        "::: table caption=c\n| a | b |\n| --- | --- |\n| 1 | 2 | 3 |\n:::", None
    ),
    "table that is none": ("::: table caption=c\ntext\n:::", None),
    "picture without alternative": ("::: figure file=media/picture.png\n:::",
                                    "“::: figure” needs alt=\"…\". Add it."),
    "picture that is missing": ("::: figure file=media/pictur.png alt=a\n:::", "There "
                                "is no file “media/pictur.png” in the package. Did you "
                                "mean “media/picture.png”?"),
    "picture outside": ("::: figure file=media/../../x.png alt=a\n:::",
                        "“media/../../x.png” is not in the media folder. Put the file "
                        "there and write file=media/name."),
    "picture that is a document": ("::: figure file=media/list.pdf alt=a\n:::",
                                   "“media/list.pdf” cannot be used here. Use avif, "
                                   "gif, jpeg, jpg, png, svg or webp."),
    "steps without a heading": ("::: steps\ntext\n:::", None),
    "one step": ("::: steps\n### a\n:::", "The number of steps must be from 2 to 10, "
                 "not 1."),
    "part without text": ("::: accordion\n### a\n### b\nc\n:::", None),
    "heading without words": ("::: accordion\n### \na\n:::", None),
    "heading below a part": ("::: accordion\n### a\n#### b\n:::", None),
    "three sides": (
        "::: comparison\n### a\n1\n### b\n2\n### c\n3\n:::", "A comparison has two "
        "sides, each after “### ”; here are 3."
    ),
    "check that is no list of keys": ("::: self-check\ntext\n:::", None),
    "check without a right option": (
        "::: self-check\nquestion: a\noptions:\n"
        "- {text: b, feedback: c}\n- {text: d, feedback: e}\n:::", None
    ),
    "check with one option": (
        "::: self-check\nquestion: a\noptions: [{text: b, right: true, feedback: c}]\n"
        ":::", None
    ),
    "statement with options": (
        "::: self-check\nstatement: a\nanswer: true\nexplanation: b\noptions: []\n:::",
        None
    ),
    "statement without an answer": (
        "::: self-check\nstatement: a\nexplanation: b\n:::", None
    ),
    "reflection without a key": ("::: reflection\na\n:::", "“::: reflection” needs "
                                 "key=\"…\". Add it."),
    "reflection with a long key": (
        "::: reflection key=My_Key\na\n:::", "“My_Key” is no short name. Use small "
        "letters, digits and single hyphens, like “my-next-step”."
    ),
    "reflection of two paragraphs": ("::: reflection key=a\nb\n\nc\n:::", None),
    "video without captions": ("::: video file=media/v.mp4 title=a\nb\n:::", None),
    "recording without a transcript": (
        "::: audio file=media/list.pdf title=a\n:::", None
    ),
    "captions in no language": (
        "::: video file=media/v.mp4 title=a captions=media/v.vtt\nb\n:::", None
    ),
    "other site without https": (
        "::: embed url=http://example.org/1 title=a\nb\n:::",
        "“http://example.org/1” is no address that can be shown. Begin with https://."
    ),
    "other site by a script": (
        "::: embed url=javascript:alert(1) title=a\nb\n:::",
        "“javascript:alert(1)” is no address that can be shown. Begin with https://."
    ),
    "no text": ("", "The lesson has no text. Write it below the second “---”."),
}  # fmt: skip


@pytest.mark.parametrize(
    ("body", "sentence"), WRONG_BODIES.values(), ids=WRONG_BODIES.keys()
)
def test_a_lesson_says_what_it_cannot_show(body, sentence):
    problems = problems_of(lesson_with(body))

    if sentence:
        assert f"{LESSON_FILE}, line 4: {sentence}" in problems
    else:
        assert all(text.startswith(f"{LESSON_FILE}, line") for text in problems)


def test_problems_inside_a_directive_are_reported_at_their_line():
    body = "Text.\n\n::: callout\nfine\n\n# Big\n:::\n\n::: key-points\n- a\n- *b*\n:::"

    assert problems_of(lesson_with(body)) == [
        f"{LESSON_FILE}, line 9: A heading stands by itself, not here. Write a "
        "paragraph.",
        f"{LESSON_FILE}, line 14: This is plain text. Remove the marks of bold, "
        "italic or link.",
    ]

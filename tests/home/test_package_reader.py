"""Reading course packages: what is understood, what is refused, what is withstood.

Long, because its tables list every sentence that an author may meet.
"""

import ast
import datetime
import html.parser
import io
import os
import stat
import struct
import sys
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import home.packages
from home.packages import (
    Callout,
    Case,
    ChoiceItem,
    CoursePackage,
    Download,
    Feedback,
    Figure,
    ItemType,
    KeyPoints,
    Lesson,
    Limits,
    OpenQuestion,
    PackageError,
    Problem,
    Quiz,
    References,
    Statement,
    Table,
    Text,
    Tone,
    TrueFalseItem,
    Unlock,
    read_files,
    read_package,
)
from home.packages.fields import Fields
from home.packages.lessons import DIRECTIVES

PNG = b"\x89PNG\r\n\x1a\n and so on"

COURSE = """\
format: 1
slug: small-course
language: en
title: {en: A small course, fi: Pieni kurssi}
summary: One sentence.
aim: Learn **one** thing.
audience: Nurses
objectives: [Name it, {en: Use it, fi: Käytä sitä}]
authors: Somebody
"""

MODULE = """\
title: {en: Why work, fi: Miksi työ}
summary: The first module.
objectives:
  - Define it
"""

LESSON = """\
---
title: What it is
introduction: In short.
minutes: 4
required: true
unlock: any_time
---
Some **bold** and *calm* words with a [link](https://example.org/a?b=1&c=2).

## A heading

- one
- two
  1. deeper

::: callout tone=practice title="Try this"
Ask one person.
:::

::: figure file=media/picture.png alt="Two arrows" caption="From here to there"
:::

::: table caption="Who does what"
| Who | What |
| --- | --- |
| Nurse | Care \\| cure |
| Aino |  |
:::

::: case title="Aino, 29"
Aino wants to work.

She tells her nurse.

Questions:

- What do you say?
- And then?
:::

::: download file=media/list.pdf title="A checklist"
:::

::: key-points
- Wanting is enough.
- Search soon.
:::

::: references
- title: "A trial: of work"
  authors: A. Author
  year: 2019
  source: A journal
  url: https://doi.org/10.1000/x
  supports: More people worked.
  review_by: 2027-06-30
  tag: TRIAL
:::
"""

LESSON_FI = """\
---
title: Mitä se on
introduction: Lyhyesti.
---
Sanoja.
"""

QUIZ = """\
type: quiz
title: {en: Knowledge check, fi: Tietotesti}
introduction: Six *short* questions.
minutes: 3
unlock: after_required
assessment:
  key: small-check
  name: Small check
  pass_mark: 0.8
  attempts_allowed: null
  shuffle_items: false
items:
  - key: aim
    type: single_choice
    question: {en: "What is the aim?", fi: "Mikä on tavoite?"}
    options:
      - {key: job, text: A job, right: true, feedback: "Yes."}
      - {key: no, text: No, feedback: Not that.}
    explanation: It is a job.
    points: 2
    revisit: 01-what-it-is
    sources: [TRIAL]
  - key: who
    type: multiple_choice
    question: Who can join?
    options:
      - {key: a, text: Anybody, right: true}
      - {key: b, text: Everybody, right: true}
      - {key: c, text: Nobody}
    shuffle: false
    revisit: why-work/what-it-is
  - key: first-rest
    type: true_false
    statement: Rest comes first.
    answer: false
    feedback_true: Not so.
    feedback_false: Right.
"""

FEEDBACK = """\
type: feedback
title: Your opinion
required: false
survey: closing
"""

SURVEY = """\
key: closing
name: Closing survey
scale: agreement
minutes: 2
items:
  - key: clarity
    statement: {en: It was clear., fi: Oli selkeää., sv: Det var tydligt.}
  - key: tired
    statement: I was bored.
    reverse: true
  - key: improve
    question: What should change?
"""

SCALE = """\
key: agreement
name: Agreement
favourable_from: 4
points:
  - {en: Strongly disagree, fi: Täysin eri mieltä}
  - Disagree
  - Neither
  - Agree
  - Strongly agree
"""


def small_package() -> dict[str, bytes]:
    """The files of a course that has one of everything."""
    texts = {
        "course.yaml": COURSE,
        "README.md": "For authors.",
        "01-why-work/module.yaml": MODULE,
        "01-why-work/01-what-it-is.md": LESSON,
        "01-why-work/01-what-it-is.fi.md": LESSON_FI,
        "01-why-work/02-check.yaml": QUIZ,
        "08-feedback.yaml": FEEDBACK,
        "surveys/closing.yaml": SURVEY,
        "scales/agreement.yaml": SCALE,
    }
    files = {name: text.encode() for name, text in texts.items()}
    return files | {"media/picture.png": PNG, "media/list.pdf": b"%PDF-1.7"}


def package_with(name: str, old: str, new: str) -> dict[str, bytes]:
    """The small package with a text replaced in one file."""
    files = small_package()
    text = files[name].decode()
    assert old in text
    return files | {name: text.replace(old, new).encode()}


def problems_of(files: dict[str, bytes]) -> list[str]:
    """What the reader says about the files."""
    with pytest.raises(PackageError) as refused:
        read_files(files)
    return [str(problem) for problem in refused.value.problems]


def lesson_with(body: str) -> dict[str, bytes]:
    """The small package whose lesson has this body, from line 4 on, and no quiz."""
    files = small_package()
    files["01-why-work/01-what-it-is.md"] = f"---\ntitle: T\n---\n{body}\n".encode()
    del files["01-why-work/02-check.yaml"]
    return files


def write_folder(root: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root


def zipped(files: dict[str, bytes], top: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(top + name, data)
    return buffer.getvalue()


@pytest.fixture(scope="module")
def package() -> CoursePackage:
    return read_files(small_package())


# What is understood


def test_a_course_keeps_its_texts_in_all_languages(package):
    assert package.slug == "small-course"
    assert package.title == {"en": "A small course", "fi": "Pieni kurssi"}
    assert package.summary == {"en": "One sentence."}
    assert package.aim == {"en": "<p>Learn <b>one</b> thing.</p>"}
    assert package.objectives == (
        {"en": "Name it"},
        {"en": "Use it", "fi": "Käytä sitä"},
    )


def test_the_numbers_of_the_names_give_the_order(package):
    addresses = [step.address for step in package.steps]

    assert addresses == ["why-work/what-it-is", "why-work/check", "feedback"]
    assert [type(step) for step in package.steps] == [Lesson, Quiz, Feedback]
    assert [module.slug for module in package.modules] == ["why-work"]


def test_a_lesson_has_its_rules_and_a_body_in_each_language(package):
    (lesson,) = package.lessons

    assert (lesson.minutes, lesson.is_required) == (4, True)
    assert lesson.unlock is Unlock.ANY_TIME
    assert lesson.title == {"en": "What it is", "fi": "Mitä se on"}
    assert lesson.body["fi"] == (Text("<p>Sanoja.</p>"),)


def test_the_directives_of_a_lesson_become_blocks(package):
    text, callout, figure, table, case, download, points, references = package.lessons[
        0
    ].body["en"]

    assert text.html == (
        "<p>Some <b>bold</b> and <i>calm</i> words with a "
        '<a href="https://example.org/a?b=1&amp;c=2">link</a>.</p>'
        "<h2>A heading</h2>"
        "<ul><li>one</li><li>two<ol><li>deeper</li></ol></li></ul>"
    )
    assert callout == Callout(Tone.PRACTICE, "Try this", "<p>Ask one person.</p>")
    assert figure == Figure("media/picture.png", "Two arrows", "From here to there")
    assert table == Table(
        "Who does what", ("Who", "What"), (("Nurse", "Care | cure"), ("Aino", ""))
    )
    assert case == Case(
        "Aino, 29",
        "<p>Aino wants to work.</p><p>She tells her nurse.</p>",
        ("What do you say?", "And then?"),
    )
    assert download == Download("media/list.pdf", "A checklist")
    assert points == KeyPoints(("Wanting is enough.", "Search soon."))
    assert isinstance(references, References)
    (source,) = references.sources
    assert (source.title, source.year, source.tag) == (
        "A trial: of work",
        2019,
        "TRIAL",
    )
    assert source.review_by == datetime.date(2027, 6, 30)


def test_a_quiz_has_its_rules_and_items(package):
    (quiz,) = package.quizzes
    assessment = quiz.assessment

    assert quiz.introduction == {"en": "<p>Six <i>short</i> questions.</p>"}
    assert quiz.unlock is Unlock.AFTER_REQUIRED
    assert (assessment.key, assessment.pass_mark) == ("small-check", Decimal("0.8"))
    assert assessment.attempts_allowed is None
    assert [item.type for item in assessment.items] == list(ItemType)


def test_an_item_keeps_options_feedback_and_the_lesson_to_reread(package):
    single, several, statement = package.quizzes[0].assessment.items

    assert isinstance(single, ChoiceItem)
    assert single.stem == {"en": "What is the aim?", "fi": "Mikä on tavoite?"}
    assert [option.is_key for option in single.options] == [True, False]
    # YAML would read a bare No as a truth value; the author wrote a word.
    assert single.options[1].text == {"en": "No"}
    assert (single.points, single.sources) == (Decimal(2), ("TRIAL",))
    assert single.revisit == several.revisit == "why-work/what-it-is"
    assert not several.shuffle
    assert isinstance(statement, TrueFalseItem)
    assert statement.answer is False
    assert statement.feedback_false == {"en": "Right."}


def test_a_survey_has_statements_and_questions_on_a_scale(package):
    survey = package.surveys["closing"]

    assert survey.items[0] == Statement(
        "clarity",
        {"en": "It was clear.", "fi": "Oli selkeää.", "sv": "Det var tydligt."},
        is_reverse_keyed=False,
    )
    assert survey.items[1].is_reverse_keyed
    assert survey.items[2] == OpenQuestion("improve", {"en": "What should change?"})
    assert len(package.scales[survey.scale].points) == 5
    assert package.steps[-1].survey == "closing"


def test_folder_and_zip_give_the_same_course(tmp_path, package):
    folder = write_folder(tmp_path / "folder", small_package())
    (folder / ".DS_Store").write_bytes(b"\0")
    archive = tmp_path / "course.zip"
    archive.write_bytes(zipped(small_package() | {"__MACOSX/._x": b"\0"}))
    inside = tmp_path / "inside.zip"
    inside.write_bytes(zipped(small_package(), top="small-course/"))

    assert read_package(folder) == read_package(archive) == package
    assert read_package(inside) == package


def test_a_file_from_windows_reads_the_same(package):
    files = small_package()
    for name, data in files.items():
        if not name.startswith("media/"):
            files[name] = b"\xef\xbb\xbf" + data.replace(b"\n", b"\r\n")

    assert read_files(files) == package


def test_a_site_may_have_other_languages():
    files = package_with("course.yaml", "fi: Pieni kurssi", "it: Un corso")
    files["course.yaml"] = files["course.yaml"].replace(b"fi: K", b"it: K")
    del files["01-why-work/01-what-it-is.fi.md"], files["01-why-work/02-check.yaml"]
    files["01-why-work/module.yaml"] = b"title: Why work"
    files["surveys/closing.yaml"] = (
        b"{key: closing, name: C, scale: agreement, items: [{key: a, statement: S}]}"
    )
    files["scales/agreement.yaml"] = SCALE.replace("fi:", "it:").encode()

    assert read_files(files, languages=("en", "it")).title["it"] == "Un corso"


# What is refused, with a sentence

LESSON_FILE = "01-why-work/01-what-it-is.md"
QUIZ_FILE = "01-why-work/02-check.yaml"
SURVEY_FILE = "surveys/closing.yaml"

WRONG_VALUES = {
    "unknown key": (
        "course.yaml", "audience:", "audiense:",
        "course.yaml, line 7: The key “audiense” is unknown. Did you mean “audience”?",
    ),
    "missing key": (
        "course.yaml", "slug: small-course\n", "",
        "course.yaml, line 1: The key “slug” is missing. Add it.",
    ),
    "empty key": (
        "course.yaml", "summary: One sentence.", "summary:",
        "course.yaml, line 5: The key “summary” is empty. Write a value.",
    ),
    "key twice": (
        "course.yaml", "authors: Somebody", "authors: A\nauthors: B",
        "course.yaml, line 10: The key “authors” is here twice. Keep one.",
    ),
    "another format": (
        "course.yaml", "format: 1", "format: 2",
        "course.yaml, line 1: This site reads format 1 only. Update the site, or "
        "export the course again.",
    ),
    "not a short name": (
        "course.yaml", "small-course", "Small Course",
        "course.yaml, line 2: “Small Course” is no short name. Use small letters, "
        "digits and single hyphens, like “why-work”.",
    ),
    "unknown language": (
        "course.yaml", "fi: Pieni", "se: Pieni",
        "course.yaml, line 4: “se” is no language of this site. Use en, fi or sv.",
    ),
    "source language missing": (
        "course.yaml", "{en: Use it, fi: Käytä sitä}", "{fi: Käytä sitä}",
        "course.yaml, line 8: The text is missing in en, the language of the course.",
    ),
    "too long": (
        "course.yaml", "One sentence.", "word " * 60,
        "course.yaml, line 5: This text has 299 characters; at most 255 fit. Shorten "
        "it.",
    ),
    "a list for a text": (
        "course.yaml", "authors: Somebody", "authors: [A, B]",
        "course.yaml, line 9: Here must be a single value, not a list.",
    ),
    "a text for a list": (
        "01-why-work/module.yaml", "\n  - Define it", " Define it",
        "01-why-work/module.yaml, line 3: Here must be a list (- …), not a single "
        "value.",
    ),
    "not a number": (
        LESSON_FILE, "minutes: 4", "minutes: four",
        f"{LESSON_FILE}, line 4: “minutes” must be a whole number from 1 to 240, not "
        "“four”.",
    ),
    "not a truth value": (
        LESSON_FILE, "required: true", "required: yes",
        f"{LESSON_FILE}, line 5: “required” must be true or false, not “yes”.",
    ),
    "not a choice": (
        LESSON_FILE, "unlock: any_time", "unlock: never",
        f"{LESSON_FILE}, line 6: “unlock” must be any_time or after_required, not "
        "“never”.",
    ),
    "bad date": (
        LESSON_FILE, "2027-06-30", "2027-06-31",
        f"{LESSON_FILE}, line 56: “2027-06-31” is no date. Write year, month and day: "
        "2027-06-30.",
    ),
    "bad address": (
        LESSON_FILE, "url: https://doi.org", "url: doi.org",
        f"{LESSON_FILE}, line 54: “doi.org/10.1000/x” is no address on the web. Begin "
        "with https://.",
    ),
    "pass mark in per cent": (
        QUIZ_FILE, "pass_mark: 0.8", "pass_mark: 80",
        f"{QUIZ_FILE}, line 9: “pass_mark” must be a number from 0 to 1 with at most 3 "
        "decimals, not “80”.",
    ),
    "two right options": (
        QUIZ_FILE, "text: No,", "text: No, right: true,",
        f"{QUIZ_FILE}, line 16: 2 options are marked as right; a single choice has "
        "exactly one. Write “right: true” at one option, or make it multiple_choice.",
    ),
    "one option": (
        QUIZ_FILE, "\n      - {key: no, text: No, feedback: Not that.}", "",
        f"{QUIZ_FILE}, line 16: A question needs at least two options. Add one.",
    ),
    "options of one key": (
        QUIZ_FILE, "key: no,", "key: job,",
        f"{QUIZ_FILE}, line 16: Two options have the key “job”. Rename one.",
    ),
    "no right option": (
        QUIZ_FILE, "body, right: true}", "body}",
        f"{QUIZ_FILE}, line 26: No option is marked as right. Write “right: true” at "
        "one or more.",
    ),
    "an empty option": (
        QUIZ_FILE, "text: No,", "text: '',",
        f"{QUIZ_FILE}, line 18: This text is empty. Write it or remove it.",
    ),
    "items of one key": (
        QUIZ_FILE, "key: who", "key: aim",
        f"{QUIZ_FILE}, line 23: The item “aim” is in {QUIZ_FILE}, line 13, too. Give "
        "one of them another key.",
    ),
    "revisit of no lesson": (
        QUIZ_FILE, "revisit: 01-what-it-is", "revisit: 01-what-it-si",
        f"{QUIZ_FILE}, line 21: “revisit” names “01-what-it-si”, which is no lesson. "
        "Did you mean “01-what-it-is”?",
    ),
    "unknown source": (
        QUIZ_FILE, "[TRIAL]", "[TRAIL]",
        f"{QUIZ_FILE}, line 22: “TRAIL” is no tag of a source in any lesson. Add "
        "“tag:” to the source. Did you mean “TRIAL”?",
    ),
    "options of a statement": (
        QUIZ_FILE, "statement: Rest", "question: Rest",
        f"{QUIZ_FILE}, line 34: The key “question” is unknown. Known here: answer, "
        "explanation, feedback_false, feedback_true, key, points, revisit, sources, "
        "statement, type.",
    ),
    "survey without scale": (
        SURVEY_FILE, "scale: agreement", "scale: agrement",
        f"{SURVEY_FILE}, line 3: There is no scale “agrement” in the folder scales. "
        "Did you mean “agreement”?",
    ),
    "survey items of one key": (
        SURVEY_FILE, "key: tired", "key: clarity",
        f"{SURVEY_FILE}, line 8: The item “clarity” is in line 6 too. Give one of them "
        "another key.",
    ),
    "survey called otherwise": (
        SURVEY_FILE, "key: closing", "key: final",
        f"{SURVEY_FILE}, line 1: The key “final” and the name of the file differ. Call "
        "the file “final.yaml”.",
    ),
    "scale of two points": (
        "scales/agreement.yaml", "  - Disagree\n  - Neither\n  - Agree\n", "",
        "scales/agreement.yaml, line 4: A scale has 3 to 11 points, the lowest first; "
        "here are 2.",
    ),
    "step without survey": (
        "08-feedback.yaml", "survey: closing", "survey: opening",
        "08-feedback.yaml, line 4: There is no survey “opening” in the folder surveys. "
        "Known here: closing.",
    ),
    "step of another type": (
        "08-feedback.yaml", "type: feedback", "type: webinar",
        "08-feedback.yaml, line 1: There is no type “webinar” of steps. Use quiz or "
        "feedback.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"), WRONG_VALUES.values(), ids=WRONG_VALUES.keys()
)
def test_a_wrong_value_gets_a_sentence_at_its_line(file, old, new, sentence):
    assert sentence in problems_of(package_with(file, old, new))


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
                                   "gif, jpeg, jpg, png or webp."),
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


def test_all_problems_are_reported_together():
    files = package_with("course.yaml", "audience:", "audiense:")
    files["01-why-work/module.yaml"] = b"titel: x"
    files["08-feedback.yaml"] = b"type: ["

    problems = problems_of(files)

    assert {problem.split(",")[0] for problem in problems} >= {
        "course.yaml",
        "01-why-work/module.yaml",
        "08-feedback.yaml",
    }


WRONG_FILES = {
    "stray file": ("notes.txt", "Nothing reads this file."),
    "other ending": ("01-why-work/03-x.yml", "Nothing reads files that end in .yml."),
    "misnamed module": ("01-why-work/modul.yaml", "Did you mean “module.yaml”?"),
    "stray folder": ("survey/closing.yaml", "Did you mean “surveys”?"),
    "folder in a module": ("01-why-work/deep/01-x.md", "without folders inside."),
    "number twice": ("01-why-work/01-again.md", "It has the same number 1 as"),
    "name twice": ("01-why-work/09-check.md", "It has the same name “check” as"),
    "unknown language": ("01-why-work/01-what-it-is.xx.md", "“xx” is no language"),
    "source language": ("01-why-work/01-what-it-is.en.md", "Leave it out of the name."),
    "translated quiz": ("01-why-work/02-check.fi.yaml", "inside its one file"),
    "only a translation": ("01-why-work/04-x.fi.md", "but no text in en"),
    "module of nothing": ("02-empty/module.yaml", "The module has no steps."),
    "module without file": ("02-bare/01-x.md", "The module has no such file."),
    "unknown kind of media": ("media/film.exe", "Files of the kind “exe” cannot"),
    "media that lies": ("media/photo.jpg", "The file is not what its name says, jpg."),
}


@pytest.mark.parametrize(("name", "part"), WRONG_FILES.values(), ids=WRONG_FILES.keys())
def test_a_file_that_does_not_belong_gets_a_sentence(name, part):
    files = small_package() | {name: b"---\ntitle: T\n---\nText.\n"}

    assert any(part in problem for problem in problems_of(files))


def test_a_lesson_in_a_language_needs_the_titles_around_it():
    files = package_with(
        "01-why-work/module.yaml", "{en: Why work, fi: Miksi työ}", "W"
    )

    assert problems_of(files) == [
        "01-why-work/module.yaml: The title is missing in fi, a language of its "
        "lessons. Write “title: {en: …, fi: …}”."
    ]


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


def test_an_endless_list_of_problems_is_cut():
    body = "\n\n".join("# Big" for _number in range(1000))

    problems = problems_of(lesson_with(body))

    assert len(problems) == 201
    assert "There are more problems. Put these right first" in problems[-1]


def test_the_page_about_the_format_names_every_key_and_directive(monkeypatch):
    """A key that authors cannot look up might as well not exist."""
    asked = set()
    has = Fields.has

    def remember(fields, key):
        asked.add(key)
        return has(fields, key)

    monkeypatch.setattr(Fields, "has", remember)
    read_files(small_package())
    page = (
        Path(__file__).resolve().parents[2] / "docs/reference/course-package.md"
    ).read_text(encoding="utf-8")

    assert len(asked) > 30
    assert not {
        key for key in asked if f"`{key}`" not in page and f"{key}:" not in page
    }
    assert not {name for name in DIRECTIVES if name and f"::: {name}" not in page}


def test_the_reader_knows_no_framework():
    """A package must be readable where neither site nor database is."""
    allowed = {"markdown_it", "nh3", "yaml"} | sys.stdlib_module_names
    folder = Path(home.packages.__file__).parent
    imported = {
        name.partition(".")[0]
        for path in folder.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imports(node)
    }

    assert imported <= allowed


def imports(node: ast.AST) -> list[str]:
    """The modules outside the package that the statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and not node.level:
        return [node.module or ""]
    return []


# Folders and zips


def refusal(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(PackageError) as refused:
        read_package(path, limits=limits or Limits())
    return str(refused.value)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("../evil.md", "The name leads out of the package."),
        ("media/../../evil.png", "The name leads out of the package."),
        ("/etc/evil.md", "The name is absolute."),
        ("C:/evil.md", "The name is absolute."),
        ("media\\evil.png", "The name has a backslash."),
        ("media//evil.png", "The name has an empty part."),
        ("media/ev\x1bil.png", "The name has characters that cannot be shown."),
        ("media/" + "x" * 300 + ".png", "The name is longer than 200 characters."),
    ],
)
def test_a_zip_cannot_name_files_outside(tmp_path, name, part):
    folder = tmp_path / "here"
    folder.mkdir()
    archive = folder / "course.zip"
    archive.write_bytes(zipped(small_package() | {name: PNG}))

    assert part in refusal(archive)
    assert [path.name for path in folder.iterdir()] == ["course.zip"]
    assert [path.name for path in tmp_path.iterdir()] == ["here"]


def zip_of(tmp_path: Path, info: zipfile.ZipInfo, data: bytes) -> Path:
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package()))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(info, data)
    return path


def test_a_link_in_a_zip_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/link.png")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16

    assert "This is a link to another place." in refusal(
        zip_of(tmp_path, info, b"/etc/passwd")
    )


def test_unusual_compression_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/x.png")
    info.compress_type = zipfile.ZIP_LZMA

    assert "compressed in an unusual way" in refusal(zip_of(tmp_path, info, PNG))


def test_an_encrypted_file_is_refused(tmp_path):
    path = tmp_path / "course.zip"
    data = bytearray(zipped(small_package()))
    directory = data.rfind(b"PK\x01\x02")
    data[directory + 8] |= 1
    path.write_bytes(bytes(data))

    assert "The file is encrypted." in refusal(path)


def test_a_file_that_swells_is_refused(tmp_path):
    info = zipfile.ZipInfo("media/bomb.png")
    info.compress_type = zipfile.ZIP_DEFLATED

    assert "swells too much" in refusal(zip_of(tmp_path, info, bytes(9_000_000)))


def test_a_zip_that_lies_about_a_size_is_refused(tmp_path):
    path = tmp_path / "course.zip"
    data = bytearray(zipped(small_package()))
    directory = data.rfind(b"PK\x01\x02")
    (size,) = struct.unpack_from("<I", data, directory + 24)
    struct.pack_into("<I", data, directory + 24, size - 2)
    path.write_bytes(bytes(data))

    assert "damaged inside the zip" in refusal(path)


@pytest.mark.parametrize("kind", ["folder", "zip"])
@pytest.mark.parametrize(
    ("limits", "part"),
    [
        (Limits(files=5), "a package has at most 5."),
        (Limits(total_bytes=500), "The files together have more than 500 bytes."),
        (Limits(text_bytes=300), "at most 300 are allowed here. Divide it"),
        (Limits(media_bytes=10), "at most 10 are allowed here. Make it smaller."),
    ],
)
def test_a_package_has_limits(tmp_path, kind, limits, part):
    if kind == "zip":
        path = tmp_path / "course.zip"
        path.write_bytes(zipped(small_package()))
    else:
        path = write_folder(tmp_path / "course", small_package())

    assert part in refusal(path, limits)


def test_a_zip_with_a_huge_list_of_files_is_not_even_opened(tmp_path):
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package()))

    assert "too many files" in refusal(path, Limits(directory_bytes=100))


def test_names_that_differ_only_in_capitals_are_refused(tmp_path):
    path = tmp_path / "course.zip"
    path.write_bytes(zipped(small_package() | {"MEDIA/Picture.png": PNG}))

    assert "several files of this name" in refusal(path)


@pytest.mark.skipif(os.name == "nt", reason="Links are special on Windows.")
def test_a_link_in_a_folder_is_not_followed(tmp_path):
    secret = tmp_path / "secret"
    write_folder(secret, {"secret.png": PNG})
    folder = write_folder(tmp_path / "course", small_package())
    (folder / "media/link.png").symlink_to(secret / "secret.png")
    (folder / "02-more").symlink_to(secret)
    os.mkfifo(folder / "media/pipe.png")

    text = refusal(folder)

    assert text.count("This is a link to another place.") == 2
    assert "This is neither a file nor a folder." in text


@pytest.mark.parametrize("name", ["nothing", "text.zip", "empty", "with\0nul"])
def test_what_is_no_package_gets_a_sentence(tmp_path, name):
    (tmp_path / "text.zip").write_text("Not a zip.")
    (tmp_path / "empty").mkdir()

    assert refusal(tmp_path / name).endswith(".")


# Nothing crashes the reader


ALLOWED_TAGS = {"h2", "h3", "p", "b", "i", "ul", "ol", "li", "a", "br"}


class TagCheck(html.parser.HTMLParser):
    """Fails for any tag, attribute or link that rich text does not store."""

    def handle_starttag(self, tag, attrs):
        assert tag in ALLOWED_TAGS
        for name, value in attrs:
            assert (tag, name) == ("a", "href")
            assert value.startswith(("https://", "http://", "mailto:"))


def outcome(read) -> CoursePackage | tuple[Problem, ...]:
    """Either a course or sentences; any other exception fails the test."""
    try:
        return read()
    except PackageError as error:
        return error.problems


def read_or_refuse(files: dict[str, bytes]) -> None:
    """Read the files, and check what comes out, whichever it is."""
    found = outcome(lambda: read_files(files))
    if isinstance(found, CoursePackage):
        for lesson in found.lessons:
            for block in (block for blocks in lesson.body.values() for block in blocks):
                TagCheck().feed(getattr(block, "html", ""))
        return
    assert found
    for problem in found:
        assert problem.message.endswith((".", "?"))
        assert str(problem).isprintable()


QUICK = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
NAMES = sorted(small_package())

# The pieces that give the formats their meaning, in any order.
PIECES = st.sampled_from(
    [*":-[]{},#&*!|>'\"%@`_~)\\.?"]
    + [
        "---",
        ":::",
        "==",
        "##",
        "**",
        "~~",
        "![",
        "](",
        "<b>",
        "&amp;",
        "<!--",
        "- ",
        "| ",
    ]
    + ["key", "title", "items", "type", "single_choice", "true", "null", "0.8", "1"]
    + ["callout", "table", "references", "figure", "Questions:", "\\u0000", "\\x07"]
    + ["é", "🙂", "\u202e", "\u2028", "\x85", "\ufeff", "\ufffe", "\r", "\0", "\t"]
    + ["\n", "\n\n", "  ", "    ", " ", "- key: a\n", ":::\n"]
)
SOUP = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)


@QUICK
@given(name=st.sampled_from(NAMES), data=st.binary(max_size=400))
def test_no_bytes_in_a_file_crash_the_reader(name, data):
    read_or_refuse(small_package() | {name: data})


@QUICK
@given(name=st.sampled_from(NAMES), text=SOUP)
def test_no_text_in_a_file_crashes_the_reader(name, text):
    read_or_refuse(small_package() | {name: text.encode("utf-8", "surrogatepass")})


@QUICK
@given(text=SOUP, directive=st.sampled_from(["", "case title=a", "table caption=a",
       "references", "key-points", "callout"]))  # fmt: skip
def test_no_body_of_a_lesson_crashes_the_reader(text, directive):
    body = f"::: {directive}\n{text}\n:::" if directive else text

    read_or_refuse(lesson_with(body))


@QUICK
@given(
    name=st.sampled_from(NAMES),
    where=st.floats(0, 1),
    length=st.integers(0, 30),
    data=st.binary(max_size=8)
    | SOUP.map(lambda text: text[:8].encode("utf-8", "ignore")),
)
def test_no_small_damage_crashes_the_reader(name, where, length, data):
    files = small_package()
    start = int(where * len(files[name]))
    files[name] = files[name][:start] + data + files[name][start + length :]

    read_or_refuse(files)


@QUICK
@given(name=st.text(min_size=1, max_size=40), data=st.binary(max_size=20))
def test_no_name_of_a_file_crashes_the_reader(name, data):
    read_or_refuse(small_package() | {name: data})


@QUICK
@given(where=st.floats(0, 1), length=st.integers(0, 12), data=st.binary(max_size=12))
def test_no_damage_to_a_zip_crashes_the_reader(tmp_path_factory, where, length, data):
    whole = zipped(small_package())
    start = int(where * len(whole))
    path = tmp_path_factory.mktemp("zip") / "course.zip"
    path.write_bytes(whole[:start] + data + whole[start + length :])

    assert outcome(lambda: read_package(path))


@QUICK
@given(data=st.binary(max_size=200))
def test_no_bytes_for_a_zip_crash_the_reader(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("zip") / "course.zip"
    path.write_bytes(b"PK\x03\x04" + data + b"PK\x05\x06" + data)

    with pytest.raises(PackageError):
        read_package(path)


@pytest.mark.parametrize(
    "piece", ["[", "*", "_", "![", "<", "`", "&", "\\", "a](", "- ", "> ", "|a", "**a "]
)
def test_a_long_hostile_text_is_read_in_bearable_time(piece):
    body = (piece * 50_000)[:50_000]

    read_or_refuse(lesson_with(body))

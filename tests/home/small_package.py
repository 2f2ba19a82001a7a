"""A course package that has one of everything, and ways to spoil it."""

import io
import zipfile
from pathlib import Path

import pytest

from home.packages import PackageError, read_files

PNG = b"\x89PNG\r\n\x1a\n and so on"
LESSON_FILE = "01-why-work/01-what-it-is.md"
QUIZ_FILE = "01-why-work/02-check.yaml"
SURVEY_FILE = "surveys/closing.yaml"

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
topics:
  - {key: work, name: {en: Work, fi: Työ}}
professions: [nurse, coach]
catalogue:
  title: {sv: En liten kurs}
  summary: {sv: En mening.}
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

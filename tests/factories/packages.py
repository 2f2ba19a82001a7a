"""Course packages as files: one that has one of everything, in two languages."""

import io
from pathlib import Path

from PIL import Image

COURSE = """\
format: 1
slug: everything
addresses:
  fi: kaikki
language: en
title:
  en: "Everything"
  fi: "Kaikki"
summary:
  en: "One of each."
  fi: "Yksi kutakin."
aim:
  en: "Learn **one** thing."
  fi: "Opi **yksi** asia."
audience: "Nurses"
objectives:
  - en: "Name it"
    fi: "Nimeä se"
authors: "Somebody"
topics:
  - key: work
    name:
      en: "Work"
      fi: "Työ"
professions: [nurse, coach]
catalogue:
  title:
    sv: "En liten kurs"
"""

LESSON = """\
---
title: "What it is"
introduction: "In short."
minutes: 4
sensitive: [trauma, suicide]
sensitive_note: "It describes no methods."
---
Some **bold** and *calm* words with a [link](https://example.org/a?b=1).

## A heading

- one
- two
  1. deeper

::: callout tone=practice title="Try \\"this\\""
Ask one person.
:::

::: figure file=media/arrows.png alt="Two arrows" caption="From here to there"
:::

::: figure file=media/flower.png decorative=true
:::

::: table caption="Who does what"
| Who | What |
| --- | --- |
| Nurse | Care \\| cure |
| Aino |  |
:::

::: case title="Aino, 29"
Aino wants to work.

Questions:

- What do you say?
:::

::: download file=media/list.txt title="A checklist"
:::

::: content-note
This lesson is about **hard** things.
:::

::: quote name="Aino" role="works in a garden"
Nobody had *asked* me.
:::

::: accordion
### What if \\- somebody changes?

They may.

- On any day.

### Who may join? \\#

Everybody.
:::

::: steps title="A first meeting"
### Ask

What would a good day look like?

### Agree
:::

::: comparison title="Two ways"
### Train, then place

First training.

### Place, then train

First a job.
:::

::: self-check
question: "Who may join?"
options:
  - text: "Whoever wants to"
    right: true
    feedback: "Yes: it is enough."
  - text: "Nobody"
    feedback: "Not so."
explanation: "Wanting is enough."
:::

::: self-check
statement: "Rest comes first."
answer: false
explanation: "Work does not wait."
:::

::: video file=media/talk.mp4 title="A talk" poster=media/arrows.png \
captions="en=media/talk-en.vtt fi=media/talk-fi.vtt"
Sari: *What* would you like?
:::

::: audio file=media/talk.mp3 title="Aino"
Mornings were best.
:::

::: embed url="https://videos.example.org/embed/1?a=b" title="A film"
Three people tell.
:::

::: reflection key=my-next-step
What will you try, \\*today\\*?
:::

::: key-points
- Wanting is enough.
:::

::: references
- title: "A trial: of work"
  authors: "A. Author"
  year: 2019
  source: "A journal"
  url: https://doi.org/10.1000/x
  supports: "More people worked."
  review_by: 2027-06-30
  tag: TRIAL
:::
"""

LESSON_FI = """\
---
title: "Mitä se on"
address: "mitä-se-on"
---
Sanoja.
"""

QUIZ = """\
type: quiz
title:
  en: "Check"
  fi: "Testi"
introduction: "Nine questions."
minutes: 3
required: false
unlock: after_required
assessment:
  key: everything-check
  name: "Everything: check"
  pass_mark: 0.75
  attempts_allowed: 3
  shuffle_items: true
  category: work
  purpose: selection
  behaviour: interactive
  penalty: 0.25
  layout: all_on_one
  wait_minutes: 60
  counting: first
  time_limit_minutes: 20
  overdue: grace
  grace_minutes: 2
  practice: finished
  show_during: [mark]
  show_after: []
  show_later: [mark, right_answer]
  passed_text:
    en: "You passed."
    fi: "Läpi meni."
  failed_text: "Try again."
  score_bands:
    - from_percent: 90
      text: "You could teach this."
items:
  - key: every-single
    type: single_choice
    section:
      en: "Begin here"
      fi: "Aloita tästä"
    case: aino
    question:
      en: "Which job?"
      fi: "Mikä työ?"
    picture:
      file: media/arrows.png
      alt: "Two arrows"
    options:
      - key: job
        text:
          en: "An ordinary job"
          fi: "Tavallinen työ"
        right: true
        feedback: "Yes."
      - key: picture-only
        picture:
          file: media/flower.png
          alt: "A flower"
      - key: none
        text: "None of these"
        pinned: true
    shuffle: false
    explanation: "It is a job."
    hints:
      - "Think of pay."
      - en: "Think of the market."
        fi: "Ajattele markkinoita."
    sources: [TRIAL]
    tags: [easy, "two words"]
    category: goals
    outcome: explain-ips
    principle: 1
    essential: true
    points: 2.5
    revisit: what-it-is
  - key: every-multiple
    type: multiple_choice
    case: aino
    question: "Who can join?"
    options:
      - key: a
        text: "Anybody"
        right: true
      - key: b
        text: "Nobody"
    partial_credit: true
    retired: true
  - key: every-statement
    type: true_false
    statement: "Rest comes first."
    answer: false
    feedback_true: "Not so."
    feedback_false: "Right."
  - key: every-matching
    type: matching
    question: "Which principle?"
    pairs:
      - key: p1
        prompt: "A call in month eight"
        answer: "Lasting support"
      - key: p2
        prompt: "Meeting an employer"
        answer: "Rapid search"
    distractors:
      - key: d1
        text: "Testing first"
    shuffle: false
    partial_credit: false
  - key: every-ordering
    type: ordering
    question: "What comes first?"
    elements:
      - key: talk
        text: "A talk"
      - key: visit
        text:
          en: "A visit"
          fi: "Käynti"
    partial_credit: false
  - key: every-gap
    type: gap_select
    question: "Choose."
    text:
      en: "IPS aims at [[job]] jobs."
      fi: "IPS tähtää [[job]] työhön."
    gaps:
      - key: job
        words:
          - key: x
            text: "ordinary"
            right: true
          - key: y
            text: "sheltered"
    partial_credit: false
  - key: every-short
    type: short_text
    question: "What is the S?"
    accepted:
      - key: full
        text: "support*"
      - key: half
        text: "placement"
        share: 0.5
        feedback: "That is the P."
      - key: third
        text: "individual"
        share: 0.33333
    ignore_case: false
    ignore_accents: true
  - key: every-number
    type: number
    question: "How heavy?"
    accepted:
      - key: near
        value: 1.5
        tolerance: 0.1
      - key: far
        value: -0.5
        share: 0.5
    units:
      - text: "kg"
      - text: "g"
        factor: 0.001
    unit_required: true
  - key: every-text
    type: free_text
    question: "How would you begin?"
    rubric:
      - key: asks
        text: "Asks first"
      - key: hopes
        text: "Takes hopes seriously"
        points: 3
    model_answer: "I would ask."
  - key: every-reflection
    type: free_text
    question: "What will you try?"
    reflection: true
  - draw: 2
    category: work
    outcome: explain-ips
    tag: easy
    per_outcome: true
    section: "By chance"
    points: 3
    revisit: what-it-is
  - item: every-shared
    points: 2
"""

FINAL = """\
type: quiz
title:
  en: "Final"
  fi: "Loppu"
minutes: 5
assessment:
  key: everything-final
  name: "Everything: final"
  pass_mark: 0.8
items:
  - item: every-shared
    revisit: start/what-it-is
"""

AGAIN = """\
type: quiz
title:
  en: "Once more"
  fi: "Vielä kerran"
minutes: 5
assessment: everything-final
"""

FEEDBACK = """\
type: feedback
title:
  en: "Opinion"
  fi: "Mielipide"
minutes: 2
required: false
survey: everything-end
"""

BANK = """\
items:
  - key: every-drawn
    type: true_false
    statement: "Drawn."
    answer: true
    tags: [easy]
    category: goals
    outcome: explain-ips
  - key: every-drawn-too
    type: true_false
    statement: "Drawn too."
    answer: true
    tags: [easy]
    category: goals
    outcome: explain-ips
"""

SHARED = """\
items:
  - key: every-shared
    type: true_false
    statement: "Shared."
    answer: true
"""

OTHERS = {
    "01-start/module.yaml": (
        'title:\n  en: "Start"\n  fi: "Alku"\nsummary: "The first."\n'
        'sensitive: [coercion]\nsensitive_note: {en: "About force.", fi: "Pakosta."}\n'
        'objectives:\n  - "Define it"\n'
    ),
    "bank/goals.yaml": BANK,
    "bank/items.yaml": SHARED,
    "cases/aino.yaml": (
        'key: aino\ntitle:\n  en: "Aino, 29"\n  fi: "Aino, 29 v"\nstory: |-\n'
        "  Aino wants to work.\n\n  She tells her nurse.\n"
    ),
    "categories.yaml": (
        '- key: work\n  name:\n    en: "Work"\n    fi: "Työ"\n'
        '- key: goals\n  name: "Goals"\n  parent: work\n'
    ),
    "glossary.yaml": (
        '- key: every-word\n  term:\n    en: "bold"\n    fi: "sana"\n  definition:\n'
        '    en: "Written thick."\n    fi: "Merkki."\n  forms:\n    en: "calm, link*"\n'
    ),
    "outcomes.yaml": '- key: explain-ips\n  text: "explain IPS"\n',
    "surveys/everything-end.yaml": (
        'key: everything-end\nname: "End"\nscale: everything-five\nminutes: 2\nitems:\n'
        '  - key: clarity\n    statement:\n      en: "It was clear."\n'
        '      fi: "Oli selkeää."\n'
        '  - key: bored\n    statement: "I was bored."\n    reverse: true\n'
        '  - key: improve\n    question: "What should change?"\n'
        "  - new_page: true\n    title: {en: Your work, fi: Työsi}\n"
        "  - key: used\n    statement: {en: I use it., fi: Käytän sitä.}\n"
        "    scale: everything-three\n    not_applicable: false\n"
        "  - key: obstacles\n    question: {en: What hinders, fi: Mikä estää}\n"
        "    asked_if: {item: used, points: [1, 2]}\n"
    ),
    "scales/everything-three.yaml": (
        "key: everything-three\nname: Three\nfavourable_from: 3\npoints:\n"
        + "".join(f"  - {{en: {point}, fi: {point}}}\n" for point in "abc")
    ),
    "scales/everything-five.yaml": (
        "key: everything-five\nname: Five\nfavourable_from: 4\npoints:\n"
        + "".join(f'  - "{point}"\n' for point in "abcde")
    ),
}


def picture(colour: str) -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), colour).save(buffer, "PNG")
    return buffer.getvalue()


def everything() -> dict[str, bytes]:
    """Return the files of a course that has one of everything."""
    texts = {
        "course.yaml": COURSE,
        "01-start/01-what-it-is.md": LESSON,
        "01-start/01-what-it-is.fi.md": LESSON_FI,
        "01-start/02-check.yaml": QUIZ,
        "02-final.yaml": FINAL,
        "03-again.yaml": AGAIN,
        "04-opinion.yaml": FEEDBACK,
        **OTHERS,
    }
    files = {name: text.encode() for name, text in texts.items()}
    return files | {
        "media/arrows.png": picture("red"),
        "media/flower.png": picture("blue"),
        "media/list.txt": b"One. Two.",
        "media/talk.mp4": b"\x00\x00\x00\x18ftypmp42 and so on",
        "media/talk.mp3": b"ID3 and so on",
        "media/talk-en.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nWhat?\n",
        "media/talk-fi.vtt": b"WEBVTT\n\n00:00.000 --> 00:02.000\nMit\xc3\xa4?\n",
    }


def write_folder(root: Path, files: dict[str, bytes]) -> Path:
    """Write the files below `root` and return it."""
    for name, data in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return root

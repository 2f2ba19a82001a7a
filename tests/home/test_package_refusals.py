"""What is wrong or hostile in a package gets a sentence, and changes nothing."""

import struct
import zlib

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.models import Course
from home.course_import import CannotImport, import_package
from home.packages import PackageError, read_files
from home.packages.fields import Fields
from tests.factories.courses import build_course
from tests.factories.packages import everything, write_folder

QUIZ = "01-start/02-check.yaml"


def problems(name: str, old: str, new: str) -> list[str]:
    """What the reader says about the package with a text replaced in one file."""
    files = everything()
    text = files[name].decode()
    assert old in text, old
    files[name] = text.replace(old, new, 1).encode()
    with pytest.raises(PackageError) as refused:
        read_files(files)
    return [str(problem) for problem in refused.value.problems]


def test_the_package_that_the_others_are_made_of_is_good():
    assert len(read_files(everything()).items) == 13


WRONG = {
    "one pair": (
        QUIZ, "      - key: p2\n        prompt: \"Meeting an employer\"\n"
        "        answer: \"Rapid search\"\n", "",
        "A matching question needs at least two pairs. Put the item right.",
    ),
    "an answer that is right and wrong": (
        QUIZ, '"Testing first"', '"Rapid search"',
        "An answer is right and wrong at the same time. Put the item right.",
    ),
    "two things to order of one key": (
        QUIZ, "key: visit", "key: talk",
        "Two things to order have the same name. Put the item right.",
    ),
    "a gap that is not in the text": (
        QUIZ, "IPS tähtää [[job]]", "IPS tähtää [[jib]]",
        "The text and the list of gaps do not agree. Put the item right.",
    ),
    "two right words": (
        QUIZ, 'text: "sheltered"', 'text: "sheltered"\n            right: true',
        "A gap needs exactly one right word. Put the item right.",
    ),
    "no form that is worth all": (
        QUIZ, 'text: "support*"', 'text: "support*"\n        share: 0.9',
        "No accepted answer is worth all points. Put the item right.",
    ),
    "a share above one": (
        QUIZ, "share: 0.33333", "share: 1.5",
        "“share” must be more than 0 and at most 1 with at most 5 decimals, like 0.5, "
        "not “1.5”.",
    ),
    "no number": (
        QUIZ, "value: 1.5", "value: about two",
        "“value” must be a number like 12 or -0.5, not “about two”.",
    ),
    "a unit without a name": (
        QUIZ, 'text: "kg"', 'text: "5"',
        "A unit is empty or begins like a number. Put the item right.",
    ),
    "a reflection with a rubric": (
        QUIZ, '    reflection: true\n', '    reflection: true\n    rubric:\n'
        '      - key: a\n        text: "A"\n',
        "A reflection is not marked, so it has no rubric. Put the item right.",
    ),
    "a part without a plain name": (
        QUIZ, "key: p1", 'key: "p 1"',
        "“p 1” is no short name. Use letters, digits, hyphens, full stops and _; at "
        "most 64 characters.",
    ),
    "a case that is not there": (
        QUIZ, "case: aino", "case: aina",
        "There is no case “aina” in the folder cases. Did you mean “aino”?",
    ),
    "a category that is not there": (
        QUIZ, "category: goals", "category: gaols",
        "There is no category “gaols” in categories.yaml. Did you mean “goals”?",
    ),
    "an outcome that is not there": (
        QUIZ, "outcome: explain-ips\n    principle", "outcome: other\n    principle",
        "There is no outcome “other” in outcomes.yaml. Known here: explain-ips.",
    ),
    "a picture that is not there": (
        QUIZ, "file: media/arrows.png", "file: media/arows.png",
        "There is no file “media/arows.png” in the package. Did you mean "
        "“media/arrows.png”?",
    ),
    "a principle of none": (
        QUIZ, "principle: 1", "principle: 9",
        "“principle” must be a whole number from 1 to 8, not “9”.",
    ),
    "an item of no bank": (
        QUIZ, "item: every-shared", "item: every-shard",
        "There is no item “every-shard” in the folder bank. Write it there, where "
        "several quizzes can ask it. Did you mean “every-shared”?",
    ),
    "an item asked twice": (
        QUIZ, "  - item: every-shared\n",
        "  - item: every-shared\n  - item: every-shared\n",
        "The quiz asks the item “every-shared” twice. Keep one.",
    ),
    "an assessment of no earlier step": (
        "03-again.yaml", "assessment: everything-final", "assessment: everything-fin",
        "There is no assessment “everything-fin” in an earlier step. Write its keys "
        "and values here. Did you mean “everything-final”?",
    ),
    "a misspelt rule": (
        QUIZ, "behaviour:", "behavior:",
        "The key “behavior” is unknown. Did you mean “behaviour”?",
    ),
    "a misspelt rare key": (
        QUIZ, "    hints:", "    hint:",
        "The key “hint” is unknown. Did you mean “hints”?",
    ),
    "a behaviour of none": (
        QUIZ, "behaviour: interactive", "behaviour: lenient",
        "“behaviour” must be deferred, immediate or interactive, not “lenient”.",
    ),
    "what is shown of none": (
        QUIZ, "show_during: [mark]", "show_during: [key]",
        "“show_during” holds mark, own_answer, right_answer and feedback, not “key”.",
    ),
    "a draw of none": (
        QUIZ, "draw: 2", "draw: 0",
        "“draw” must be a whole number from 1 to 1000, not “0”.",
    ),
    "a category below its part": (
        "categories.yaml", "parent: work", "parent: wok",
        "There is no category “wok” above this one. Move it up, or put the name right. "
        "Did you mean “work”?",
    ),
    "a category twice": (
        "categories.yaml", "key: goals", "key: work",
        "This key is here twice. Keep one.",
    ),
    "a case called otherwise": (
        "cases/aino.yaml", "key: aino", "key: eino",
        "The key “eino” and the name of the file differ. Call the file “eino.yaml”.",
    ),
    "an address with a space": (
        "course.yaml", "  fi: kaikki", "  fi: kaikki tänne",
        "“kaikki tänne” is no end of an address. Use letters, digits, hyphens and _.",
    ),
    "an address in no language": (
        "course.yaml", "  fi: kaikki", "  it: tutto",
        "“it” is no language of this site. Use en, fi or sv.",
    ),
    "a decorative picture of two minds": (
        "01-start/01-what-it-is.md", "decorative=true", "decorative=maybe",
        "“decorative” is true or left out. Put it right.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("file", "old", "new", "sentence"), WRONG.values(), ids=WRONG.keys()
)
def test_a_wrong_value_gets_a_sentence_in_its_file(file, old, new, sentence):
    found = problems(file, old, new)

    assert any(
        said.startswith(f"{file}, line ") and said.endswith(f": {sentence}")
        for said in found
    ), found


def test_the_reference_names_every_key_of_a_package_with_everything(monkeypatch):
    from pathlib import Path

    asked = set()
    has = Fields.has
    monkeypatch.setattr(Fields, "has", lambda f, key: asked.add(key) or has(f, key))
    read_files(everything())
    page = Path(__file__).resolve().parents[2] / "docs/reference/course-package.md"
    text = page.read_text(encoding="utf-8")

    assert len(asked) > 80
    assert not {
        key for key in asked if f"`{key}`" not in text and f"{key}:" not in text
    }


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    name=st.sampled_from([name for name in everything() if name.endswith("yaml")]),
    where=st.integers(0, 6000),
    length=st.integers(0, 40),
    data=st.text(max_size=12),
)
def test_no_damage_to_any_file_crashes_the_reader(name, where, length, data):
    files = everything()
    text = files[name].decode()
    where = min(where, len(text))
    files[name] = (text[:where] + data + text[where + length :]).encode(
        errors="surrogatepass"
    )
    try:
        read_files(files)
    except PackageError as error:
        said = [problem.message for problem in error.problems]
    else:
        said = []
    assert all(sentence.endswith((".", "?")) for sentence in said)


# Refused by the site


def png_of(width: int, height: int) -> bytes:
    """A picture of this size with hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + crc

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"\x89PNG\r\n\x1a\n and so on", "cannot be read. Save it again."),
        (png_of(60_000, 60_000), "Make it smaller."),
    ],
    ids=["no picture", "a huge picture"],
)
def test_a_picture_that_cannot_be_shown_is_refused(site, tmp_path, data, sentence):
    files = everything() | {"media/flower.png": data}
    folder = write_folder(tmp_path / "course", files)

    with pytest.raises(CommandError) as refused:
        call_command("import_course", folder)
    assert "“media/flower.png”" in str(refused.value)
    assert sentence in str(refused.value)
    assert not Course.objects.exists()


def test_an_address_that_is_taken_is_refused(site):
    built = build_course(title="Everything")
    built.module.slug = "start"
    built.module.save_revision().publish()
    lesson = built.lessons[0]
    lesson.slug = "what-it-is"
    lesson.save_revision().publish()
    # A lesson where the package has a quiz.
    other = built.lessons[1]
    other.slug = "check"
    other.save_revision().publish()

    with pytest.raises(CannotImport, match="“Check” cannot be below “Start”"):
        import_package(package=read_files(everything()))
    assert not Course.objects.filter(slug="everything-2").exists()

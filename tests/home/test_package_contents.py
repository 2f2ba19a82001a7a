"""What the reader of course packages understands."""

import datetime
from decimal import Decimal

import pytest

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
    OpenQuestion,
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
from tests.home.small_package import (
    SCALE,
    package_with,
    small_package,
    write_folder,
    zipped,
)


@pytest.fixture(scope="module")
def package() -> CoursePackage:
    return read_files(small_package())


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
    assert [item.type for item in assessment.items] == [
        ItemType.SINGLE_CHOICE,
        ItemType.MULTIPLE_CHOICE,
        ItemType.TRUE_FALSE,
    ]


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
    course, _topics = files["course.yaml"].split(b"topics:")
    files["course.yaml"] = course.replace(b"fi: K", b"it: K")
    del files["01-why-work/01-what-it-is.fi.md"], files["01-why-work/02-check.yaml"]
    files["01-why-work/module.yaml"] = b"title: Why work"
    files["surveys/closing.yaml"] = (
        b"{key: closing, name: C, scale: agreement, items: [{key: a, statement: S}]}"
    )
    files["scales/agreement.yaml"] = SCALE.replace("fi:", "it:").encode()

    assert read_files(files, languages=("en", "it")).title["it"] == "Un corso"

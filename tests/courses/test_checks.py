"""What the editor is told about a text. Each check is a function of parts."""

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from courses.checks import Heading, Link, Media, Picture, Text, check
from courses.checks.pages import findings_of_page
from courses.checks.reading import parts_of_html
from courses.checks.sentences import LONGEST, split
from tests.factories.courses import build_course

LANGUAGES = ["en", "fi", "sv"]


def subjects(parts, language="en"):
    return [finding.subject for finding in check(parts, language)]


def quotes(text, language):
    found = check([Text(text)], language)
    return [finding.quote for finding in found if finding.subject == "words"]


# Sentences ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Ask first, e.g. in the kitchen. Then listen. ", 2),
        ("en", "Work helps (see Dr. Smith). It is 3.5 times as likely!", 2),
        ("en", "“Who decides?” Aino asked. She did.", 3),
        ("fi", "Kysy ensin, esim. keittiössä. Kuuntele sitten.", 2),
        ("fi", "Tapaaminen on klo 14.30. Tule ajoissa.", 2),
        ("sv", "Fråga först, t.ex. i köket. Lyssna sedan.", 2),
        ("sv", "Åk dit. Ät med dem.", 2),
        ("en", "No full stop at the end", 1),
        ("en", " … ", 0),
    ],
)
def test_sentences_are_told_apart(language, text, count):
    assert len(split(text, language)) == count


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_word_more_than_the_limit_is_found(language):
    limit = LONGEST[language]
    good, bad = ("word " * limit).strip() + ".", "word " * (limit + 1)

    assert subjects([Text(good)], language) == []
    assert subjects([Text(bad)], language) == ["sentences"]


def test_a_long_mean_is_found_where_no_single_sentence_is_too_long():
    sentences = [Text(" ".join(["word"] * 25) + ".")] * 8

    assert subjects(sentences) == ["sentences"]
    # Of a few sentences a mean says nothing.
    assert subjects(sentences[:7]) == []


@given(st.text(), st.sampled_from(LANGUAGES))
def test_any_text_can_be_checked(text, language):
    parts = [*parts_of_html(text), Text(text), Link(text), Heading(text, 2)]
    for finding in check([*parts, Picture(text)], language):
        assert str(finding.message)


@given(st.text(alphabet="ab .!?“”()", max_size=80))
def test_splitting_loses_no_word(text):
    words = [word for word in text.split() if any(c.isalnum() for c in word)]

    split_words = " ".join(split(text, "en")).split()
    for word in words:
        assert any(word.strip(".!?“”()") in part for part in split_words)


# Structure ----------------------------------------------------------------------------


def test_headings_go_down_one_level_at_a_time():
    assert subjects([Heading("One", 2), Heading("Two", 3), Heading("Three", 2)]) == []
    assert subjects([Heading("Three", 3)]) == ["headings"]
    assert subjects([Heading(" ", 2)]) == ["headings"]


def test_a_long_stretch_without_a_heading_is_found_once():
    stretch = [Text("Work is good. " * 70)] * 3

    assert subjects(stretch) == ["headings"]
    assert subjects([stretch[0], Heading("Next", 2), stretch[1]]) == []


@pytest.mark.parametrize(
    ("picture", "is_found"),
    [
        (Picture("Two people at a desk."), False),
        (Picture("", is_decorative=True), False),
        (Picture(" "), True),
        (Picture("IMG_2041.jpg"), True),
        (Picture("Image of two people"), True),
        (Picture("x " * 200), True),
    ],
)
def test_pictures_say_what_they_show(picture, is_found):
    assert subjects([picture]) == ["pictures"] * is_found


def test_recordings_can_be_read_and_seen():
    complete = Media("Talk", is_video=True, has_captions=True, has_transcript=True)
    bare = Media("Talk", is_video=True, has_captions=False, has_transcript=False)
    sound = Media("Talk", is_video=False, has_captions=False, has_transcript=True)

    assert subjects([complete, sound]) == []
    assert subjects([bare]) == ["captions", "captions"]


@pytest.mark.parametrize(
    ("language", "words", "is_found"),
    [
        ("en", "Click here", True),
        ("en", "the IPS manual", False),
        ("en", "https://example.org/a", True),
        ("en", " ", True),
        ("fi", "tästä.", True),
        ("fi", "laatukriteerit", False),
        ("sv", "Läs mer", True),
        ("sv", "handboken", False),
    ],
)
def test_links_name_where_they_lead(language, words, is_found):
    assert subjects([Link(words)], language) == ["links"] * is_found


# Words --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He suffers from depression."),
        ("en", "Schizophrenics can work."),
        ("en", "A schizophrenic has a job."),
        ("en", "She committed suicide."),
        ("en", "The client was non-compliant."),
        ("en", "Help for the mentally ill."),
        ("fi", "Skitsofreenikot voivat työskennellä."),
        ("fi", "Masennuksesta kärsivä ihminen."),
        ("fi", "Hän kärsii masennuksesta."),
        ("fi", "Hän teki itsemurhan."),
        ("sv", "Hon lider av depression."),
        ("sv", "Schizofreniker kan arbeta."),
        ("sv", "Han begick självmord."),
        ("sv", "Stöd för missbrukare."),
    ],
)
def test_words_that_hurt_are_found(language, text):
    assert quotes(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "A person with schizophrenia has a job."),
        ("en", "A schizophrenic disorder is a diagnosis."),
        ("en", "Do not say “a schizophrenic”; name the person."),
        ("en", "Nobody should suffer alone."),
        ("en", "The psychosis service and its staff."),
        ("fi", "Ihminen, jolla on skitsofrenia, käy töissä."),
        ("fi", "Älä sano ”skitsofreenikko”."),
        ("fi", "Kärsivällisyys auttaa."),
        ("sv", "Personer med schizofreni kan arbeta."),
        ("sv", "Läs handboken om lidande."),
        ("sv", "En stad med torg."),
    ],
)
def test_respectful_and_cited_words_are_left_alone(language, text):
    assert quotes(text, language) == []


def test_what_to_write_instead_is_said():
    (finding,) = check([Text("She suffers from psychosis.")], "en")

    assert finding.quote == "suffers from"
    assert "lives with" in finding.message


# Pages --------------------------------------------------------------------------------


def test_rich_text_becomes_parts():
    html = (
        "<h2>Why</h2><p>Work <b>helps</b>. <a href='/x'>Click here</a></p>"
        "<ul><li>One</li><li>Two</li></ul><h3></h3>"
    )

    assert parts_of_html(html) == [
        Heading("Why", 2),
        Link("Click here"),
        Text("Work helps. Click here"),
        Text("One"),
        Text("Two"),
        Heading("", 3),
    ]


@pytest.fixture
def course(site):
    return build_course(lessons=1)


def test_all_blocks_of_a_lesson_are_read(course):
    lesson = course.lessons[0]
    lesson.introduction = "For those who suffer from doubt."
    lesson.body = [
        ("callout", {"title": "", "text": "<p>A schizophrenic.</p>", "tone": "note"}),
        ("key_points", {"points": ["The mentally ill."]}),
        ("case", {"title": "x", "story": "<p>Crazy.</p>", "questions": ["Junkies?"]}),
        ("references", {"sources": [{"title": "Suffering from X: schizophrenics"}]}),
    ]
    lesson.save()
    lesson.refresh_from_db()

    assert [finding.quote for finding in findings_of_page(lesson)] == [
        "suffer from",
        "A schizophrenic",
        "The mentally ill",
        "Crazy",
        "Junkies",
    ]


def test_a_finding_leads_to_its_place_in_the_editor(course, admin_client):
    lesson = course.lessons[0]
    lesson.introduction = "For those who suffer from doubt."
    lesson.body = [("text", "<p>Good.</p>"), ("text", "<p>Crazy.</p>")]
    lesson.save_revision()
    first, second = findings_of_page(lesson)
    html = admin_client.get(f"/cms/pages/{lesson.pk}/edit/").content.decode()

    assert first.place in html.replace(f"#{first.place}", "")
    # Blocks are drawn by a script, which names them by their ids.
    assert second.place == f"block-{lesson.body[1].id}-section"
    assert f'href="#{first.place}"' in html
    assert f'href="#{second.place}"' in html


def test_findings_are_shown_in_the_editor_of_a_course_and_a_module(
    course, admin_client
):
    for page in (course.page, course.lessons[0].get_parent().specific):
        page.summary = "For those who suffer from doubt."
        page.save_revision()
        html = admin_client.get(f"/cms/pages/{page.pk}/edit/").content.decode()
        assert "“suffer from” can hurt or mislead." in html


def test_a_block_with_a_heading_is_a_place_that_readers_find(course):
    """A long lesson of cases and parts to open is no text without a heading."""
    lesson = course.lessons[0]
    story = "<p>" + "Aino works. " * 150 + "</p>"
    case = {"title": "Aino, 29", "story": story, "questions": []}
    lesson.body = [("text", story), ("case", case)]

    assert findings_of_page(lesson) == ()


def test_the_command_tells_by_its_exit_code(course, capsys):
    call_command("check_content", course.course.slug)
    assert "Nothing to look at again." in capsys.readouterr().out

    lesson = course.lessons[0]
    lesson.introduction = "He suffers from doubt."
    lesson.save_revision()
    call_command("check_content", course.course.slug)
    with pytest.raises(CommandError) as caught:
        call_command("check_content", course.course.slug, "--drafts")
    assert caught.value.returncode == 1
    assert "[words]" in capsys.readouterr().out

    with pytest.raises(CommandError, match="There is no course") as caught:
        call_command("check_content", "unknown")
    assert caught.value.returncode == 2
    with pytest.raises(CommandError, match="no pages in the language"):
        call_command("check_content", course.course.slug, "--language", "sv")

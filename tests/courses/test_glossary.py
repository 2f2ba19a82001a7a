"""A word is explained where a lesson first says it, and never inside another link."""

import re

import pytest
from django.core.cache import cache
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from courses.glossary import Finder, Word
from courses.models import GlossaryTerm
from tests.factories.courses import build_course, enrolled
from tests.factories.people import PASSWORD, UserFactory

WORDS = [
    Word("ips", "IPS", "A way of helping people to a job."),
    Word("specialist", "employment specialist", "Helps.", ("employment specialists",)),
    Word("work", "employment", "Work that is paid."),
    Word("valmentaja", "työhönvalmentaja", "Auttaa.", ("työhönvalmentaj*",)),
    Word("rd", "R&D", "Research."),
]


def marked(markup):
    return Finder(WORDS).marked(markup, set())


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>IPS. IPS.</p>", "<p>[ips:IPS]. IPS.</p>"),
        ("<p>TIPS and IPSwich</p>", "<p>TIPS and IPSwich</p>"),
        (
            "<p>Employment specialists</p><p>employment</p>",
            "<p>[specialist:Employment specialists]</p><p>[work:employment]</p>",
        ),
        ("<h2>IPS</h2><p>IPS</p>", "<h2>IPS</h2><p>[ips:IPS]</p>"),
        ('<p><a href="/IPS/">IPS</a></p>', '<p><a href="/IPS/">IPS</a></p>'),
        (
            "<p>Tapaat työhönvalmentajan.</p>",
            "<p>Tapaat [valmentaja:työhönvalmentajan].</p>",
        ),
        ("<p>R&amp;D</p>", "<p>[rd:R&amp;D]</p>"),
    ],
)
def test_the_first_occurrence_in_running_text_is_marked(markup, expected):
    short = re.sub(
        r'<a class="term" href="#term-([^"]*)">(.*?)</a>', r"[\1:\2]", marked(markup)
    )
    assert short == expected


@given(
    st.lists(
        st.sampled_from(
            [
                "<p>",
                "</p>",
                "<a>",
                "</a>",
                "<h2>",
                "</h2>",
                " ",
                "IPS",
                "employment",
                "&",
            ]
            + ["R&amp;D", "employment", "työhönvalmentajan", "specialist", "</b>", "x"]
        )
    )
)
def test_marking_adds_links_and_changes_nothing_else(pieces):
    markup = "".join(pieces)

    found = marked(markup)

    assert re.sub(r'<a class="term"[^>]*>(.*?)</a>', r"\1", found) == markup
    assert max(map(found.count, ('"#term-ips"', '"#term-work"'))) <= 1


def test_terms_that_look_like_patterns_are_taken_as_they_are():
    finder = Finder([Word("x", "a.b", "d", ("(c", "d[*"))])

    assert finder.marked("<p>axb</p>", set()) == "<p>axb</p>"
    assert "term-x" in finder.marked("<p>(c</p>", set())


@pytest.fixture
def learner(site, client):
    cache.clear()
    user = UserFactory()
    client.login(username=user.email, password=PASSWORD)
    return user


def test_a_lesson_lists_the_words_that_it_marks_and_hears_of_changes(learner, client):
    term = GlossaryTerm.objects.create(
        key="recovery",
        term={"en": "recovery"},
        definition={"en": "A life worth living."},
    )
    GlossaryTerm.objects.create(
        key="other", term={"en": "unsaid"}, definition={"en": "Not here."}
    )
    built = build_course(lessons=1)
    enrolled(learner, built.course)
    page = built.lessons[0].url

    shown = client.get(page).text
    assert '<a class="term" href="#term-recovery">recovery</a>' in shown
    assert "A life worth living." in shown
    assert "Not here." not in shown
    term.definition = {"en": "Another sentence."}
    term.save()
    assert "Another sentence." in client.get(page).text
    # What is kept in the cache says the same.
    assert 'href="#term-recovery"' in client.get(page).text


def test_the_glossary_is_there_for_everybody_in_the_language_of_who_reads(site, client):
    GlossaryTerm.objects.create(
        key="a",
        term={"en": "recovery", "fi": "toipuminen"},
        definition={"en": "A life.", "fi": "Elämä."},
    )

    # So that the tests after this one are in English.
    with translation.override("en"):
        shown = client.get("/glossary/", headers={"Accept-Language": "fi"}).text

    assert "toipuminen" in shown
    assert "A life." not in shown

"""Going on where one stopped: in the lesson, at the section, in any language."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from courses import actions
from courses.anchors import is_name, name_of, with_anchors
from courses.models import LessonPage, ReadingPlace
from courses.sections import sections_of
from courses.study import study
from courses.views import MOST_PLACES
from tests.factories.courses import build_course, enrolled
from tests.factories.people import UserFactory

NOON = datetime.datetime(2026, 10, 5, 12, 0, tzinfo=datetime.UTC)
LATER = NOON + datetime.timedelta(hours=1)
BODY = [
    ("text", "<p>First.</p><h2>Work &amp; pay</h2><p>a</p><h3>In depth</h3><p>b</p>"),
    ("quote", {"text": "<p>Nobody had asked me.</p>", "name": "", "role": ""}),
    ("case", {"title": "Aino, 29", "story": "<p>c</p>", "questions": []}),
    ("key_points", {"points": ["d"]}),
]


class Reader:
    """A learner of a course of three lessons, of four sections each."""

    def __init__(self):
        self.built = build_course(lessons=3)
        for page in self.built.lessons:
            page.body = BODY
            page.save()
        self.user = UserFactory()
        self.enrolment = enrolled(self.user, self.built.course)
        self.steps = [self.built.step(page) for page in self.built.lessons]
        self.url = reverse("courses:keep-place", args=[self.steps[0].pk])

    def lesson(self, number=0):
        return LessonPage.objects.get(pk=self.built.lessons[number].pk)

    def sections(self, number=0):
        return [section.name for section in sections_of(self.lesson(number))]

    def stops(self, number=0, section=0, at=NOON):
        return actions.keep_place(
            enrolment=self.enrolment,
            step=self.steps[number],
            section=self.sections(number)[section],
            at=at,
        )

    def completes(self, number=0, at=LATER):
        actions.complete_step(enrolment=self.enrolment, step=self.steps[number], at=at)

    def goes_on(self):
        return study(course=self.built.course, user=self.user).resume

    def reads(self, client, path="/learn/"):
        client.force_login(self.user)
        return client.get(path).content.decode()


@pytest.fixture
def reader(site):
    return Reader()


# Sections -----------------------------------------------------------------------------


def test_headings_and_titled_blocks_are_sections(reader):
    found = [(one.title, one.level) for one in sections_of(reader.lesson())]
    assert found == [
        ("Work & pay", 2), ("In depth", 3), ("Aino, 29", 2), ("Key points", 2),
    ]  # fmt: skip


def test_every_section_is_on_the_page(client, reader):
    html = reader.reads(client, reader.lesson().get_url())
    names = reader.sections()
    assert len(set(names)) == 4
    for name in names:
        assert html.count(f' id="{name}" tabindex="-1"') == 1
        assert is_name(name)


def test_the_names_do_not_depend_on_the_words(reader):
    page = reader.lesson()
    before = reader.sections()
    block = page.body[0]
    page.body[0] = ("text", str(block.value).replace("Work &amp; pay", "Työ ja palkka"))
    page.body[0].id = block.id
    page.save()
    assert reader.sections() == before


def test_one_heading_more_makes_the_former_names_of_its_block_lead_nowhere():
    names = {name_of("1a2b3c4d-e", number, 2) for number in (1, 2)}
    assert names.isdisjoint({name_of("1a2b3c4d-e", number, 3) for number in (1, 2, 3)})


def test_a_name_cannot_end_its_attribute():
    html = with_anchors("<h2>a</h2>", '"><script>')
    assert "<script>" not in html


# Going on -----------------------------------------------------------------------------


def test_who_stopped_in_a_later_lesson_goes_on_there(reader):
    assert reader.goes_on().step.id == reader.steps[0].pk
    reader.stops(1, section=2)
    assert reader.goes_on().url.endswith(f"#{reader.sections(1)[2]}")
    assert reader.goes_on().step.id == reader.steps[1].pk


def test_the_latest_place_counts(reader):
    reader.stops(0, section=1)
    reader.stops(1, section=2, at=NOON + datetime.timedelta(minutes=1))
    reader.stops(0, section=3, at=LATER)
    assert reader.goes_on().url.endswith(f"#{reader.sections(0)[3]}")
    assert ReadingPlace.objects.count() == 2


def test_what_was_completed_since_leads_elsewhere(reader):
    reader.stops(2, at=NOON)
    reader.completes(0, at=LATER)
    assert reader.goes_on().step.id == reader.steps[1].pk
    reader.stops(2, at=LATER)
    assert reader.goes_on().step.id == reader.steps[2].pk


def test_a_completed_lesson_has_no_place(reader):
    reader.stops(0)
    reader.completes(0)
    assert not ReadingPlace.objects.exists()
    assert not reader.stops(0, at=LATER)
    assert not ReadingPlace.objects.exists()


def test_a_step_of_another_course_is_refused(reader):
    other = Reader()
    with pytest.raises(actions.StepNotInCourse):
        actions.keep_place(
            enrolment=reader.enrolment, step=other.steps[0], section="x", at=NOON
        )


def test_every_way_on_leads_to_the_section(client, reader):
    reader.stops(0, section=1)
    goal = f'href="{reader.lesson().get_url()}#{reader.sections()[1]}"'
    for path in ("/", "/learn/", reader.built.page.get_url()):
        assert goal in reader.reads(client, path), path


def test_the_lesson_says_where_one_stopped(client, reader):
    assert "Go on where you stopped" not in reader.reads(
        client, reader.lesson().get_url()
    )
    reader.stops(0, section=2)
    html = reader.reads(client, reader.lesson().get_url())
    assert f'<a href="#{reader.sections()[2]}">Go on where you stopped' in html


def test_a_lesson_without_that_section_begins_at_its_top(client, reader):
    reader.stops(0, section=1)
    page = reader.lesson()
    del page.body[0]
    page.save()
    html = reader.reads(client, page.get_url())
    assert "Go on where you stopped" not in html
    assert client.get("/learn/").status_code == 200


def test_reading_counts_as_the_latest_thing_done(client, reader):
    other = build_course(title="Another course", lessons=1)
    enrolled(reader.user, other.course, at=NOON)
    reader.stops(0, at=LATER)
    mine = study(course=reader.built.course, user=reader.user)
    assert mine.last_activity == LATER


def test_a_place_goes_with_the_person(reader):
    reader.stops(0)
    reader.user.delete()
    assert not ReadingPlace.objects.exists()


# Sending it ---------------------------------------------------------------------------


def test_a_script_sends_it_and_nobody_waits_for_a_page(client, reader):
    client.force_login(reader.user)
    for section in reader.sections()[:2]:
        reply = client.post(reader.url, {"section": section, "quiet": "1"})
        assert (reply.status_code, reply.content) == (204, b"")
    assert ReadingPlace.objects.get().section == reader.sections()[1]


def test_a_form_keeps_it_and_the_lesson_says_so(client, reader):
    client.force_login(reader.user)
    section = reader.sections()[1]
    reply = client.post(reader.url, {"section": section}, follow=True)
    html = reply.content.decode()
    assert "Your place is kept." in html
    assert f'<a href="#{section}">Go on where you stopped' in html


@pytest.mark.parametrize(
    "section", ["", "#", "section-", "section-1a2b3c4d-1of1\n", "x" * 5000, "\x00", "é"]
)
def test_what_is_no_section_is_refused(client, reader, section):
    client.force_login(reader.user)
    quiet = client.post(reader.url, {"section": section, "quiet": "1"})
    assert quiet.status_code == 422
    assert client.post(reader.url, {"section": section}, follow=True).status_code == 200
    assert not ReadingPlace.objects.exists()


def test_too_many_in_a_minute_are_refused(client, reader):
    client.force_login(reader.user)
    data = {"section": reader.sections()[0], "quiet": "1"}
    codes = [client.post(reader.url, data).status_code for _ in range(MOST_PLACES + 1)]
    assert codes[:-1] == [204] * MOST_PLACES
    assert codes[-1] == 429


def test_who_does_not_take_the_course_keeps_nothing(client, reader):
    client.force_login(UserFactory())
    reply = client.post(reader.url, {"section": reader.sections()[0], "quiet": "1"})
    assert reply.status_code == 404


def test_a_change_of_language_keeps_the_section(client, reader):
    page = reader.lesson()
    name = reader.sections()[1]
    reply = client.post(
        "/learn/language/", {"language": "fi", "next": f"{page.get_url()}#{name}"}
    )
    assert reply.url.endswith(f"#{name}")


def test_a_translated_lesson_has_the_same_sections(reader):
    from wagtail.models import Locale

    finnish = Locale.objects.get(language_code="fi")
    copy = reader.lesson().copy_for_translation(finnish, copy_parents=True)
    with translation.override("fi"):
        assert [one.name for one in sections_of(copy.specific)] == reader.sections()

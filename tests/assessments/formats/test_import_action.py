"""Questions from files become questions of the bank: all, or nothing."""

import dataclasses
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.images import get_image_model

from assessments.actions import ImportRefused, ImportState, import_items
from assessments.bank_files import languages, questions_of_category, questions_of_quiz
from assessments.content import ItemType
from assessments.formats import Format, Reading, read_questions, write_questions
from assessments.models import (
    Assessment,
    CaseVignette,
    Category,
    Item,
    ItemVersion,
    Outcome,
)
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.contents import matching, single
from tests.factories.people import UserFactory
from tests.guards.test_urls import snapshot

from .items import LANGUAGES, ReadItem, plain_items, read_items, with_pictures

pytestmark = pytest.mark.django_db

GOOD = b"::Work::IPS aims at {=ordinary jobs ~sheltered jobs}\n"
HALF = GOOD + b"\n::Broken::Which? {~this ~that}\n"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def read(data: bytes, form=Format.GIFT) -> Reading:
    return read_questions(data, form, languages())


def states(report):
    return [item.state for item in report.items]


def test_questions_of_a_file_become_published_questions(site, noon):
    report = import_items(reading=read(GOOD), at=noon)

    item = Item.objects.get()
    assert states(report) == [ImportState.NEW]
    assert item.live
    assert item.current_version.created_at == noon
    assert item.current_version.plain_content.stem == {"en": "IPS aims at"}


def test_drafts_reach_no_learner(site, noon):
    import_items(reading=read(GOOD), at=noon, publish=False)

    item = Item.objects.get()
    assert not item.live
    assert item.current_version is None


@pytest.mark.parametrize("publish", [True, False], ids=["published", "draft"])
def test_importing_twice_changes_nothing(site, noon, publish):
    reading = Reading(tuple(plain_items()), ())
    import_items(reading=reading, at=noon, publish=publish)
    before = snapshot()

    report = import_items(reading=reading, at=noon, publish=publish)

    assert set(states(report)) == {ImportState.UNCHANGED}
    assert snapshot() == before


def test_a_changed_question_gets_a_new_version_and_keeps_the_old(site, noon):
    item = ReadItem(key="work", content=single())
    import_items(reading=Reading((item,), ()), at=noon)
    other = dataclasses.replace(item.content, stem={"en": "And now?"})

    report = import_items(
        reading=Reading((dataclasses.replace(item, content=other),), ()), at=noon
    )

    first, second = ItemVersion.objects.order_by("number")
    assert states(report) == [ImportState.CHANGED]
    assert first.plain_content == item.content
    assert second.plain_content == other
    assert Item.objects.get().current_version == second


def test_a_locked_question_is_not_changed(site, noon):
    item = ReadItem(key="work", content=single())
    import_items(reading=Reading((item,), ()), at=noon)
    Item.objects.update(locked=True, locked_by=UserFactory(), locked_at=noon)
    other = dataclasses.replace(item.content, stem={"en": "And now?"})
    changed = Reading((dataclasses.replace(item, content=other),), ())

    report = import_items(reading=changed, at=noon, by=UserFactory(), dry_run=True)

    assert "is locked in the editor" in report.errors[0].sentence
    with pytest.raises(ImportRefused):
        import_items(reading=changed, at=noon)
    assert import_items(reading=Reading((item,), ()), at=noon).errors == ()


def test_a_broken_question_leaves_nothing_behind(site, noon):
    before = snapshot()

    with pytest.raises(ImportRefused) as refused:
        import_items(reading=read(HALF), at=noon)

    assert [f.line for f in refused.value.report.errors] == [3]
    assert snapshot() == before


def test_good_questions_are_kept_on_request(site, noon):
    report = import_items(reading=read(HALF), at=noon, keep_good_rows=True)

    assert Item.objects.count() == 1
    assert len(report.errors) == 1


def test_a_dry_run_reports_and_writes_nothing(site, noon, settings):
    item = with_pictures(
        dataclasses.replace(
            single(),
            options=(
                dataclasses.replace(single().options[0], picture=_picture(1), text={}),
                *single().options[1:],
            ),
        ),
        key="pictured",
    )
    before = snapshot()

    report = import_items(reading=Reading((item,), ()), at=noon, dry_run=True)

    assert states(report) == [ImportState.NEW]
    assert snapshot() == before
    assert not settings.MEDIA_ROOT.exists()


def _picture(number):
    from assessments.content import Picture

    return Picture(number, {"en": "A door"})


def test_a_question_that_the_form_would_refuse_takes_the_pictures_back(
    site, noon, settings
):
    """Its share is less than the editor can write, which only the bank knows."""
    from fractions import Fraction

    from tests.factories.contents import short_text

    content = short_text(picture=_picture(1))
    tiny = dataclasses.replace(content.accepted[1], share=Fraction(1, 10**9))
    content = dataclasses.replace(content, accepted=(content.accepted[0], tiny))
    reading = Reading((with_pictures(content, key="tiny"),), ())

    report = import_items(reading=reading, at=noon, keep_good_rows=True)

    assert len(report.errors) == 1
    assert not Item.objects.exists()
    assert not get_image_model().objects.exists()
    assert [p for p in settings.MEDIA_ROOT.rglob("*") if p.is_file()] == []


def test_a_picture_is_stored_once(site, noon):
    content = dataclasses.replace(single(), picture=_picture(1))
    items = tuple(with_pictures(content, key=key) for key in ("one", "two"))

    import_items(reading=Reading(items, ()), at=noon)

    image = get_image_model().objects.get()
    assert image.title == "A door"
    versions = ItemVersion.objects.all()
    assert [list(v.pictures.all()) for v in versions] == [[image], [image]]


def test_questions_are_added_to_the_quiz_once_with_their_points(site, noon):
    quiz = AssessmentFactory(items=[ItemFactory()])
    items = tuple(
        dataclasses.replace(item, points=Decimal("2.5")) for item in plain_items()[:2]
    )
    for _time in range(2):
        import_items(reading=Reading(items, ()), assessment=quiz, at=noon)

    entries = quiz.entries.order_by("sort_order")
    assert [entry.max_mark for entry in entries] == [1, Decimal("2.5"), Decimal("2.5")]


def test_points_that_a_file_does_not_say_stay(site, noon):
    quiz = AssessmentFactory(items=[])
    item = plain_items()[0]
    said = dataclasses.replace(item, points=Decimal(3))
    import_items(reading=Reading((said,), ()), assessment=quiz, at=noon)

    import_items(reading=Reading((item,), ()), assessment=quiz, at=noon)

    assert quiz.entries.get().max_mark == 3


def test_categories_are_found_by_name_and_made_where_missing(site, noon):
    known = Category.objects.create(key="ips", name={"en": "IPS", "fi": "IPS"})
    data = b"$CATEGORY: $course$/top/ips/Job search\n\n" + GOOD

    for _time in range(2):
        import_items(reading=read(data), at=noon)

    made = Category.objects.get(parent=known)
    assert Item.objects.get().category == made
    assert made.key == "ips-job-search"


def test_the_story_of_a_case_that_is_there_is_kept(site, noon):
    from assessments.content import Stimulus

    def about(story):
        stimulus = Stimulus("aino", {"en": "Aino"}, {"en": story})
        content = dataclasses.replace(single(), stimulus=stimulus)
        return Reading((ReadItem(key="about-aino", content=content),), ())

    import_items(reading=about("She looks for work."), at=noon)

    report = import_items(reading=about("Somebody rewrote it."), at=noon)

    assert CaseVignette.objects.get().stimulus.story == {"en": "She looks for work."}
    assert "aino" in report.findings[0].sentence
    assert states(report) == [ImportState.UNCHANGED]


@pytest.mark.parametrize("form", list(Format))
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(items=st.lists(st.sampled_from(list(ItemType)).flatmap(read_items), max_size=3))
def test_a_bank_survives_the_way_out_and_in(site, noon, form, items):
    """What one site exports, another one has exactly so afterwards."""
    unique = {item.key.lower(): item for item in items}
    quiz = AssessmentFactory(items=[])
    import_items(
        reading=Reading(tuple(unique.values()), ()),
        assessment=quiz,
        at=noon,
        keep_good_rows=True,
    )
    written = write_questions(questions_of_quiz(quiz).items, form, LANGUAGES)
    before = questions_of_quiz(quiz).items
    _empty_the_bank()
    other = AssessmentFactory(items=[])

    reading = read_questions(written, form, LANGUAGES)
    if before:
        import_items(reading=reading, assessment=other, at=noon)

    assert questions_of_quiz(other).items == before


def _empty_the_bank():
    Assessment.objects.all().delete()
    Item.objects.update(current_version=None)
    ItemVersion.objects.all().delete()
    for model in (Item, CaseVignette, Outcome):
        model.objects.all().delete()
    while Category.objects.exists():
        Category.objects.filter(children=None).delete()


def test_a_category_is_exported_with_what_is_part_of_it(site, noon):
    outer = Category.objects.create(key="outer", name={"en": "Outer"})
    inner = Category.objects.create(key="inner", name={"en": "Inner"}, parent=outer)
    ItemFactory(key="in", category=inner)
    ItemFactory(key="out")

    assert [item.key for item in questions_of_category(outer).items] == ["in"]
    assert len(questions_of_category(None).items) == 2


# Commands -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["q.gift", "q.xml", "q.csv"])
def test_what_a_command_exports_another_imports(site, noon, tmp_path, capsys, name):
    quiz = AssessmentFactory(items=[])
    import_items(reading=Reading(tuple(plain_items()), ()), assessment=quiz, at=noon)
    path = tmp_path / name
    before = snapshot()

    call_command("export_items", quiz.key, "-o", str(path))
    call_command("import_items", quiz.key, str(path))

    assert "0 new, 0 changed, 9 unchanged; 0 not carried." in capsys.readouterr().out
    assert snapshot() == before


def test_the_command_lists_what_cannot_be_carried_by_line(site, tmp_path, capsys):
    quiz = AssessmentFactory(items=[])
    path = tmp_path / "half.txt"
    path.write_bytes(HALF)

    with pytest.raises(CommandError, match="1 problems. Nothing was written"):
        call_command("import_items", quiz.key, str(path))
    assert "Line 3: " in capsys.readouterr().err
    assert not Item.objects.exists()

    call_command("import_items", quiz.key, str(path), "--keep-good", "--dry-run")
    assert not Item.objects.exists()

    call_command("import_items", quiz.key, str(path), "--keep-good")
    assert quiz.entries.count() == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nothing", "file.gift"], "There is no quiz"),
        (["-", "missing.gift"], "cannot be read"),
        (["-", "missing.doc"], "does not tell its format"),
        (["-", "missing.gift", "--language", "de"], "no texts in"),
    ],
)
def test_mistakes_in_a_command_get_a_sentence(site, arguments, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_items", *arguments)


def test_a_draft_can_be_matched_with_its_earlier_draft(site, noon):
    """A second draft goes on from the first, not from what is published."""
    item = ReadItem(key="m", content=matching())
    import_items(reading=Reading((item,), ()), at=noon)
    other = dataclasses.replace(item.content, stem={"en": "Which one?"})
    draft = Reading((dataclasses.replace(item, content=other),), ())

    first = import_items(reading=draft, at=noon, publish=False)
    second = import_items(reading=draft, at=noon, publish=False)

    assert states(first) == [ImportState.CHANGED]
    assert states(second) == [ImportState.UNCHANGED]
    assert Item.objects.get().plain_content() == item.content

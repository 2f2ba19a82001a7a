"""Exporting courses: what comes back is what went in, byte for byte the second time."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.transaction import atomic, set_rollback
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale, Page

from assessments.actions import freeze_item
from assessments.models import (
    Assessment,
    AssessmentEntry,
    CaseVignette,
    Category,
    Item,
    ItemTag,
    ItemVersion,
    Outcome,
)
from courses.models import Course, CoursePage, LessonPage, Step
from feedback.models import Survey, SurveyVersion
from home.course_export import CannotExport, export_course
from home.course_import import import_package
from home.packages import read_files, read_package
from home.packages.compare import first_difference
from home.packages.languages import page_languages
from home.packages.writer import write_files, write_zip
from home.setup import catalogue_in
from tests.factories.courses import build_course
from tests.factories.packages import everything, write_folder

STARTER = Path(__file__).resolve().parents[2] / "home" / "starter"


@pytest.fixture
def media_folder(settings, tmp_path):
    """A storage of its own for pictures."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture
def whole(site, media_folder):
    """A course with one of everything, imported."""
    import_package(package=read_files(everything()))
    return Course.objects.get(slug="everything")


def wipe() -> None:
    """Take everything that an import made from the site, as if this were another."""
    for page in CoursePage.objects.all():
        page.delete()
    AssessmentEntry.objects.all().delete()
    Step.objects.all().delete()
    Course.objects.all().delete()
    Assessment.objects.all().delete()
    Item.objects.update(current_version=None)
    ItemVersion.objects.all().delete()
    for model in (Item, CaseVignette, Category, Outcome, ItemTag):
        for record in model.objects.order_by("-pk"):
            record.delete()


# Values and files


def test_the_files_of_a_course_are_read_as_the_same_course():
    package = read_files(everything())
    files = write_files(package)
    again = read_files(files)

    assert first_difference(package, again) == ""
    assert write_files(again) == files


@pytest.mark.parametrize("name", ["ips-in-practice", "engaging-people"])
def test_the_files_of_a_starter_course_are_read_as_the_same_course(name):
    package = read_package(STARTER / name)
    again = read_files(write_files(package))

    assert first_difference(package, again) == ""
    assert page_languages(again) == page_languages(package)


def test_a_difference_is_named_with_its_place():
    package = read_files(everything())
    changed = everything()
    changed["01-start/02-check.yaml"] = changed["01-start/02-check.yaml"].replace(
        b'"Anybody"', b'"Somebody"'
    )
    found = first_difference(package, read_files(changed))

    assert "every-multiple" in found
    assert "“Anybody” is read as “Somebody”" in found


# The way through the database


def test_what_was_imported_is_exported(whole):
    exported = export_course(whole)
    package = read_files(everything())

    assert first_difference(package, exported.package) == ""
    assert exported.notes == ()


def test_importing_an_export_changes_nothing(whole):
    exported = export_course(whole)
    before = (
        list(Page.objects.order_by("pk").values_list("pk", "latest_revision")),
        ItemVersion.objects.count(),
        SurveyVersion.objects.count(),
    )
    summary = import_package(package=read_files(exported.files))

    assert (summary.created, summary.updated) == (0, 0)
    assert before == (
        list(Page.objects.order_by("pk").values_list("pk", "latest_revision")),
        ItemVersion.objects.count(),
        SurveyVersion.objects.count(),
    )
    assert export_course(whole).files == exported.files


def test_another_site_exports_the_same_bytes(whole):
    first = export_course(whole)
    wipe()
    import_package(package=read_files(first.files))
    second = export_course(Course.objects.get(slug="everything"))

    assert second.files == first.files
    assert write_zip(second.files, "c") == write_zip(first.files, "c")


@pytest.mark.parametrize("name", ["ips-in-practice", "engaging-people"])
def test_a_starter_course_goes_round_without_loss(site, media_folder, name):
    import_package(package=read_package(STARTER / name))
    course = Course.objects.get(slug=name)
    first = export_course(course)
    summary = import_package(package=read_files(first.files))

    assert (summary.created, summary.updated) == (0, 0)
    assert export_course(course).files == first.files
    # Whatever learners see is there; a survey that no step asks is the site's own.
    package = read_package(STARTER / name)
    assert (
        first_difference(_without_surveys(package), _without_surveys(first.package))
        == ""
    )


def _without_surveys(package):
    import dataclasses

    def sorted_sources(item):
        return dataclasses.replace(item, sources=tuple(sorted(item.sources)))

    def with_sorted_sources(step):
        if not hasattr(step, "assessment"):
            return step
        entries = tuple(
            dataclasses.replace(entry, item=sorted_sources(entry.item))
            if entry.item
            else entry
            for entry in step.assessment.entries
        )
        return dataclasses.replace(
            step, assessment=dataclasses.replace(step.assessment, entries=entries)
        )

    outline = tuple(
        dataclasses.replace(part, steps=tuple(map(with_sorted_sources, part.steps)))
        if hasattr(part, "steps")
        else with_sorted_sources(part)
        for part in package.outline
    )
    bank = {key: sorted_sources(item) for key, item in package.bank.items()}
    return dataclasses.replace(
        package, outline=outline, bank=bank, surveys={}, scales={}
    )


def test_an_edited_course_is_exported_as_it_is_published(whole):
    page = LessonPage.objects.get(title="What it is")
    page.title = "What it is not"
    page.save_revision().publish()
    page.title = "A draft"
    page.save_revision()
    exported = export_course(whole)

    assert exported.package.lessons[0].title["en"] == "What it is not"
    assert "“What it is not” has a draft; what is published is taken." in exported.notes


def test_text_from_the_editor_is_no_change(whole):
    """The editor names paragraphs and writes its tags in its own way."""
    page = LessonPage.objects.get(title="What it is")
    raw = list(page.body.raw_data)
    assert raw[0]["type"] == "text"
    html = (
        '<p data-block-key="abc12">Some <strong>bold</strong> and <em>calm </em>words '
        'with a <a href="https://example.org/a?b=1">link</a>.</p>'
        '<h2 data-block-key="x">A heading</h2><ul><li data-block-key="y">one</li>'
        "<li>two<ol><li>deeper</li></ol></li></ul><p></p>"
    )
    first = export_course(whole)
    page.body.raw_data[0]["value"] = html
    page.save_revision().publish()
    second = export_course(whole)

    assert second.files == first.files
    summary = import_package(package=read_files(second.files))
    assert summary.updated == 0


# Items over the years


def test_an_answered_item_gets_a_new_version_and_its_own_keeps(whole):
    item = Item.objects.get(key="every-statement")
    before = item.current_version
    files = everything()
    files["01-start/02-check.yaml"] = files["01-start/02-check.yaml"].replace(
        b"Rest comes first.", b"Rest comes last."
    )
    summary = import_package(package=read_files(files))

    assert (summary.created, summary.updated) == (0, 1)
    item.refresh_from_db()
    assert item.current_version.number == 2
    before.refresh_from_db()
    assert before.content["stem"] == {"en": "Rest comes first."}


def test_the_options_of_an_older_import_keep_their_names(whole):
    """They were called by numbers made from the names in the package."""
    from home.stored import package_id

    item = Item.objects.get(key="every-multiple")
    for option in item.content.raw_data[0]["value"]["options"]:
        option["id"] = package_id("everything", "items", item.key, option["id"])
    item.save()
    item = Item.objects.get(pk=item.pk)
    former = freeze_item(item=item, at=item.current_version.created_at)
    files = everything()
    files["01-start/02-check.yaml"] = files["01-start/02-check.yaml"].replace(
        b"Who can join?", b"Who may join?"
    )
    import_package(package=read_files(files))
    item.refresh_from_db()

    keys = [option["key"] for option in item.current_version.content["options"]]
    assert keys == [option["key"] for option in former.content["options"]]
    assert item.current_version.content["stem"] == {"en": "Who may join?"}


def test_a_draft_of_an_item_is_left_where_the_package_says_nothing_new(whole):
    item = Item.objects.get(key="every-statement")
    item.content.raw_data[0]["value"]["stem"] = {"en": "A draft."}
    item.save_revision()
    summary = import_package(package=read_files(everything()))

    assert summary.updated == 0
    assert Item.objects.get(pk=item.pk).has_unpublished_changes


# What cannot be carried


def test_a_link_inside_the_site_is_named_with_its_page_and_block(site):
    built = build_course()
    page = built.lessons[0]
    page.body = [("text", f'<p><a linktype="page" id="{page.pk}">Here</a></p>')]
    page.save_revision().publish()

    with pytest.raises(CannotExport) as refused:
        export_course(built.course)
    assert refused.value.reasons == (
        "“Lesson 1”, block 1 (Text): A link leads to another page of this site, which "
        "another site does not have. Write a link to an address, or use a block for "
        "it.",
    )


def test_a_course_without_a_published_page_is_refused(site):
    built = build_course()
    built.page.unpublish()

    with pytest.raises(CannotExport, match="has no published page"):
        export_course(built.course)


def test_a_course_from_the_editor_goes_round(site):
    """With addresses of any language, as the editor makes them."""
    built = build_course(title="Työ ja toipuminen")
    exported = export_course(built.course)
    summary = import_package(package=read_files(exported.files))

    assert (summary.created, summary.updated) == (0, 0)
    assert summary.course_page.pk == built.page.pk


# The command


def test_the_command_writes_a_zip_that_is_the_same_every_time(whole, tmp_path, capsys):
    call_command("export_course", "everything", output=tmp_path / "one.zip")
    call_command("export_course", "everything", output=tmp_path / "two.zip")

    assert "files are in" in capsys.readouterr().out
    one, two = ((tmp_path / f"{name}.zip").read_bytes() for name in ("one", "two"))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        assert "everything/course.yaml" in archive.namelist()
    again = read_package(tmp_path / "one.zip")
    assert first_difference(read_files(everything()), again) == ""


def test_the_command_writes_a_folder_and_never_over_another(whole, tmp_path):
    call_command("export_course", "everything", output=tmp_path / "out")
    assert (tmp_path / "out" / "course.yaml").is_file()

    with pytest.raises(CommandError, match="is there already"):
        call_command("export_course", "everything", output=tmp_path / "out")


def test_the_command_knows_which_courses_there_are(whole, tmp_path):
    with pytest.raises(CommandError, match="There are: everything"):
        call_command("export_course", "nothing", output=tmp_path / "x.zip")


def test_the_command_imports_what_it_exported(whole, tmp_path, capsys):
    folder = write_folder(tmp_path / "in", export_course(whole).files)
    call_command("import_course", folder)

    assert "0 things made, 0 updated" in capsys.readouterr().out


# Cost


def test_an_import_that_changes_nothing_costs_little(
    whole, django_assert_max_num_queries
):
    with django_assert_max_num_queries(150):
        import_package(package=read_files(everything()))


def test_a_second_language_costs_its_pages_and_no_more(site, media_folder):
    """The outline is synced once, and items and surveys are shared."""
    both = everything()
    one = {name: data for name, data in both.items() if ".fi." not in name}

    def cost(files) -> int:
        with CaptureQueriesContext(connection) as queries, atomic():
            import_package(package=read_files(files))
            set_rollback(True)
        return len(queries)

    catalogue_in(Locale.objects.get(language_code="fi"))
    pages = 7
    assert cost(both) - cost(one) < 75 * pages


def test_surveys_are_published_once(whole):
    import_package(package=read_files(everything()))

    assert Survey.objects.get(key="everything-end").versions.count() == 1

"""The editor's pages for files of questions."""

import datetime

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from assessments import uploads
from assessments.actions import import_items
from assessments.formats import Format, Reading, read_questions
from assessments.models import Category, Item
from tests.factories.assessments import AssessmentFactory, ItemFactory
from tests.factories.people import PASSWORD, UserFactory

from .items import LANGUAGES, plain_items

pytestmark = pytest.mark.django_db

GOOD = b"::Work::IPS aims at {=ordinary jobs ~sheltered jobs}\n"
HALF = GOOD + b"\n::Broken::Which? {~this ~that}\n"


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"


def signed_in(*permissions):
    user = UserFactory()
    group = Group.objects.create(name=f"group of {user.pk}")
    names = ["wagtailadmin.access_admin", *(f"assessments.{p}" for p in permissions)]
    for name in names:
        app, _dot, codename = name.partition(".")
        group.permissions.add(
            Permission.objects.get(content_type__app_label=app, codename=codename)
        )
    user.groups.add(group)
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    client.person = user
    return client


TRAINER = (
    "add_item",
    "change_item",
    "publish_item",
    "add_assessment",
    "change_assessment",
)


@pytest.fixture
def trainer(site):
    return signed_in(*TRAINER)


def upload(client, data=GOOD, name="questions.gift", **fields):
    return client.post(
        reverse("assessments_import"),
        {
            "file": SimpleUploadedFile(name, data),
            "publish": "yes",
            "language": "en",
            "format": "",
            "encoding": "",
            "quiz": "",
            **fields,
        },
    )


def confirm(client, response, **fields):
    return client.post(
        reverse("assessments_import_confirm"),
        {"slip": response.context["slip"], **fields},
    )


def test_the_report_says_what_would_happen_and_writes_nothing(trainer):
    response = upload(trainer, HALF)

    page = response.content.decode()
    assert "New: 1. Changed: 0. Unchanged: 0. Problems: 1." in page
    assert "Mark at least one option as right." in page
    assert "Nothing has been written yet." in page
    assert not Item.objects.exists()


def test_confirming_imports_what_the_report_showed(trainer):
    quiz = AssessmentFactory(items=[])
    report = upload(trainer, quiz=quiz.pk)

    response = confirm(trainer, report)

    assert response.status_code == 302
    item = Item.objects.get()
    assert item.current_version is not None
    assert quiz.entries.get().item == item
    assert default_storage.listdir(uploads.FOLDER)[1] == []


def test_good_questions_are_kept_when_that_is_confirmed(trainer):
    report = upload(trainer, HALF)

    confirm(trainer, report)
    assert not Item.objects.exists()
    confirm(trainer, report, keep_good="yes")
    assert Item.objects.count() == 1


def test_drafts_are_the_usual_choice(trainer):
    page = trainer.get(reverse("assessments_import")).content.decode()
    assert "checked" in page.partition('value="no"')[2].partition(">")[0]

    confirm(trainer, upload(trainer, publish="no"))

    assert Item.objects.get().current_version is None


def test_who_may_not_publish_or_change_quizzes_makes_drafts_in_the_bank(site):
    writer = signed_in("add_item", "change_item")
    quiz = AssessmentFactory(items=[])

    report = upload(writer, quiz=quiz.pk)
    confirm(writer, report)

    assert Item.objects.get().current_version is None
    assert not quiz.entries.exists()


@pytest.mark.parametrize("permissions", [(), ("add_item",), ("view_item",)])
def test_nobody_else_imports(site, permissions):
    client = signed_in(*permissions, "view_assessment")

    for address in ("assessments_import", "assessments_import_confirm"):
        response = client.post(reverse(address), {"slip": "x"})
        assert response.status_code == 302
        assert response.url == reverse("wagtailadmin_home")


def test_a_slip_is_good_for_its_owner_and_its_file_only(trainer):
    report = upload(trainer)
    slip = report.context["slip"]
    other = signed_in(*TRAINER)

    assert _refused(other.post(reverse("assessments_import_confirm"), {"slip": slip}))
    assert _refused(
        trainer.post(reverse("assessments_import_confirm"), {"slip": slip + "x"})
    )
    [name] = default_storage.listdir(uploads.FOLDER)[1]
    default_storage.delete(f"{uploads.FOLDER}/{name}")
    default_storage.save(f"{uploads.FOLDER}/{name}", ContentFile(HALF))
    assert _refused(confirm(trainer, report))
    assert not Item.objects.exists()


def _refused(response):
    return response.status_code == 302 and response.url == reverse("assessments_import")


def test_nobody_reads_an_uploaded_file_through_the_site(trainer, client):
    upload(trainer)
    [name] = default_storage.listdir(uploads.FOLDER)[1]

    assert client.get(f"/media/{uploads.FOLDER}/{name}").status_code == 404


def test_files_that_nobody_confirmed_are_swept(trainer):
    upload(trainer)
    uploads.sweep(at=timezone.now())
    assert default_storage.listdir(uploads.FOLDER)[1] != []

    uploads.sweep(at=timezone.now() + datetime.timedelta(hours=3))

    assert default_storage.listdir(uploads.FOLDER)[1] == []


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("questions.doc", GOOD, "The name of the file does not tell its format"),
        ("questions.gift", b"", "empty"),
        ("questions.xml", b"<!DOCTYPE a><quiz/>", "declares a document type"),
        ("questions.csv", b"\xff", "not UTF-8"),
    ],
)
def test_files_that_cannot_be_read_get_a_sentence(trainer, name, data, said):
    response = upload(trainer, data, name)

    assert response.status_code == 200
    assert said in response.content.decode()
    assert not response.context.get("slip")


def test_texts_of_a_file_are_escaped(trainer):
    response = upload(trainer, b"::a::[plain]<script>x</script> {T}")

    assert "&lt;script&gt;x" in response.content.decode()


@pytest.mark.parametrize("form", list(Format))
def test_an_export_is_what_the_command_writes(trainer, noon, form):
    quiz = AssessmentFactory(items=[])
    import_items(reading=Reading(tuple(plain_items()), ()), assessment=quiz, at=noon)

    response = trainer.get(
        reverse("assessments_export"), {"quiz": quiz.pk, "format": str(form)}
    )

    assert f'filename="{quiz.key}.' in response["Content-Disposition"]
    reading = read_questions(response.content, form, LANGUAGES)
    assert [item.key for item in reading.items] == [i.key for i in plain_items()]


def test_an_export_by_category_and_of_everything(trainer):
    category = Category.objects.create(key="ips", name={"en": "IPS"})
    ItemFactory(key="in", category=category)
    ItemFactory(key="out")
    address = reverse("assessments_export")

    one = trainer.get(address, {"category": category.pk, "format": "gift"})
    both = trainer.get(address, {"format": "gift"})

    assert b"::in::" in one.content
    assert b"::out::" not in one.content
    assert b"::out::" in both.content


def test_the_export_says_first_what_it_cannot_hold(trainer):
    from assessments.models import AssessmentEntry

    quiz = AssessmentFactory(items=[ItemFactory()])
    AssessmentEntry.objects.create(assessment=quiz, draw_count=2)
    address = reverse("assessments_export")

    page = trainer.get(address, {"quiz": quiz.pk, "format": "gift"})
    file = trainer.get(address, {"quiz": quiz.pk, "format": "gift", "anyway": "yes"})

    assert "draws questions by chance" in page.content.decode()
    assert file["Content-Type"].startswith("text/plain")


def test_the_key_leaves_by_export_only_with_the_right_to_see_it(site):
    client = signed_in("add_assessment")

    assert client.get(reverse("assessments_export"), {"format": "gift"}).url == (
        reverse("wagtailadmin_home")
    )


def test_the_list_of_questions_leads_there(trainer):
    page = trainer.get(reverse(Item.snippet_viewset.get_url_name("list")))

    assert reverse("assessments_import") in page.content.decode()
    assert reverse("assessments_export") in page.content.decode()

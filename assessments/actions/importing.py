"""Bringing questions from files into the bank, and into a quiz."""

import dataclasses
import datetime
import hashlib
from enum import StrEnum
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import Max
from wagtail.blocks import StreamValue
from wagtail.images import get_image_model

from assessments.blocks import stored_content
from assessments.content import ContentError, ItemContent, Stimulus
from assessments.formats import (
    Finding,
    PictureFile,
    Reading,
    ReadItem,
    Severity,
    renumbered,
)
from assessments.formats.records import Problem, gettext_noop
from assessments.models import (
    Assessment,
    AssessmentEntry,
    CaseVignette,
    Item,
)
from courses.translated import in_language
from people.models import User

from .bank import freeze_item
from .sorting import category_at, outcome_of


class ImportState(StrEnum):
    """What an import does with one question."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclasses.dataclass(frozen=True)
class ImportedItem:
    """One question of a file, and what became of it."""

    read: ReadItem
    state: ImportState


@dataclasses.dataclass(frozen=True)
class ImportReport:
    """What an import did, or in a dry run would do."""

    items: tuple[ImportedItem, ...]
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that say which questions cannot be carried."""
        return tuple(f for f in self.findings if f.severity == Severity.ERROR)

    def count(self, state: str) -> int:
        """Return how many questions are new, changed or unchanged."""
        return sum(item.state == state for item in self.items)


class ImportRefused(Exception):
    """Questions of the file cannot be carried, so none of it was; `report` says why."""

    def __init__(self, report: ImportReport) -> None:
        super().__init__(report)
        self.report = report


def import_items(
    *,
    reading: Reading,
    at: datetime.datetime,
    assessment: Assessment | None = None,
    by: User | None = None,
    publish: bool = True,
    keep_good_rows: bool = False,
    dry_run: bool = False,
) -> ImportReport:
    """Make or update the questions of a file, and add them to a quiz if one is named.

    All or nothing: raises ImportRefused, and writes nothing, when a question cannot be
    carried, unless `keep_good_rows`. A dry run never raises and never writes.

    A question is found by its short name. One that says the same as before is left
    alone; another one gets a new version, so that attempts keep what they were given.
    What a file leaves out, such as the category, stays as it is.
    """
    importing = _Import(assessment, by, at, publish, dry_run)
    if dry_run:
        return importing.run(reading)
    try:
        with transaction.atomic():
            report = importing.run(reading)
            if report.errors and not keep_good_rows:
                raise ImportRefused(report)
    except BaseException:
        # The transaction took the rows back; files are outside of it.
        importing.remove_files()
        raise
    return report


@dataclasses.dataclass
class _Import:
    """One import: where it goes, and which files it has made so far."""

    assessment: Assessment | None
    by: User | None
    at: datetime.datetime
    publish: bool
    dry_run: bool
    files: list[Any] = dataclasses.field(default_factory=list)
    images: dict[int, int] = dataclasses.field(default_factory=dict)
    findings: list[Finding] = dataclasses.field(default_factory=list)

    def run(self, reading: Reading) -> ImportReport:
        self.findings = list(reading.findings)
        done = []
        for read in reading.items:
            made = len(self.files)
            try:
                with transaction.atomic():
                    done.append(ImportedItem(read, self._import(read)))
                    # Question by question, so that learners on a database with one
                    # writer need not wait for the whole file.
                    transaction.set_rollback(self.dry_run)
            except ContentError as error:
                self._refuse(read, Finding(read.line, str(error)), made)
            except Problem as problem:
                self._refuse(read, problem.at(read.line), made)
            except IntegrityError:
                self._refuse(read, Finding(read.line, MEANWHILE), made)
        return ImportReport(tuple(done), tuple(self.findings))

    def _refuse(self, read: ReadItem, finding: Finding, made: int) -> None:
        self.findings.append(finding)
        self.remove_files(made)
        self.images.clear()

    def remove_files(self, keep: int = 0) -> None:
        """Delete the files of pictures whose rows were taken back."""
        for file in self.files[keep:]:
            file.storage.delete(file.name)
        del self.files[keep:]

    # One question ---------------------------------------------------------------------

    def _import(self, read: ReadItem) -> ImportState:
        item = (
            Item.objects.select_for_update(of=("self",))
            .select_related("case", "category", "outcome")
            .filter(key=read.key)
            .first()
        )
        is_new = item is None
        item = item or Item(key=read.key, live=False)
        if not is_new and not self.publish and item.latest_revision_id:
            # A draft goes on from the draft that is there.
            item = item.get_latest_revision_as_object()
        before = None if is_new else _snapshot(item)
        item.content = _stream(self._with_images(read), item)
        self._sort(item, read)
        # As the form would keep it; raises ContentError for what is no question.
        item.plain_content()
        state = ImportState.NEW if is_new else ImportState.CHANGED
        if before == _snapshot(item) and self._is_settled(item):
            state = ImportState.UNCHANGED
        elif not is_new:
            self._check_lock(item)
            if self.publish and item.has_unpublished_changes:
                self._warn(read.line, OVER_DRAFT, item.key)
        if self.dry_run:
            # Its new pictures are taken back with it.
            self.images.clear()
            return state
        if state != ImportState.UNCHANGED:
            self._save(item, is_new)
        if self.assessment is not None:
            self._add_to_quiz(self.assessment, item, read)
        return state

    def _check_lock(self, item: Item) -> None:
        """Raise Problem for a question that somebody keeps others from changing."""
        lock = item.get_lock()
        if lock is None:
            return
        # A command has nobody's rights, so it keeps out of every lock.
        if self.by is None or lock.for_user(self.by):
            raise Problem(LOCKED, key=item.key)

    def _warn(self, line: int, message: str, key: str) -> None:
        self.findings.append(Finding(line, message, Severity.WARNING, {"key": key}))

    def _is_settled(self, item: Item) -> bool:
        """Answer whether nothing is left to publish."""
        if not self.publish:
            return True
        version = item.current_version
        return (
            version is not None
            and version.checksum == item.plain_content().checksum
            and not item.has_unpublished_changes
        )

    def _save(self, item: Item, is_new: bool) -> None:
        if is_new:
            item.save()
        if self.publish:
            # Before the publication, which finds the version of this moment there.
            freeze_item(item=item, at=self.at, by=self.by)
        revision = item.save_revision(user=self.by, log_action=True)
        if self.publish:
            revision.publish(user=self.by)

    def _sort(self, item: Item, read: ReadItem) -> None:
        """Set what the question is sorted by, as far as the file says it."""
        if read.content.stimulus:
            item.case = self._case(read.line, read.content.stimulus)
        if read.category:
            item.category = category_at(names=read.category)
        if read.outcome:
            item.outcome = outcome_of(name=read.outcome)
        if read.principle is not None:
            item.principle = read.principle
        item.is_essential = item.is_essential or read.is_essential
        item.is_retired = item.is_retired or read.is_retired
        if read.tags:
            item.tags.set(list(read.tags))

    def _add_to_quiz(self, quiz: Assessment, item: Item, read: ReadItem) -> None:
        entry = AssessmentEntry.objects.filter(assessment=quiz, item=item).first()
        if entry is None:
            last = quiz.entries.aggregate(last=Max("sort_order"))["last"]
            entry = AssessmentEntry(
                assessment=quiz, item=item, sort_order=0 if last is None else last + 1
            )
        elif read.points is None or entry.max_mark == read.points:
            return
        if read.points is not None:
            entry.max_mark = read.points
        entry.save()

    # What a question needs ------------------------------------------------------------

    def _case(self, line: int, stimulus: Stimulus) -> CaseVignette:
        """Return the case of this name, made if the site has none."""
        case = CaseVignette.objects.filter(key=stimulus.key).first()
        if case is None:
            case = CaseVignette(key=stimulus.key)
            value = {"title": dict(stimulus.title), "story": dict(stimulus.story)}
            case.content = _stored(CaseVignette, [{"type": "story", "value": value}])
            case.save()
            case.save_revision(user=self.by).publish(user=self.by)
        elif case.stimulus != stimulus:
            # Other questions are about it as well, and nobody has looked at them.
            self._warn(line, OTHER_CASE, case.key)
        return case

    def _with_images(self, read: ReadItem) -> ItemContent:
        """Return the content with the pictures of the library."""
        alts = {
            picture.image_id: picture.alt
            for part in (read.content, *getattr(read.content, "options", ()))
            if (picture := part.picture) is not None
        }
        numbers = {
            number: self._image(picture, str(in_language(alts[number])))
            for number, picture in read.pictures.items()
        }
        return renumbered(read.content, numbers)

    def _image(self, picture: PictureFile, title: str) -> int:
        """Return the image of the library with these bytes, stored if there is none."""
        if picture.number in self.images:
            return self.images[picture.number]
        model = get_image_model()
        digest = hashlib.sha1(picture.data, usedforsecurity=False).hexdigest()
        image = model.objects.filter(file_hash=digest).first()
        if image is None:
            image = model(
                title=(title or picture.name)[:255],
                file_hash=digest,
                file_size=len(picture.data),
                uploaded_by_user=self.by,
                # For a dry run, whose row is taken back, the name of a file will do.
                file=picture.name,
                width=1,
                height=1,
            )
            if self.dry_run:
                image.save()
            else:
                image.file = ContentFile(picture.data, name=picture.name)
                image.save()
                self.files.append(image.file)
        self.images[picture.number] = image.pk
        return image.pk


MEANWHILE = gettext_noop(
    "Somebody else saved a question of this name at the same time. Import it again."
)
LOCKED = gettext_noop(
    "The question “%(key)s” is locked in the editor. Unlock it there, or ask whoever "
    "locked it."
)
OVER_DRAFT = gettext_noop(
    "The question “%(key)s” has changes that were not published. They stay in its "
    "history; what the file says comes after them."
)
OTHER_CASE = gettext_noop(
    "The case “%(key)s” reads differently on this site. The site's story was kept."
)


def _stream(content: ItemContent, item: Item) -> StreamValue:
    """Return the content as the editor stores it; the block keeps its name."""
    child = item.content[0] if item.pk and item.content else None
    key = child.id if child is not None and child.block_type == content.type else ""
    return _stored(Item, stored_content(content, key or ""))


def _stored(model: type[Item | CaseVignette], raw: list[dict]) -> StreamValue:
    """Return the value of a model's content, made of its stored form."""
    return model._meta.get_field("content").stream_block.to_python(raw)


def _snapshot(item: Item) -> tuple:
    """Return what an import may change of an item, to compare."""
    try:
        checksum = item.plain_content().checksum
    except ContentError:
        checksum = ""
    return (
        checksum,
        item.case_id,
        item.category_id,
        item.outcome_id,
        item.principle,
        item.is_essential,
        item.is_retired,
        tuple(sorted(tag.name for tag in item.tags.all())),
    )

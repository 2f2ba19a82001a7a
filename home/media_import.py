"""Pictures and files of a course package, stored once however often they are used."""

from django.core.files.base import ContentFile
from django.utils.text import capfirst
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from people.models import User

from .packages.content import CoursePackage


class MediaImport:
    """The media of one package; hands out the ids of what it has stored."""

    def __init__(self, package: CoursePackage, by: User | None):
        self.package = package
        self.by = by
        self.ids: dict[str, int] = {}

    def image(self, path: str, alt: str) -> int:
        """Return the id of the site's image with this content."""
        return self._stored(get_image_model(), path, capfirst(alt))

    def document(self, path: str, title: str) -> int:
        """Return the id of the site's document with this content."""
        name = path.rsplit("/", 1)[-1]
        return self._stored(get_document_model(), path, title or name)

    def _stored(self, model, path: str, title: str) -> int:
        if path not in self.ids:
            data = self.package.media[path].data
            record = model(title=title[:255])
            record.file = ContentFile(data, name=path.rsplit("/", 1)[-1])
            record._set_file_hash()
            known = model.objects.filter(file_hash=record.file_hash).first()
            if known is None:
                record.uploaded_by_user = self.by
                record.file_size = len(data)
                record.save()
                known = record
            self.ids[path] = known.pk
        return self.ids[path]

"""Pictures and files of a course package, stored once however often they are used."""

import io

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from PIL.Image import DecompressionBombError
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from willow.image import Image as WillowImage
from willow.image import UnrecognisedImageFormatError

from people.models import User

from .packages.content import CoursePackage
from .stored import CannotImport

# As many as the editor takes: what is larger fills the memory when it is shown.
MOST_PIXELS = getattr(settings, "WAGTAILIMAGES_MAX_IMAGE_PIXELS", 128 * 1000 * 1000)

# What the libraries behind Willow raise for files that are damaged or meant to harm.
UNREADABLE = (UnrecognisedImageFormatError, OSError, SyntaxError, ValueError)


class MediaImport:
    """The media of one package; hands out the ids of what it has stored."""

    def __init__(self, package: CoursePackage, by: User | None):
        self.package = package
        self.by = by
        self.ids: dict[str, int] = {}

    def image(self, path: str, alt: str) -> int:
        """Return the id of the site's image with this content."""
        if path not in self.ids:
            _check_picture(path, self.package.media[path].data)
        return self._stored(get_image_model(), path, capfirst(alt))

    def document(self, path: str, title: str) -> int:
        """Return the id of the site's document with this content."""
        return self._stored(get_document_model(), path, title)

    def _stored(self, model, path: str, title: str) -> int:
        if path not in self.ids:
            data = self.package.media[path].data
            name = path.rsplit("/", 1)[-1]
            record = model(title=(title or name)[:255])
            record.file = ContentFile(data, name=name)
            record._set_file_hash()
            known = model.objects.filter(file_hash=record.file_hash).first()
            if known is None:
                record.uploaded_by_user = self.by
                record.file_size = len(data)
                record.save()
                known = record
            self.ids[path] = known.pk
        return self.ids[path]


def _check_picture(path: str, data: bytes) -> None:
    """Refuse what is no picture, or more than a page can bear."""
    try:
        width, height = WillowImage.open(io.BytesIO(data)).get_size()
    except UNREADABLE as error:
        raise CannotImport(
            _("The picture “%(file)s” cannot be read. Save it again.") % {"file": path}
        ) from error
    except DecompressionBombError as error:
        raise _too_large(path) from error
    if width * height > MOST_PIXELS:
        raise _too_large(path)


def _too_large(path: str) -> CannotImport:
    return CannotImport(
        _(
            "The picture “%(file)s” has too many pixels; at most %(most)s are shown. "
            "Make it smaller."
        )
        % {"file": path, "most": f"{MOST_PIXELS:,}"}
    )

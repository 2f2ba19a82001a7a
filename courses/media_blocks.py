"""Blocks to watch and to listen to, and what other sites show.

Files are our own and never play by themselves. What another site shows is loaded after
a click and never before, and only from the sites that the operator has allowed.
"""

from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageChooserBlock

from people.models import Language

from .played import CAPTIONS, SOUNDS, VIDEOS
from .rich_text import SHORT_TEXT_FEATURES

TRANSCRIPT_HELP = _(
    "Everything that is said, and what is seen if it matters. Who cannot hear, or sits "
    "in a quiet ward, reads it."
)


def wrong_kind(document, kinds: dict[str, str]) -> ValidationError | None:
    """Return a sentence if the document is none of these kinds of files."""
    if document is None or document.file_extension.lower() in kinds:
        return None
    return ValidationError(
        _("“%(file)s” cannot be used here. Choose a file that ends in %(endings)s."),
        params={
            "file": document.filename,
            "endings": ", ".join(f".{kind}" for kind in kinds),
        },
    )


class CaptionsBlock(blocks.StructBlock):
    """What is said in a video, timed, in one language."""

    language = blocks.ChoiceBlock(label=_("Language"), choices=Language.choices)
    file = DocumentChooserBlock(
        label=_("Captions"), help_text=_("A WebVTT file; its name ends in .vtt.")
    )

    class Meta:
        icon = "comment"
        label = _("Captions")


class VideoBlock(blocks.StructBlock):
    """A film of our own, with captions and a transcript."""

    title = blocks.CharBlock(label=_("Title"))
    file = DocumentChooserBlock(
        label=_("Film"),
        help_text=_("MP4 or WebM. Keep it under six minutes; longer ones are left."),
    )
    poster = ImageChooserBlock(
        label=_("Still picture"),
        required=False,
        help_text=_("Shown before it plays. It never plays by itself."),
    )
    captions = blocks.ListBlock(
        CaptionsBlock(),
        label=_("Captions"),
        min_num=1,
        help_text=_(
            "Needed: many watch without sound, and some cannot hear. At least in the "
            "language that is spoken."
        ),
    )
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=SHORT_TEXT_FEATURES, help_text=TRANSCRIPT_HELP
    )

    class Meta:
        icon = "media"
        label = _("Video")
        description = _(
            "A film with captions and a transcript. It is served from this site and "
            "never starts by itself."
        )
        template = "blocks/video.html"
        preview_template = "blocks/video_preview.html"
        preview_value = {
            "title": "A first meeting",
            "file": None,
            "poster": None,
            "captions": [],
            "transcript": "<p>Sari: “What would a good working day look like?”</p>",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if error := wrong_kind(cleaned["file"], VIDEOS):
            raise StructBlockValidationError(block_errors={"file": error})
        for one in cleaned["captions"]:
            if error := wrong_kind(one["file"], CAPTIONS):
                raise StructBlockValidationError(block_errors={"captions": error})
        return cleaned


class AudioBlock(blocks.StructBlock):
    """Something to listen to, with a transcript."""

    title = blocks.CharBlock(label=_("Title"))
    file = DocumentChooserBlock(label=_("Recording"), help_text=_("MP3, M4A or Ogg."))
    transcript = blocks.RichTextBlock(
        label=_("Transcript"), features=SHORT_TEXT_FEATURES, help_text=TRANSCRIPT_HELP
    )

    class Meta:
        icon = "media"
        label = _("Audio")
        description = _(
            "A recording with a transcript, for those who would rather read. It never "
            "starts by itself."
        )
        template = "blocks/audio.html"
        preview_template = "blocks/audio_preview.html"
        preview_value = {
            "title": "Aino talks about her first week",
            "file": None,
            "transcript": "<p>“The mornings were the best.”</p>",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if error := wrong_kind(cleaned["file"], SOUNDS):
            raise StructBlockValidationError(block_errors={"file": error})
        return cleaned


def host_of(address: str) -> str:
    """Return the site that an address leads to; "" if it leads nowhere."""
    try:
        parts = urlsplit(address or "")
        return (parts.hostname or "") if parts.scheme == "https" else ""
    except ValueError:
        return ""


def is_allowed(host: str) -> bool:
    """Answer whether pages may show what this site offers."""
    return host in settings.ELEARN_EMBED_HOSTS


class EmbedBlock(blocks.StructBlock):
    """What another site shows, loaded after a click."""

    title = blocks.CharBlock(label=_("Title"), help_text=_("What it is."))
    url = blocks.URLBlock(
        label=_("Address"),
        help_text=_(
            "The address for showing it on other pages, from “Share › Embed” of that "
            "site. It begins with https://."
        ),
    )
    summary = blocks.RichTextBlock(
        label=_("What it says"),
        features=SHORT_TEXT_FEATURES,
        help_text=_(
            "For everybody who does not want to open the other site, or may not."
        ),
    )

    class Meta:
        icon = "link-external"
        label = _("From another site")
        description = _(
            "A film or a figure on another site. The site is named, and nothing of it "
            "is loaded before the learner clicks."
        )
        template = "blocks/embed.html"
        preview_value = {
            "title": "A film about supported employment",
            "url": "https://videos.example.org/embed/1",
            "summary": "<p>Three people tell how they found their jobs.</p>",
        }

    def clean(self, value):
        cleaned = super().clean(value)
        if not is_allowed(host_of(cleaned["url"])):
            allowed = ", ".join(settings.ELEARN_EMBED_HOSTS)
            sentence = (
                _("Pages may show these sites only: %(sites)s.")
                if allowed
                else _(
                    "This site shows nothing from other sites. Write a link in the "
                    "text, or ask who runs this site to allow the other one."
                )
            )
            raise StructBlockValidationError(
                block_errors={
                    "url": ValidationError(sentence, params={"sites": allowed})
                }
            )
        return cleaned

    def get_context(self, value, parent_context=None):
        context = super().get_context(value, parent_context=parent_context)
        context["host"] = host_of(value["url"])
        context["may_be_shown"] = is_allowed(context["host"])
        return context

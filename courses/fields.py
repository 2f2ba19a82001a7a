"""Model fields for authored content."""

from wagtail.fields import StreamField


class ContentField(StreamField):
    """A StreamField whose blocks are not written into migrations.

    What the database stores is JSON whatever the blocks are, so a new block or a better
    help text needs no migration. A migration that changes stored content has to work on
    the raw JSON.
    """

    def deconstruct(self):
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [[]], kwargs

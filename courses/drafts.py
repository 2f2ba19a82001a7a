"""The latest drafts of many pages at once.

Wagtail reads a draft with several queries for each page, which the outline of a course
would pay for every one of its pages.
"""

from django.db.models import QuerySet
from wagtail.models import COMMENTS_RELATION_NAME, Locale, Page, Revision

# What the page says of itself as a whole, whatever its draft was when it was written.
KEPT = (
    "id",
    "path",
    "depth",
    "numchild",
    "url_path",
    "draft_title",
    "live",
    "has_unpublished_changes",
    "content_type_id",
    "owner_id",
    "translation_key",
    "latest_revision",
    "first_published_at",
    "last_published_at",
    "alias_of_id",
    "locale",
)


def with_drafts(tree: QuerySet[Page]) -> list[tuple[Page, Page]]:
    """Return pages in the order of the tree, each as stored and as last written.

    For reading, not for saving. Takes a few queries for any number of pages of the
    same kinds. What a draft refers to may have been deleted since.
    """
    pages = list(tree.specific().order_by("path"))
    locales = Locale.objects.in_bulk()
    revisions = Revision.objects.in_bulk(
        [page.latest_revision_id for page in pages if page.latest_revision_id]
    )
    for page in pages:
        page.locale = locales[page.locale_id]
        page.latest_revision = revisions.get(page.latest_revision_id)
    return [(page, _draft(page)) for page in pages]


def _draft(page: Page) -> Page:
    if page.latest_revision is None:
        return page
    content = {**page.latest_revision.content}
    content.pop(COMMENTS_RELATION_NAME, None)
    draft = type(page).from_serializable_data(content, check_fks=False)
    for name in KEPT:
        setattr(draft, name, getattr(page, name))
    draft.pk = page.pk
    return draft

"""The editor's screens for the topics of the catalogue."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.snippets.views.snippets import DeleteView, EditView, SnippetViewSet

from .models import Topic
from .topic_use import forget_key, pages_with, rename_key


class TopicEditView(EditView):
    """Lets the courses follow when the short name changes."""

    def save_instance(self):
        former = Topic.objects.get(pk=self.object.pk).key
        topic = super().save_instance()
        if topic.key != former:
            rename_key(old=former, new=topic.key)
        return topic


class TopicDeleteView(DeleteView):
    """Says which courses have the topic, and takes it off them."""

    template_name = "courses/admin/topic_delete.html"

    @property
    def confirmation_message(self):
        pages = pages_with(self.object.key)
        if not pages:
            return _("No course has this topic.")
        sentence = ngettext(
            "%(count)s course page has this topic. It loses the topic; nothing else "
            "of it changes:",
            "%(count)s course pages have this topic. They lose the topic; nothing else "
            "of them changes:",
            len(pages),
        ) % {"count": len(pages)}
        titles = format_html_join(", ", "“{}”", ((page.draft_title,) for page in pages))
        return format_html("{} {}", sentence, titles)

    def delete_action(self):
        forget_key(key=self.object.key)
        super().delete_action()


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["__str__", "key"]
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["key"]
    edit_view_class = TopicEditView
    delete_view_class = TopicDeleteView

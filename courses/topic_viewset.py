"""The editor's screen for the topics of the catalogue."""

from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Topic


class TopicViewSet(SnippetViewSet):
    model = Topic
    icon = "tag"
    list_display = ["__str__", "key"]
    copy_view_enabled = False
    search_backend_name = None
    search_fields = ["key"]

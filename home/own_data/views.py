"""The page on what is kept about the person who reads it, and the file with it."""

from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from .collecting import own_data, record_counts
from .kept import KEPT
from .record import Topic

TITLES = {
    Topic.ACCOUNT: _("Account"),
    Topic.LEARNING: _("Courses"),
    Topic.QUIZZES: _("Quizzes"),
    Topic.SURVEYS: _("Surveys"),
    Topic.WORK: _("Work on this site"),
}


@login_required
@never_cache
@require_GET
def my_data(request):
    """Say what is kept, why, and how long; with how many records there are."""
    counts = record_counts(request.user)
    topics = [
        {
            "title": title,
            "kinds": [
                {"kept": kept, "count": counts.get(kept.model, 0)}
                for kept in KEPT
                if kept.topic == topic
                # What only some people have is told to those who have it.
                and (topic != Topic.WORK or kept.model in counts)
            ],
        }
        for topic, title in TITLES.items()
    ]
    return render(
        request,
        "home/my_data.html",
        {"topics": [topic for topic in topics if topic["kinds"]]},
    )


@login_required
@never_cache
@require_GET
def my_data_file(request):
    """Give everything that is kept about the person."""
    response = JsonResponse(
        own_data(request.user, at=timezone.now()),
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response["Content-Disposition"] = 'attachment; filename="my-data.json"'
    return response

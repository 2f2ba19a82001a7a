from django.urls import path

from . import moderation_views, ratings_views, views
from .exports.formats import FORMATS

app_name = "feedback"

urlpatterns = [
    path("learn/feedback/<int:step_id>/", views.answer, name="answer"),
    path("ratings/", ratings_views.overview, name="ratings"),
    path("ratings/comments/", moderation_views.comments, name="comments"),
    path(
        "ratings/comments/<int:run_id>/",
        moderation_views.run_comments,
        name="run-comments",
    ),
    path(
        "ratings/comments/<int:run_id>/<uuid:comment_id>/",
        moderation_views.comment,
        name="comment",
    ),
    path("ratings/views/", moderation_views.report_views, name="report-views"),
    path("ratings/<slug:slug>/", ratings_views.course_ratings, name="course-ratings"),
    path("ratings/<slug:slug>/close/", ratings_views.close, name="close-run"),
    *(
        path(
            f"ratings/<slug:slug>/{kind.path}",
            ratings_views.ratings_file,
            {"key": kind.key},
            name=f"ratings-{kind.key}",
        )
        for kind in FORMATS
    ),
]

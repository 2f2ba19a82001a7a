from django.urls import path

from . import ratings_views, views
from .exports.formats import FORMATS

app_name = "feedback"

urlpatterns = [
    path("learn/feedback/<int:step_id>/", views.answer, name="answer"),
    path("ratings/", ratings_views.overview, name="ratings"),
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

from django.urls import path

from . import (
    code_views,
    follow_up_views,
    moderation_views,
    own_answers_views,
    ratings_views,
    run_views,
    views,
)
from .exports.formats import FORMATS

app_name = "feedback"

urlpatterns = [
    path("survey/", code_views.enter, name="survey-entry"),
    path("survey/thanks/", code_views.thanks, name="survey-thanks"),
    path("survey/<str:code>/", code_views.by_code, name="survey-by-code"),
    path("learn/follow-up/<slug:slug>/", follow_up_views.follow_up, name="follow-up"),
    path("learn/feedback/<int:step_id>/", views.answer, name="answer"),
    path("learn/feedback/answers/", own_answers_views.own_answers, name="own-answers"),
    path(
        "learn/feedback/answers/<uuid:response_id>/",
        own_answers_views.take_back,
        name="take-back",
    ),
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
    path("ratings/runs/", run_views.runs, name="runs"),
    path("ratings/runs/plan/", run_views.plan, name="plan-run"),
    path("ratings/runs/<int:run_id>/", run_views.run, name="run"),
    path("ratings/runs/<int:run_id>/day/", run_views.last_day, name="run-day"),
    path(
        "ratings/runs/<int:run_id>/reminders/",
        run_views.reminders,
        name="run-reminders",
    ),
    path("ratings/runs/<int:run_id>/codes/", code_views.make, name="make-codes"),
    path("ratings/runs/<int:run_id>/cancel/", run_views.cancel, name="cancel-run"),
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

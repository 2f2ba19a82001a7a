from django.urls import path

from . import (
    accommodation_views,
    analysis_views,
    attempt_views,
    check_views,
    correction_views,
    marking_views,
    practice_views,
    preview_views,
    question_views,
    views,
)

app_name = "assessments"

urlpatterns = [
    path("learn/attempts/", views.start, name="start"),
    path("learn/attempts/<int:attempt_id>/", views.attempt, name="attempt"),
    path(
        "learn/attempts/<int:attempt_id>/responses/<int:position>/",
        views.response,
        name="response",
    ),
    path(
        "learn/attempts/<int:attempt_id>/responses/<int:position>/check/",
        check_views.check,
        name="check",
    ),
    path(
        "learn/attempts/<int:attempt_id>/questions/",
        question_views.questions,
        name="questions",
    ),
    path("learn/attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("learn/attempts/<int:attempt_id>/submission/", views.submit, name="submit"),
    path("learn/attempts/<int:attempt_id>/result/", views.result, name="result"),
    path("learn/progress/", views.progress, name="progress"),
    path("learn/practice/<int:step_id>/", practice_views.practice, name="practice"),
    path("quizzes/", analysis_views.overview, name="analyses"),
    path("quizzes/marking/", marking_views.overview, name="marking"),
    path("quizzes/<slug:slug>/marking/", marking_views.queue, name="marking-queue"),
    path(
        "quizzes/<slug:slug>/marking/<slug:token>/",
        marking_views.answer,
        name="marking-answer",
    ),
    path(
        "quizzes/<slug:slug>/correction/",
        correction_views.correction,
        name="correction",
    ),
    path("quizzes/<slug:slug>/attempts/", attempt_views.attempts, name="attempts"),
    path(
        "quizzes/<slug:slug>/attempts/<slug:token>/",
        attempt_views.attempt,
        name="attempt-result",
    ),
    path("quizzes/<slug:slug>/", analysis_views.analysis, name="analysis"),
    path(
        "quizzes/<slug:slug>/table.csv",
        analysis_views.analysis_csv,
        name="analysis-csv",
    ),
    path(
        "quizzes/<slug:slug>/figures.json",
        analysis_views.analysis_json,
        name="analysis-json",
    ),
    path(
        "quizzes/<slug:slug>/accommodations/",
        accommodation_views.accommodations,
        name="accommodations",
    ),
    path(
        "quizzes/<slug:slug>/accommodations/grants/",
        accommodation_views.grant,
        name="grant",
    ),
    path("quizzes/<slug:slug>/preview/", preview_views.preview, name="preview"),
]

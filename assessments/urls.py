from django.urls import path

from . import analysis_views, views

app_name = "assessments"

urlpatterns = [
    path("learn/attempts/", views.start, name="start"),
    path("learn/attempts/<int:attempt_id>/", views.attempt, name="attempt"),
    path(
        "learn/attempts/<int:attempt_id>/responses/<int:position>/",
        views.response,
        name="response",
    ),
    path("learn/attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("learn/attempts/<int:attempt_id>/submission/", views.submit, name="submit"),
    path("learn/attempts/<int:attempt_id>/result/", views.result, name="result"),
    path("quizzes/", analysis_views.overview, name="analyses"),
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
]

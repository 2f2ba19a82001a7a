from django.urls import path

from . import views

app_name = "assessments"

urlpatterns = [
    path("attempts/", views.start, name="start"),
    path("attempts/<int:attempt_id>/", views.attempt, name="attempt"),
    path(
        "attempts/<int:attempt_id>/responses/<int:position>/",
        views.response,
        name="response",
    ),
    path("attempts/<int:attempt_id>/review/", views.review, name="review"),
    path("attempts/<int:attempt_id>/submission/", views.submit, name="submit"),
    path("attempts/<int:attempt_id>/result/", views.result, name="result"),
]

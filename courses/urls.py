from django.urls import path

from . import reflection_views, views

app_name = "courses"

urlpatterns = [
    path("courses/<slug:slug>/enrolment/", views.enrol, name="enrol"),
    path("courses/<slug:slug>/cohort/", views.join, name="join"),
    path("courses/<slug:slug>/withdrawal/", views.withdraw, name="withdraw"),
    path(
        "steps/<int:step_id>/completion/", views.complete_lesson, name="complete-lesson"
    ),
    path(
        "steps/<int:step_id>/reflections/<slug:key>/",
        reflection_views.save_note,
        name="save-note",
    ),
]

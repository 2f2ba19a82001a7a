from django.urls import path

from . import reflection_views, views
from .notes import views as note_views

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
    path("steps/<int:step_id>/place/", views.keep_place, name="keep-place"),
    path("steps/<int:step_id>/note/", note_views.note, name="note"),
    path("steps/<int:step_id>/bookmark/", note_views.bookmark, name="bookmark"),
    path("notes/", note_views.notes, name="notes"),
    path("notes/notes.csv", note_views.notes_file, name="notes-file"),
]

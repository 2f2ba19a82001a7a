from django.urls import path

from . import views

app_name = "feedback"

urlpatterns = [
    path("learn/feedback/<int:step_id>/", views.answer, name="answer"),
    path("ratings/", views.overview, name="ratings"),
    path("ratings/<slug:slug>/", views.course_ratings, name="course-ratings"),
    path("ratings/<slug:slug>/close/", views.close, name="close-run"),
    path("ratings/<slug:slug>/table.csv", views.ratings_csv, name="ratings-csv"),
    path("ratings/<slug:slug>/figures.json", views.ratings_json, name="ratings-json"),
]

from django.urls import path

from . import certificate_views, views
from .own_data import views as own_data_views
from .transcripts import views as transcript_views

urlpatterns = [
    path("", views.my_learning, name="my-learning"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("my-data/", own_data_views.my_data, name="my-data"),
    path("my-data.json", own_data_views.my_data_file, name="my-data-file"),
    path(
        "record-of-learning.pdf",
        transcript_views.transcript_pdf,
        name="transcript-pdf",
    ),
    path(
        "record-of-learning.csv",
        transcript_views.transcript_csv,
        name="transcript-csv",
    ),
    path(
        "courses/<slug:slug>/certificate/",
        certificate_views.certificate,
        name="certificate",
    ),
    path(
        "courses/<slug:slug>/certificate.pdf",
        certificate_views.certificate_pdf,
        name="certificate-pdf",
    ),
]

from django.urls import path

from . import certificate_views, views
from .transcripts import views as transcript_views

urlpatterns = [
    path("", views.my_learning, name="my-learning"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
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

"""Where anybody can check a certificate."""

from django.urls import path

from . import certificate_views

urlpatterns = [
    path("", certificate_views.certificate_search, name="certificate-search"),
    path("<str:code>/", certificate_views.certificate_check, name="certificate-check"),
]

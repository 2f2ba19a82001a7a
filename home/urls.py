from django.urls import path

from . import certificate_views, views

urlpatterns = [
    path("", views.my_learning, name="my-learning"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
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

from django.urls import path

from . import views

urlpatterns = [
    path("", views.my_learning, name="my-learning"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
]

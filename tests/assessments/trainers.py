"""A trainer who may change quizzes, and a browser."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories.people import PASSWORD, UserFactory


@pytest.fixture
def trainer(site):
    user = UserFactory()
    user.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label__in=["assessments", "wagtailadmin"],
            codename__in=["change_assessment", "add_assessment", "access_admin"],
        )
    )
    client = Client()
    client.login(username=user.email, password=PASSWORD)
    client.user = user
    return client


def html(response):
    return response.content.decode()

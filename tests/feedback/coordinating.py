"""People of an organisation, those who look after its runs, and their browsers."""

from django.contrib.auth.models import Permission
from django.test import Client

from people.models import Role
from tests.factories.people import MembershipFactory, UserFactory


def member(organisation):
    return MembershipFactory(organisation=organisation).user


def coordinator(organisation):
    return MembershipFactory(organisation=organisation, role=Role.COORDINATOR).user


def reader_of_all():
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="view_all_ratings"))
    return user


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client

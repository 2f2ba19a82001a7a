"""A site with the editor's groups, for everything about the trainer's desk."""

import pytest

from home.setup import TRAINERS, set_up_site
from tests.factories.desk import member_of


@pytest.fixture
def desk_site(site):
    set_up_site()
    return site


@pytest.fixture
def trainer(desk_site):
    return member_of(TRAINERS)

"""A report with all that files have to carry, and the language they are written in."""

import pytest
from django.utils import translation

from tests.feedback.made_reports import group, hidden_item, item, report


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def made():
    """Return the report of two statements, one of them reverse-worded, and groups."""
    items = (item(), item((1, 0, 2, 2, 2), wording="It was hard.", is_reversed=True))
    return report(
        *items,
        groups={
            "profession": (
                group("nurse", items, dimension="profession", label="Nurse"),
                group(
                    "*",
                    (items[0], hidden_item("protects_small_groups")),
                    dimension="profession",
                    label="Other groups together",
                ),
            )
        },
    )

"""The dimensions that ratings may be grouped by, and the names of their groups."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Language, Profession


class Dimension(models.TextChoices):
    """What respondents may be grouped by: one at a time, never crossed."""

    ORGANISATION = "organisation", _("Organisation")
    PROFESSION = "profession", _("Profession")
    LANGUAGE = "language", _("Language")


# All respondents together.
EVERYBODY = ""
# Groups that were too small to be kept apart, folded into one when the run closed.
OTHERS = "*"


def group_label(dimension: str, key: str) -> str:
    """Return the name of a group in the active language."""
    if key == OTHERS:
        return str(_("Other groups together"))
    if key == "":
        return str(_("Not stated"))
    if dimension == Dimension.PROFESSION and key in Profession.values:
        return str(Profession(key).label)
    if dimension == Dimension.LANGUAGE and key in Language.values:
        return str(Language(key).label)
    return key

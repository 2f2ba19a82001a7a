"""Words about courses that pages and files share."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def duration(minutes: int) -> str:
    """Return a length of time in words, as "45 minutes" or "2 h 15 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("%(minutes)s minute", "%(minutes)s minutes", rest) % {
            "minutes": rest
        }
    if not rest:
        return ngettext("%(hours)s hour", "%(hours)s hours", hours) % {"hours": hours}
    return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": rest}

"""Keeps out of the logs who answers a survey, and when."""

import logging

# Where surveys are answered; docs/how-to/deploy.md tells proxies the same.
PRIVATE_PATHS = ("/learn/feedback/", "/learn/follow-up/", "/survey/")


class WithoutSurveys(logging.Filter):
    """Drops what Django logs of a request that answers a survey.

    A failure of the site itself stays, without the request that it carries along.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        path = getattr(request, "path", "") or _requested(record)
        if not path.startswith(PRIVATE_PATHS):
            return True
        if record.levelno < logging.ERROR:
            return False
        record.msg, record.args = "A request that answers a survey failed.", ()
        record.request = None
        return True


def _requested(record: logging.LogRecord) -> str:
    """Return the path in a line of the development server: "POST /survey/ HTTP/1.1"."""
    args = record.args if isinstance(record.args, tuple) else ()
    words = str(args[0]).split() if args else []
    return words[1] if len(words) == 3 else ""

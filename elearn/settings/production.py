"""For a site that people rely on. Refuses to start when something is missing."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import PROBLEMS, _whole_number, env

_problems: list[str] = PROBLEMS


def _required(name: str, example: str) -> str:
    """Return the value of `name`; note its absence, so that all are told at once."""
    value = env.str(name, default="")
    if not value:
        _problems.append(f"{name} is not set. Example: {name}={example}")
    return value


DEBUG = False
SECRET_KEY = _required("ELEARN_SECRET_KEY", "$(openssl rand -base64 48)")
if SECRET_KEY and len(SECRET_KEY) < 40:
    _problems.append("ELEARN_SECRET_KEY is shorter than 40 characters.")
SECRET_KEY_FALLBACKS = env.list("ELEARN_SECRET_KEY_FALLBACKS", default=[])

WAGTAILADMIN_BASE_URL = _required("ELEARN_BASE_URL", "https://learn.example.org")
if WAGTAILADMIN_BASE_URL and not WAGTAILADMIN_BASE_URL.startswith("https://"):
    _problems.append("ELEARN_BASE_URL must begin with https://.")
ALLOWED_HOSTS = env.list(
    "ELEARN_ALLOWED_HOSTS", default=[urlsplit(WAGTAILADMIN_BASE_URL).hostname or ""]
)
if "*" in ALLOWED_HOSTS:
    _problems.append("ELEARN_ALLOWED_HOSTS must name the hosts; * lets any pass.")
CSRF_TRUSTED_ORIGINS = [WAGTAILADMIN_BASE_URL] if WAGTAILADMIN_BASE_URL else []

_required("DATABASE_URL", "postgres://elearn:secret@db/elearn")

vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
# Mail from "localhost" is thrown away by most who get it.
DEFAULT_FROM_EMAIL = env.str("ELEARN_FROM_EMAIL", default="") or (
    f"elearn@{ALLOWED_HOSTS[0].lstrip('.')}" if ALLOWED_HOSTS else ""
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# HTTPS only.
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True
LANGUAGE_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
SECURE_HSTS_SECONDS = 31_536_000
# Off where other hosts below the same domain are not served over HTTPS.
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("ELEARN_HSTS_SUBDOMAINS", default=True)
# Built into browsers it cannot be taken back within months, so it has to be asked for.
SECURE_HSTS_PRELOAD = env.bool("ELEARN_HSTS_PRELOAD", default=False)
SILENCED_SYSTEM_CHECKS = ["security.W021"]
SECURE_SSL_REDIRECT = True

# How many proxies stand in front, each of which sets both headers on every request.
# Without one, a visitor could write into them what they like.
ALLAUTH_TRUSTED_PROXY_COUNT = _whole_number("ELEARN_TRUSTED_PROXIES", 0, least=0)
if ALLAUTH_TRUSTED_PROXY_COUNT > 0:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
if "ELEARN_BEHIND_PROXY" in env.ENVIRON:
    _problems.append(
        "ELEARN_BEHIND_PROXY is now ELEARN_TRUSTED_PROXIES, the number of proxies. "
        "Example: ELEARN_TRUSTED_PROXIES=1"
    )

if _problems:
    raise ImproperlyConfigured(
        "The site cannot start:\n- " + "\n- ".join(_problems) + "\nAll settings are "
        "listed in docs/how-to/deploy.md."
    )

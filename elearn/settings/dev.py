"""For the demo and for development on one's own machine."""

import secrets

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .base import PROBLEMS, STORAGES, VAR_DIR, env

DEBUG = env.bool("ELEARN_DEBUG", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

VAR_DIR.mkdir(parents=True, exist_ok=True)
_key_file = VAR_DIR / "secret-key"
if not _key_file.exists():
    _key_file.write_text(secrets.token_urlsafe(50))
    _key_file.chmod(0o600)
SECRET_KEY = _key_file.read_text()

# Nobody reads mail here; what would be sent is kept as files to look at.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
ACCOUNT_EMAIL_VERIFICATION = "none"

# Served straight from the source folders, so that nothing has to be collected first.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
STATIC_ROOT = VAR_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG

ELEARN_DEMO_ALLOWED = True

if PROBLEMS:
    raise ImproperlyConfigured("The site cannot start:\n- " + "\n- ".join(PROBLEMS))

"""Every setting of the site, once, in the order of Django's reference.

What differs per environment stands in dev.py, test.py and production.py. Nothing here
is secret. A line says why where it is not Django's or Wagtail's default.
"""

from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from elearn.databases import database_from_url

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parents[2]
# Everything the site writes on this machine: database, uploads, the development key.
VAR_DIR = Path(env.str("ELEARN_VAR_DIR", default=str(BASE_DIR / "var")))

# What is wrong with the values that were given: told all at once, as sentences.
PROBLEMS: list[str] = []


def _whole_number(name: str, default: int, least: int) -> int:
    """Return the value of `name`; note when it is no number or below `least`."""
    value = env.str(name, default="") or str(default)
    if not (value.isascii() and value.isdecimal()) or int(value) < least:
        PROBLEMS.append(f"{name} must be a whole number, {least} or more.")
        return default
    return int(value)


def _days(name: str, default: str) -> list[int]:
    """Return the days in the value of `name`, the largest first; two at most."""
    parts = [p.strip() for p in env.str(name, default=default).split(",") if p.strip()]
    if len(parts) > 2 or not all(p.isascii() and p.isdecimal() for p in parts):
        PROBLEMS.append(
            f"{name} must be one or two numbers of days, or empty. Example: {name}=7,2"
        )
        return []
    return sorted({int(part) for part in parts}, reverse=True)


# Core ---------------------------------------------------------------------------------

ALLOWED_HOSTS: list[str] = []

CACHES = {
    "default": {
        # Per process. With more than one process, REDIS_URL gives them a shared one.
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 2000},
    }
}
if redis_url := env.str("REDIS_URL", default=""):
    CACHES["default"] = {
        "BACKEND": "elearn.caches.ForgivingRedisCache",
        "LOCATION": redis_url,
        # Short, because the cache may be away and pages must not wait for it.
        "OPTIONS": {"socket_timeout": 0.1, "socket_connect_timeout": 0.1},
    }

DATABASES = {
    "default": database_from_url(
        env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'elearn.sqlite3'}")
    )
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
# The editor of a long page posts several hundred fields for each block.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DEFAULT_FROM_EMAIL = env.str("ELEARN_FROM_EMAIL", default="elearn@localhost")
EMAIL_SUBJECT_PREFIX = ""
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# English dates are European ones: 5 October 2026, 14:30.
FORMAT_MODULE_PATH = ["elearn.formats"]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

INSTALLED_APPS = [
    "elearn.apps.ElearnConfig",
    "home.apps.HomeConfig",
    "assessments.apps.AssessmentsConfig",
    "feedback.apps.FeedbackConfig",
    "courses.apps.CoursesConfig",
    "people.apps.PeopleConfig",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "elearn.apps.UsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "whitenoise.runserver_nostatic",
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

LANGUAGE_CODE = "en"
# The interface. Course pages may be in any of WAGTAIL_CONTENT_LANGUAGES.
LANGUAGES = [("en", _("English")), ("fi", _("Finnish")), ("sv", _("Swedish"))]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 31_536_000
LOCALE_PATHS = [BASE_DIR / "locale"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"surveys": {"()": "elearn.log_privacy.WithoutSurveys"}},
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    # One line for each page that is saved or indexed tells nobody anything.
    "loggers": {
        # Who answers a survey, and when, must not be written down.
        "django.request": {"filters": ["surveys"]},
        "django.security.csrf": {"filters": ["surveys"]},
        "django.server": {"filters": ["surveys"]},
        "django_tasks": {"level": "WARNING"},
        "wagtail": {"level": "WARNING"},
    },
}

MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "media/"

MIDDLEWARE = [
    # Before all that ask for a host name, HTTPS or a session.
    "elearn.middleware.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "elearn.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "elearn.middleware.PrivateResponsesMiddleware",
    # Needs the user, whose preference it follows.
    "elearn.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "elearn.middleware.ProtectedMiddleware",
]

ROOT_URLCONF = "elearn.urls"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "wagtail.contrib.settings.context_processors.settings",
                "home.context.site_frame",
            ],
        },
    }
]

TIME_ZONE = env.str("ELEARN_TIME_ZONE", default="Europe/Helsinki")
USE_THOUSAND_SEPARATOR = False
WSGI_APPLICATION = "elearn.wsgi.application"

# Security -----------------------------------------------------------------------------

CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "elearn.views.csrf_failure"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Sign-in ------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": (
            "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"
        )
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        # Length is what makes a password hard to guess; no rules on its characters.
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTH_USER_MODEL = "people.User"
LOGIN_REDIRECT_URL = "my-learning"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "people.hashers.Argon2id",
    # Accepts, and at the next sign-in replaces, what older or other systems stored.
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_FORMS = {"signup": "people.forms.SignupForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
# Counted per account. A hospital shares one address, so the limit per address is wide.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "300/m/ip,5/5m/key",
    "signup": "60/m/ip",
    "reset_password": "60/m/ip,5/m/key",
    # Answers in practice, which leave no trace that would show a script at work.
    "practice": "60/m/user",
}
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_USER_MODEL_USERNAME_FIELD = None

# Sessions -----------------------------------------------------------------------------

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
# A week at most; a sign-in on a shared computer ends with the browser.
SESSION_COOKIE_AGE = 7 * 24 * 3600
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Static files -------------------------------------------------------------------------

STATIC_ROOT = BASE_DIR / "staticfiles"
STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    # plotly.js out of the Python wheel, without the rest of its package.
    "elearn.staticfinders.PlotlyFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "elearn.storage.HashedStaticFilesStorage"},
}

# Wagtail ------------------------------------------------------------------------------

WAGTAIL_SITE_NAME = "elearn"
WAGTAIL_FINISH_WORKFLOW_ACTION = "home.reviewed.publish_reviewed"
WAGTAILADMIN_BASE_URL = env.str("ELEARN_BASE_URL", default="http://127.0.0.1:8000")
# Not the sign-in itself: who is signed in without the right would go in circles.
WAGTAILADMIN_LOGIN_URL = "editor-sign-in"
WAGTAIL_FRONTEND_LOGIN_URL = "account_login"
# Nothing is asked of another host: no avatars, no update check, no news banner.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_I18N_ENABLED = True
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
# SQLite has one writer, whom trainers share with the learners of a running quiz.
WAGTAIL_AUTOSAVE_INTERVAL = 3000
WAGTAIL_EDITING_SESSION_PING_INTERVAL = 30_000
# A shared password would be stored readable and passed on; enrolment is the gate here.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_EXTENSIONS = [
    *["pdf", "docx", "xlsx", "pptx", "txt"],
    # Played in lessons: films, recordings, captions.
    *["mp4", "webm", "mp3", "m4a", "ogg", "vtt"],
]
# A film of six minutes in good quality.
WAGTAILDOCS_MAX_UPLOAD_SIZE = 100 * 1024 * 1024
# Through a view, so that the privacy of a collection holds.
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILEMBEDS_FINDERS: list[dict] = []
WAGTAILIMAGES_EXTENSIONS = ["avif", "gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 10 * 1024 * 1024
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "wagtail.search.backends.database"},
}

# Ours; docs/how-to/deploy.md lists them -----------------------------------------------

# Whether load_demo may run: its people have a password that the README tells.
ELEARN_DEMO_ALLOWED = False
# Where `manage.py backup` writes, and after how many days without one doctor warns.
ELEARN_BACKUP_DIR = Path(
    env.str("ELEARN_BACKUP_DIR", default="") or str(VAR_DIR / "backups")
)
ELEARN_BACKUP_DAYS = _whole_number("ELEARN_BACKUP_DAYS", 2, least=1)
# Where the button on sensitive lessons leads that leaves the site at once: a page that
# anybody may have open.
ELEARN_LEAVE_QUICKLY_URL = env.str(
    "ELEARN_LEAVE_QUICKLY_URL", default="https://www.ilmatieteenlaitos.fi/"
)
# Sites whose films and figures lessons may show after a click; none unless named.
ELEARN_EMBED_HOSTS = [
    host.strip().lower()
    for host in env.list("ELEARN_EMBED_HOSTS", default=[])
    if host.strip()
]
# The smallest number of answers behind any figure that is shown. Never below 5.
ELEARN_MINIMUM_GROUP = _whole_number("ELEARN_MINIMUM_GROUP", 5, least=5)
# Free text says more than a cross on a scale: the respondents it needs to be shown.
ELEARN_MINIMUM_FOR_COMMENTS = _whole_number("ELEARN_MINIMUM_FOR_COMMENTS", 10, least=10)
# How long it is kept who looked at ratings, in days.
ELEARN_REPORT_VIEW_DAYS = env.int("ELEARN_REPORT_VIEW_DAYS", default=365)
# How many days before a survey run closes those who have not answered are reminded.
ELEARN_REMINDER_DAYS = _days("ELEARN_REMINDER_DAYS", "7,2")
# Whether people make their accounts themselves, and with addresses at which domains.
ELEARN_SIGN_UP_OPEN = env.bool("ELEARN_SIGN_UP_OPEN", default=True)
ELEARN_SIGN_UP_DOMAINS = [
    domain.strip().lower().removeprefix("@")
    for domain in env.list("ELEARN_SIGN_UP_DOMAINS", default=[])
    if domain.strip()
]

"""Every address of the site. Wagtail's pages come last: they take what is left.

But for /livez and /readyz, which elearn.middleware.HealthMiddleware answers.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from courses.glossary_views import glossary
from home.routing import serve

from . import views

urlpatterns = [
    # Instead of Wagtail's own, which would let people in without allauth's checks.
    path("cms/login/", views.editor_sign_in, name="editor-sign-in"),
    path("cms/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.account.urls")),
    path("people/", include("people.urls")),
    path("learn/", include("home.urls")),
    path("learn/", include("courses.urls")),
    path("certificates/", include("home.certificate_urls")),
    path("glossary/", glossary, name="glossary"),
    path("", include("assessments.urls")),
    path("", include("feedback.urls")),
    path("media/<path:path>", views.media, name="media"),
]

# The site's first language has no prefix: /courses/…, /fi/courses/….
urlpatterns += i18n_patterns(
    re_path(wagtail_urls.serve_pattern, serve),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)

if settings.DEBUG:
    urlpatterns.insert(0, path("errors/<int:status>/", views.error_page))

"""The entry for an application server: `gunicorn elearn.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application
from django.db import connections

from elearn.backups.marker import refuse_half_a_site
from elearn.databases import limit_statements

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "elearn.settings.production")

application = get_wsgi_application()
refuse_half_a_site()

# Before the first connection is made. Commands do not come this way.
for _alias in connections:
    limit_statements(connections.settings[_alias])

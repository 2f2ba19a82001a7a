"""What machines ask of a site: does the process answer, and can it serve?

These answers need no name of a host, no HTTPS, no person and no session, so
elearn.middleware.HealthMiddleware gives them before anything else is looked at.
"""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Whether this process has seen the database with all migrations of its code. The code
# of a process does not change, so what was found once is not looked for again.
_all_applied = False


@never_cache
@require_safe
def livez(request):
    """The process answers. Touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request):
    """The site can serve: the database answers and has the tables that we expect."""
    ready = _is_ready()
    return JsonResponse(
        {"status": "ok" if ready else "unavailable"}, status=200 if ready else 503
    )


def _is_ready() -> bool:
    global _all_applied
    try:
        if not _all_applied:
            _all_applied = _has_all_migrations()
            return _all_applied
        with connection.cursor() as cursor:
            cursor.execute("SELECT COUNT(*) FROM django_migrations")
            return bool(cursor.fetchone()[0])
    except DatabaseError:
        return False


def _has_all_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


PROBES = {"/livez": livez, "/readyz": readyz}

"""Is the installation fit to serve? What is missing, in words."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def problems() -> list[str]:
    """Return what keeps the product from serving: no database, missing migrations, no queue."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("select 1")
        return _unapplied()
    except DatabaseError:
        return ["数据库连接不上 the database cannot be reached"]


def _unapplied() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select app, name from django_migrations")
        applied = set(cursor.fetchall())
    wanted = set(MigrationExecutor(None).loader.disk_migrations)
    missing = sorted(wanted - applied)
    return [f"还有 {len(missing)} 个迁移未执行 {len(missing)} migrations are not applied"] if missing else []


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served; 503 with the reasons if not."""
    found = problems()
    return JsonResponse({"ready": not found, "problems": found}, status=503 if found else 200)

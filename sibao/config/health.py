"""Is the installation fit to serve? What is missing, in words."""

from typing import Any

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.http import HttpRequest, HttpResponse, JsonResponse

SECONDS = 3
UNREACHABLE = "数据库连接不上 the database cannot be reached"


def problems() -> list[str]:
    """Return what keeps the product from serving: no database, missing migrations."""
    try:
        connected().close()
        return _unapplied()
    except (DatabaseError, psycopg.OperationalError):
        return [UNREACHABLE]


def connected() -> psycopg.Connection:
    """Connect anew: a pool would wait for its connections to come back, and a proxy does not wait for an answer."""
    at: dict[str, Any] = connection.settings_dict
    given = {"host": at["HOST"], "port": at["PORT"], "user": at["USER"], "password": at["PASSWORD"]}
    return psycopg.connect(**given, dbname=at["NAME"], connect_timeout=SECONDS, autocommit=True)


def _unapplied() -> list[str]:
    applied = MigrationRecorder(connection).applied_migrations()
    missing = set(MigrationLoader(None).disk_migrations) - set(applied)
    return [f"还有 {len(missing)} 个迁移未执行 {len(missing)} migrations are not applied"] if missing else []


def healthz(request: HttpRequest) -> HttpResponse:
    """Say that the process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Say whether requests can be served; 503 with the reasons if not."""
    found = problems()
    return JsonResponse({"ready": not found, "problems": found}, status=503 if found else 200)

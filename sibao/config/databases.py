"""From the environment to a connection: who signs in, where, and with what pool."""

from typing import Any, Literal
from urllib.parse import parse_qsl, unquote, urlsplit

from sibao.config.environment import environment
from sibao.kernel.database.scope import clear_scope
from sibao.kernel.postgres import attached

Role = Literal["app", "owner"]
BACKEND = "sibao.kernel.database"


def django_database(role: Role, *, pool_size: int = 0) -> dict[str, Any]:
    """Return Django's settings of one database connection.

    Args:
        role: "app" owns nothing and is bound by row-level security; "owner" migrates and loads.
        pool_size: connections kept per process; 0 = no pool (tests, command line).
    """
    options: dict[str, Any] = {}
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 5, "reset": clear_scope}
    kept = {"CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": bool(pool_size), "ATOMIC_REQUESTS": False}
    return {"ENGINE": BACKEND, **_coordinates(role), "OPTIONS": options, **kept}


def _coordinates(role: Role) -> dict[str, str]:
    env = environment()
    url = env.DATABASE_URL if role == "app" or not env.DATABASE_OWNER_URL else env.DATABASE_OWNER_URL
    return _from_url(url) if url else _embedded(role)


def _from_url(url: str) -> dict[str, str]:
    parts = urlsplit(url)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port") or ""),
    }


def _embedded(role: Role) -> dict[str, str]:
    """The embedded server as it was made; before that, words that name it without reaching it."""
    server = attached(environment().SIBAO_HOME)
    if server is None:
        return {"NAME": "sibao", "USER": f"sibao_{role}", "PASSWORD": "", "HOST": "", "PORT": ""}
    coordinates = server.dsn(role).django
    coordinates.pop("OPTIONS")
    return coordinates

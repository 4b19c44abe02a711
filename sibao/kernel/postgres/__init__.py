"""Embedded PostgreSQL: found, made, started, re-attached to, backed up and restored; or the customer's own."""

from sibao.kernel.postgres.cluster import attached, ensure, stop
from sibao.kernel.postgres.dump import backup, restore
from sibao.kernel.postgres.place import home_directory, make_home
from sibao.kernel.postgres.problems import PostgresError
from sibao.kernel.postgres.roles import create_database
from sibao.kernel.postgres.servers import CustomerServer, Dsn, EmbeddedServer, Server, customer_server

__all__ = [
    "CustomerServer",
    "Dsn",
    "EmbeddedServer",
    "PostgresError",
    "Server",
    "attached",
    "backup",
    "create_database",
    "customer_server",
    "ensure",
    "home_directory",
    "make_home",
    "restore",
    "stop",
]

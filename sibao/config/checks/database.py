"""The whole of what is judged over a connection: server and role, tables, contents."""

from collections.abc import Iterator

import psycopg
from django.db import DatabaseError

from sibao.config.checks import Finding
from sibao.config.checks.contents import of_contents, of_tables
from sibao.config.checks.server import of_owner, of_server, read_server
from sibao.config.health import SECONDS, UNREACHABLE, connected
from sibao.kernel import clock
from sibao.kernel.database.grants import append_only_tables
from sibao.kernel.postgres import customer_server


def of_database(pool: int) -> Iterator[Finding]:
    """Judge the database that the settings name; `pool` is how many connections a process keeps."""
    try:
        with connected() as server:
            yield from of_server(read_server(server, append_only_tables()), clock.real(), pool)
        if (customer := customer_server()) and customer.owner_url:
            with psycopg.connect(customer.dsn("owner").conninfo, connect_timeout=SECONDS) as server:
                yield from of_owner(read_server(server, append_only_tables()))
        tables = list(of_tables())
        yield from tables
        if not tables:
            yield from of_contents(clock.real())
    except (DatabaseError, psycopg.OperationalError) as error:
        lines = str(error).strip().splitlines() or [""]
        yield Finding(
            UNREACHABLE,
            f"核对 DATABASE_URL、网络和数据库日志 look at DATABASE_URL, the network and its log: {lines[-1]}",
        )

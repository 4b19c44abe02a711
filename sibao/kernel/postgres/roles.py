"""Roles, extensions and databases: the owner owns, the application owns nothing and sees what policies let it see."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from psycopg import sql

from sibao.kernel.postgres.servers import DATABASE, ROLE_NAMES, EmbeddedServer, Role

EXTENSIONS = ("pg_trgm", "btree_gist", "btree_gin", "pg_stat_statements")
"""Made by the superuser beforehand: the owner is not trusted with all of them."""
OWNER, APPLICATION = sql.Identifier(ROLE_NAMES["owner"]), sql.Identifier(ROLE_NAMES["app"])

_PRIVILEGES = (
    "usage on schemas",
    "select, insert, update, delete on tables",
    "usage, select on sequences",
    "execute on routines",
)
_BY_DEFAULT = "alter default privileges for role {} {} {} {} {}"


def prepare(server: EmbeddedServer, *, fast: bool) -> None:
    """Make roles and the product's database where they are missing, and set the passwords anew.

    Args:
        server: a running one.
        fast: for tests: the owner may create databases, and every new database has the extensions and the
            application's rights from the start (through template1).
    """
    with _connected(server, "postgres") as connection:
        _make_role(connection, server, "owner", sql.SQL("createdb" if fast else "nocreatedb"))
        _make_role(connection, server, "app", sql.SQL("nocreatedb"))
        # The owner may stand in the application's shoes (set role), never the other way round.
        connection.execute(sql.SQL("grant {} to {}").format(APPLICATION, OWNER))
        missing = not _exists(connection, "pg_database", "datname", DATABASE)
    if fast:
        _equip(server, "template1")
    if missing:
        create_database(server, DATABASE)


def create_database(server: EmbeddedServer, name: str) -> None:
    """Create an empty database that belongs to the owner, with the extensions and the application's rights."""
    database = sql.Identifier(name)
    with _connected(server, "postgres") as connection:
        connection.execute(sql.SQL("create database {} owner {} template template0").format(database, OWNER))
        connection.execute(sql.SQL("revoke all on database {} from public").format(database))
        connection.execute(sql.SQL("grant connect, temporary on database {} to {}").format(database, APPLICATION))
    _equip(server, name)


def _equip(server: EmbeddedServer, database: str) -> None:
    with _connected(server, database) as connection:
        for extension in EXTENSIONS:
            connection.execute(sql.SQL("create extension if not exists {}").format(sql.Identifier(extension)))
        for privilege in _PRIVILEGES:
            _by_default(connection, "grant", privilege)


@contextmanager
def without_default_privileges(connection: psycopg.Connection) -> Iterator[None]:
    """Let the owner's new tables come without rights while a dump brings theirs: what it holds back would be given too.

    The dump sets the default privileges anew at its end; where it fails they are given back.
    """
    for privilege in _PRIVILEGES:
        _by_default(connection, "revoke", privilege)
    try:
        yield
    except BaseException:
        for privilege in _PRIVILEGES:
            _by_default(connection, "grant", privilege)
        raise


def _by_default(connection: psycopg.Connection, verb: str, privilege: str) -> None:
    to = {"grant": "to", "revoke": "from"}[verb]
    words = (OWNER, sql.SQL(verb), sql.SQL(privilege), sql.SQL(to), APPLICATION)
    connection.execute(sql.SQL(_BY_DEFAULT).format(*words))


def _make_role(connection: psycopg.Connection, server: EmbeddedServer, role: Role, right: sql.SQL) -> None:
    name = ROLE_NAMES[role]
    if not _exists(connection, "pg_roles", "rolname", name):
        connection.execute(sql.SQL("create role {}").format(sql.Identifier(name)))
    # The server is told the SCRAM verifier, never the password, so that no log can hold it.
    verifier = connection.pgconn.encrypt_password(server.passwords[role].encode(), name.encode(), b"scram-sha-256")
    connection.execute(
        sql.SQL("alter role {} login nosuperuser nocreaterole nobypassrls noreplication {} password {}").format(
            sql.Identifier(name), right, sql.Literal(verifier.decode())
        )
    )


def _exists(connection: psycopg.Connection, table: str, column: str, name: str) -> bool:
    query = sql.SQL("select 1 from {} where {} = %s").format(sql.Identifier(table), sql.Identifier(column))
    return connection.execute(query, (name,)).fetchone() is not None


def _connected(server: EmbeddedServer, database: str) -> psycopg.Connection:
    return psycopg.connect(server.dsn("superuser", database).conninfo, autocommit=True)

"""Backup and restore on the customer's own server: complete or refused, and nobody may do more than before."""

from pathlib import Path

import psycopg
import pytest

from sibao.kernel.postgres import CustomerServer, EmbeddedServer, PostgresError, backup, restore
from sibao.kernel.postgres.roles import create_database

TABLES = """
create table kept (id int primary key, what text);
insert into kept values (1, 'one'), (2, 'two');
alter table kept enable row level security;
alter table kept force row level security;
create policy nobody on kept using (false);
create table history (id int);
revoke update, delete on history from sibao_app;
"""
RIGHTS = "select array_agg(privilege_type::text) from information_schema.role_table_grants where grantee = 'sibao_app' and table_name = %s"


@pytest.fixture
def own(server: EmbeddedServer) -> CustomerServer:
    """A server whose superuser is not ours, with the product's database filled."""
    return at(server, "sibao")


class Own(CustomerServer):
    """Reached by the programs that came with the server, for this machine may have none of the system's."""

    programs: EmbeddedServer

    def program(self, name: str) -> Path:
        return self.programs.program(name)


def at(server: EmbeddedServer, database: str) -> CustomerServer:
    own = Own(server.url("app", database), server.url("owner", database))
    object.__setattr__(own, "programs", server)
    return own


def by_superuser(server: EmbeddedServer, words: str) -> None:
    with psycopg.connect(server.dsn("superuser", "postgres").conninfo, autocommit=True) as connection:
        connection.execute(words)


def rights(server: EmbeddedServer, database: str, table: str) -> list[str]:
    with psycopg.connect(server.dsn("owner", database).conninfo) as connection:
        return sorted(connection.execute(RIGHTS, (table,)).fetchone()[0])


def test_a_backup_is_complete_or_refused_and_a_restore_gives_no_right_that_was_held_back(
    server: EmbeddedServer, own: CustomerServer, tmp_path: Path
) -> None:
    with psycopg.connect(server.dsn("owner").conninfo, autocommit=True) as connection:
        connection.execute(TABLES)
    with pytest.raises(PostgresError, match="BYPASSRLS"):
        backup(own, tmp_path / "partial.dump")
    assert list(tmp_path.iterdir()) == []

    by_superuser(server, "alter role sibao_owner bypassrls")
    dump = backup(own, tmp_path / "whole.dump")
    create_database(server, "elsewhere")
    restore(at(server, "elsewhere"), dump)
    with psycopg.connect(server.dsn("owner", "elsewhere").conninfo, autocommit=True) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (2,)
        connection.execute("create table later (id int)")
    assert rights(server, "elsewhere", "history") == rights(server, "sibao", "history") == ["INSERT", "SELECT"]
    assert rights(server, "elsewhere", "later") == ["DELETE", "INSERT", "SELECT", "UPDATE"]

    with pytest.raises(PostgresError, match="不是空的"):
        restore(own, dump)
    broken = tmp_path / "broken.dump"
    broken.write_bytes(dump.read_bytes()[:400])
    create_database(server, "third")
    with pytest.raises(PostgresError, match="恢复失败，数据库没有改变"):
        restore(at(server, "third"), broken)
    with psycopg.connect(server.dsn("owner", "third").conninfo, autocommit=True) as connection:
        connection.execute("create type history as enum ('in the way')")
        with pytest.raises(PostgresError, match="恢复失败，数据库没有改变"):
            restore(at(server, "third"), dump)
        connection.execute("create table later (id int)")
    assert rights(server, "third", "later") == ["DELETE", "INSERT", "SELECT", "UPDATE"]

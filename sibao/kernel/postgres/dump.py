"""Backup and restore of the product's database; the keys in `<home>/keys` are never part of it.

A backup is complete or fails: pg_dump sets `row_security = off`, so a role that a policy would filter gets an error
instead of a part. Forced row-level security filters even the owner; therefore the embedded server is dumped by its
superuser, and on the customer's own server the owner (DATABASE_OWNER_URL) needs BYPASSRLS.
"""

import subprocess
import tempfile
from pathlib import Path

import psycopg
from psycopg import sql

from sibao.kernel.postgres.problems import PostgresError, explained
from sibao.kernel.postgres.roles import create_database, without_default_privileges
from sibao.kernel.postgres.servers import DATABASE, ROLE_NAMES, CustomerServer, Dsn, EmbeddedServer

_MAGIC = b"PGDMP"
NOT_RESTORED = ("恢复失败，数据库没有改变。", "The restore failed and changed nothing.")
_OBJECTS = """
    select count(*) from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname !~ '^pg_' and n.nspname <> 'information_schema' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
    and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
"""


def backup(server: EmbeddedServer | CustomerServer, target: Path) -> Path:
    """Write the whole database to a new file (pg_dump's custom format, 0600) and return its path.

    Raises:
        PostgresError: the file exists, cannot be written, or the role does not see all rows.
    """
    if target.exists():
        raise PostgresError(f"文件 {target} 已存在，不会覆盖。", f"The file {target} exists and is not overwritten.")
    dsn = server.dsn("superuser" if isinstance(server, EmbeddedServer) else "owner")
    part = target.with_name(f"{target.name}.part")
    try:
        part.touch(mode=0o600)
        _run(
            dsn,
            server.program("pg_dump"),
            "--format=custom",
            f"--file={part}",
            failed=("备份失败。", "The backup failed."),
        )
        part.replace(target)
    except OSError as error:
        raise explained(
            f"备份文件 {target} 无法写入。", f"The backup {target} cannot be written.", str(error)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return target


def restore(
    server: EmbeddedServer | CustomerServer, source: Path, *, replace: bool = False, database: str = ""
) -> None:
    """Restore a backup, with its owners, rights and policies, into an empty database.

    On the embedded server the backup goes into a database beside the old one, which takes the old one's name only
    when it is whole: a failure changes nothing.

    Args:
        server: a running one.
        source: a file that `backup` wrote.
        replace: throw away what the database holds (embedded server only).
        database: another name than the product's; made if missing (embedded server only).

    Raises:
        PostgresError: not a backup, not empty, or the server lacks the roles that the backup names.
    """
    _check_source(source)
    if isinstance(server, EmbeddedServer):
        _restore_embedded(server, source, database or DATABASE, replace=replace)
    else:
        _restore_customer(server, source, database, replace=replace)


def _check_source(source: Path) -> None:
    try:
        with source.open("rb") as file:
            start = file.read(len(_MAGIC))
    except OSError as error:
        raise explained(f"备份文件 {source} 无法读取。", f"The backup {source} cannot be read.", str(error)) from error
    if start != _MAGIC:
        raise PostgresError(f"{source} 不是本系统的备份文件。", f"{source} is not a backup of this product.")


def _restore_embedded(server: EmbeddedServer, source: Path, database: str, *, replace: bool) -> None:
    present = _databases(server)
    if database in present and not replace:
        _check_empty(server.dsn("superuser", database))
    fresh, old = f"{database}_restoring", f"{database}_replaced"
    with psycopg.connect(server.dsn("superuser", "postgres").conninfo, autocommit=True) as connection:
        _drop(connection, fresh)
        create_database(server, fresh)
        try:
            _pg_restore(server.dsn("superuser", fresh), server.program("pg_restore"), source)
        except PostgresError:
            _drop(connection, fresh)
            raise
        if database in present:
            _rename(connection, database, old)
        _rename(connection, fresh, database)
        _drop(connection, old)


def _restore_customer(server: CustomerServer, source: Path, database: str, *, replace: bool) -> None:
    if replace:
        raise PostgresError(
            "客户自己的服务器上不能替换数据库，请由管理员新建空库后再恢复。",
            "A database on the customer's own server is not replaced: have an empty one made and restore into that.",
        )
    dsn = server.dsn("owner", database)
    _check_empty(dsn)
    with psycopg.connect(dsn.conninfo) as connection:
        rows = connection.execute("select rolname from pg_roles where rolname = any(%s)", (list(ROLE_NAMES.values()),))
        missing = {ROLE_NAMES["owner"], ROLE_NAMES["app"]} - {name for (name,) in rows}
    if missing:
        names = "、".join(sorted(missing))
        raise PostgresError(
            f"服务器上缺少角色 {names}，请由管理员先建立（CREATE ROLE … LOGIN PASSWORD …）。",
            f"The server lacks the roles {', '.join(sorted(missing))}: have them made first (CREATE ROLE … LOGIN PASSWORD …).",
        )
    program = server.program("pg_restore")
    with tempfile.NamedTemporaryFile("w", suffix=".list") as chosen:
        # Extensions are the administrator's to make; all else is the owner's.
        listed = subprocess.run([program, "--list", source], capture_output=True, text=True, check=False)
        if listed.returncode:
            raise explained(*NOT_RESTORED, listed.stderr)
        chosen.writelines(line for line in listed.stdout.splitlines(keepends=True) if " EXTENSION " not in line)
        chosen.flush()
        with (
            psycopg.connect(dsn.conninfo, autocommit=True) as connection,
            without_default_privileges(connection),
        ):
            _pg_restore(dsn, program, source, f"--use-list={chosen.name}")


def _pg_restore(dsn: Dsn, program: Path, source: Path, *arguments: str) -> None:
    whole = ("--single-transaction", "--exit-on-error", *arguments, str(source))
    _run(dsn, program, *whole, failed=NOT_RESTORED)


def _run(dsn: Dsn, program: Path, *arguments: str, failed: tuple[str, str]) -> None:
    command = dsn.command(program, *arguments)
    environment = {**dsn.environment(), "LC_ALL": "C.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, umask=0o077)
    if done.returncode:
        raise explained(*failed, done.stderr)


def _check_empty(dsn: Dsn) -> None:
    with psycopg.connect(dsn.conninfo) as connection:
        row = connection.execute(_OBJECTS).fetchone()
    if row and row[0]:
        raise PostgresError(
            f"数据库 {dsn.dbname} 不是空的（有 {row[0]} 个表、视图或序列），不会覆盖。确需替换请加 --replace，原有数据将被删除。",
            f"The database {dsn.dbname} is not empty ({row[0]} tables, views or sequences) and is left alone. "
            "--replace throws away what it holds.",
        )


def _databases(server: EmbeddedServer) -> set[str]:
    with psycopg.connect(server.dsn("superuser", "postgres").conninfo) as connection:
        return {name for (name,) in connection.execute("select datname from pg_database")}


def _rename(connection: psycopg.Connection, name: str, other: str) -> None:
    connection.execute(sql.SQL("alter database {} allow_connections false").format(sql.Identifier(name)))
    connection.execute("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = %s", (name,))
    connection.execute(sql.SQL("alter database {} rename to {}").format(sql.Identifier(name), sql.Identifier(other)))
    connection.execute(sql.SQL("alter database {} allow_connections true").format(sql.Identifier(other)))


def _drop(connection: psycopg.Connection, name: str) -> None:
    connection.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name)))

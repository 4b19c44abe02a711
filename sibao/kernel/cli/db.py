"""`sibao db`: the database server from the command line, the embedded one or the customer's own."""

import argparse
import functools
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import psycopg

from sibao.kernel import postgres
from sibao.kernel.postgres import CustomerServer, EmbeddedServer, PostgresError
from sibao.kernel.postgres.servers import ROLE_NAMES, Role

OK, FAILED, NOT_RUNNING = 0, 1, 3
"""Exit codes; 3 is what `systemctl status` and `pg_ctl status` say for a stopped server."""


def start() -> int:
    """Start the embedded server, or say that the customer's own is used."""
    server = postgres.ensure(postgres.home_directory())
    print("已就绪 ready:", _described(server))
    return OK


def stop() -> int:
    """Stop the embedded server; a customer's own is left alone."""
    if server := postgres.customer_server():
        print("不停止客户自己的服务器 the customer's own server is not stopped:", _described(server))
        return OK
    stopped = postgres.stop(postgres.home_directory())
    print("已停止 stopped" if stopped else "本来没有运行 was not running")
    return OK


def status() -> int:
    """Say which server is used and whether it runs; NOT_RUNNING if it does not."""
    server = postgres.customer_server() or postgres.attached(postgres.home_directory())
    if server is None:
        print("尚未建立 not made yet:", postgres.home_directory() / "postgres")
        return NOT_RUNNING
    running = server.is_running()
    print("运行中 running:" if running else "未运行 not running:", _described(server, reachable=running))
    return OK if running else NOT_RUNNING


def shell(role: Role = "owner", arguments: Sequence[str] = ()) -> int:
    """Open psql as this role, with further arguments of psql; its exit code."""
    server = postgres.ensure(postgres.home_directory())
    dsn = server.dsn(role)
    return subprocess.run(
        dsn.command(server.program("psql"), *arguments), env=dsn.environment(), check=False
    ).returncode


def backup(target: Path) -> int:
    """Write the whole database to a new file."""
    written = postgres.backup(postgres.ensure(postgres.home_directory()), target)
    print(f"已备份 backed up: {written} ({written.stat().st_size / 1e6:.1f} MB)")
    print(
        "密钥不在备份内，请另行安全保存 keys are not part of it, keep them elsewhere:",
        postgres.home_directory() / "keys",
    )
    return OK


def restore(source: Path, *, replace: bool = False) -> int:
    """Restore a backup into the empty database, or with `replace` in place of what it holds."""
    postgres.restore(postgres.ensure(postgres.home_directory()), source, replace=replace)
    print("已恢复 restored:", source)
    return OK


def register(parsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the group `db`; each verb sets `run`, a callable from the parsed arguments to the exit code."""
    group = parsers.add_parser("db", help="数据库 the database server")
    verbs = group.add_subparsers(required=True, metavar="VERB")
    _verb(verbs, "start", "启动 start it if it does not run", lambda _: start())
    _verb(verbs, "stop", "停止 stop it", lambda _: stop())
    _verb(verbs, "status", "状态 which one, where, and does it run", lambda _: status())

    opened = _verb(verbs, "shell", "打开 psql open psql", lambda given: shell(given.role, given.arguments))
    opened.add_argument("--role", choices=tuple(ROLE_NAMES), default="owner", help="登录角色 who to sign in as")
    opened.add_argument("arguments", nargs="*", help="psql 的参数，写在 -- 之后 arguments of psql, after --")

    saved = _verb(verbs, "backup", "备份到新文件 write all to a new file", lambda given: backup(given.target))
    saved.add_argument("target", type=Path, help="备份文件 the file to write")

    brought = _verb(
        verbs,
        "restore",
        "从备份恢复 bring a backup back",
        lambda given: restore(given.source, replace=given.replace),
    )
    brought.add_argument("source", type=Path, help="备份文件 the file to read")
    brought.add_argument("--replace", action="store_true", help="删除现有数据 throw away what the database holds")


def _verb(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]",
    name: str,
    words: str,
    run: Callable[[argparse.Namespace], int],
) -> argparse.ArgumentParser:
    parser = verbs.add_parser(name, help=words, description=words)
    parser.set_defaults(run=_spoken(run))
    return parser


def _spoken(run: Callable[[argparse.Namespace], int]) -> Callable[[argparse.Namespace], int]:
    """Turn what went wrong with the server into words on standard error and exit code FAILED."""

    @functools.wraps(run)
    def spoken(given: argparse.Namespace) -> int:
        try:
            return run(given)
        except (PostgresError, psycopg.Error) as error:
            print(error, file=sys.stderr)
            return FAILED

    return spoken


def _described(server: EmbeddedServer | CustomerServer, *, reachable: bool = True) -> str:
    if isinstance(server, EmbeddedServer):
        place, programs = server.place, server.binaries
        return f"PostgreSQL {programs.release} ({programs.path}), 数据 data {place.data}, 套接字 socket {place.socket}"
    dsn = server.dsn()
    version = f"PostgreSQL {server.version}, " if reachable else ""
    return f"{version}客户自己的服务器 the customer's own (DATABASE_URL) {dsn.user}@{dsn.host}:{dsn.port}/{dsn.dbname}"

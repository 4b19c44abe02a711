"""What is wrong with the database server, and with the role that the application uses there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from psycopg import Connection
from psycopg.rows import class_row

from sibao.config.checks import Finding, warning

OLDEST, NEWEST = 15, 18
NEEDED = ("btree_gist",)
SECONDS, GRAVE_SECONDS = 5, 60
OTHER_CONNECTIONS = 12
"""Of the worker, the stream, the command line and whoever looks in."""

READ = """
select current_setting('server_version_num')::int / 10000 as version,
    current_user::text as role, rolsuper as superuser, rolbypassrls as bypasses,
    (select count(*) from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p')
        and relnamespace = 'public'::regnamespace) as owned,
    (select coalesce(array_agg(extname::text), '{}') from pg_extension) as extensions,
    has_database_privilege(current_database(), 'temporary') as temporary,
    pg_is_in_recovery() as standby,
    current_setting('server_encoding') as encoding,
    current_setting('fsync') = 'on' as durable,
    current_setting('max_connections')::int as connections,
    (select coalesce(array_agg(relname::text order by relname), '{}') from pg_class
        where relname = any(%(append_only)s) and relnamespace = 'public'::regnamespace
        and has_table_privilege(pg_class.oid, 'update')) as rewritable,
    (select count(*) from pg_class where relkind in ('r', 'p') and relnamespace = 'public'::regnamespace
        and not has_table_privilege(pg_class.oid, 'select')) as closed,
    clock_timestamp() as now
from pg_roles where rolname = current_user
"""


@dataclass(frozen=True, slots=True)
class Server:
    """What the server says of itself and of the role that is signed in.

    Args:
        version: of PostgreSQL, 15 to 18.
        owned: how many tables the role owns.
        rewritable: tables of history that the role may change.
        closed: how many tables the role may not read.
        now: the server's clock.
    """

    version: int
    role: str
    superuser: bool
    bypasses: bool
    owned: int
    extensions: Sequence[str]
    temporary: bool
    standby: bool
    encoding: str
    durable: bool
    connections: int
    rewritable: Sequence[str]
    closed: int
    now: datetime


def read_server(connection: Connection, append_only: Sequence[str]) -> Server:
    """Ask the server once for all that is judged."""
    with connection.cursor(row_factory=class_row(Server)) as cursor:
        (found,) = cursor.execute(READ, {"append_only": list(append_only)}).fetchall()
    return found


def of_server(server: Server, now: datetime, pool: int) -> Iterator[Finding]:
    """Judge a server and the application's role.

    Args:
        now: this machine's clock.
        pool: how many connections a process keeps.
    """
    yield from _version(server)
    yield from _role(server)
    yield from _equipment(server)
    yield from _rights(server)
    yield from _clock((server.now - now).total_seconds())
    yield from _keeping(server, pool)


def of_owner(owner: Server) -> Iterator[Finding]:
    """Judge the role that migrates and backs up."""
    if not (owner.bypasses or owner.superuser):
        yield warning(
            f"属主 {owner.role} 看不到全部行，备份会失败 the owner {owner.role} does not see all rows: backups fail",
            f"由超级用户执行 as the superuser: alter role {owner.role} bypassrls",
        )


def _version(server: Server) -> Iterator[Finding]:
    if server.version < OLDEST:
        yield Finding(
            f"PostgreSQL {server.version} 太旧 PostgreSQL {server.version} is too old",
            f"换 {OLDEST} 到 {NEWEST} 版 take one of {OLDEST} to {NEWEST}",
        )
    if server.version > NEWEST:
        yield warning(
            f"PostgreSQL {server.version} 比试过的新 PostgreSQL {server.version} is newer than those tried",
            f"试过的是 {OLDEST} 到 {NEWEST} 版 {OLDEST} to {NEWEST} were tried",
        )


def _role(server: Server) -> Iterator[Finding]:
    instead = "在 DATABASE_URL 里换成不拥有数据表的普通角色 use an ordinary role that owns nothing in DATABASE_URL"
    if server.superuser:
        yield Finding(
            f"应用用的是超级用户 {server.role} the application signs in as the superuser {server.role}", instead
        )
    elif server.bypasses:
        yield Finding(
            f"角色 {server.role} 绕过行级安全 the role {server.role} bypasses row-level security",
            f"alter role {server.role} nobypassrls",
        )
    if server.owned:
        yield Finding(
            f"应用的角色 {server.role} 拥有 {server.owned} 张表，行级安全管不住它 "
            f"the application's role {server.role} owns {server.owned} tables: row-level security does not bind it",
            instead,
        )


def _equipment(server: Server) -> Iterator[Finding]:
    if missing := [name for name in NEEDED if name not in server.extensions]:
        yield Finding(
            f"数据库缺扩展 the database lacks extensions: {', '.join(missing)}",
            "由超级用户执行 as the superuser: " + " ".join(f"create extension {name};" for name in missing),
        )
    if server.encoding != "UTF8":
        yield Finding(
            f"数据库编码是 {server.encoding}，不是 UTF8 the database is in {server.encoding} and not in UTF8",
            "用 UTF8 重新建库 make it anew with encoding UTF8",
        )


def _rights(server: Server) -> Iterator[Finding]:
    if not server.temporary:
        yield Finding(
            "应用的角色不能建临时表，查看过去某一刻会失败 the role may not make temporary tables: looks at the past fail",
            f"grant temporary on database … to {server.role}",
        )
    again = "由属主运行 sibao manage migrate，授权随后自动补齐 run sibao manage migrate as the owner: grants follow"
    if server.rewritable and not (server.superuser or server.owned):
        yield Finding(
            f"应用的角色能改写历史 the role may rewrite history: {', '.join(server.rewritable[:3])}",
            again,
        )
    if server.closed:
        yield Finding(
            f"有 {server.closed} 张表应用读不了 {server.closed} tables cannot be read by the application", again
        )


def _clock(seconds: float) -> Iterator[Finding]:
    if abs(seconds) > SECONDS:
        yield Finding(
            f"数据库的时钟与本机差 {seconds:+.0f} 秒 the database's clock is {seconds:+.0f} s from this machine's",
            "两台机器都用时间服务校时 let both keep their time by a time server",
            grave=abs(seconds) > GRAVE_SECONDS,
        )


def _keeping(server: Server, pool: int) -> Iterator[Finding]:
    if server.standby:
        yield Finding(
            "连的是只读的备用库 this is a standby that only reads",
            "DATABASE_URL 改成主库 name the primary in DATABASE_URL",
        )
    if not server.durable:
        yield warning(
            "数据库关了 fsync，断电会丢数据 the server runs without fsync: a power cut loses data",
            "在 postgresql.conf 里设 fsync = on set fsync = on",
        )
    if server.connections < pool + OTHER_CONNECTIONS:
        yield warning(
            f"数据库只许 {server.connections} 个连接，SIBAO_POOL={pool} 时不够 "
            f"the server allows {server.connections} connections, too few for SIBAO_POOL={pool}",
            f"max_connections 至少 {pool + OTHER_CONNECTIONS} at least {pool + OTHER_CONNECTIONS}",
        )

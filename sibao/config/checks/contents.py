"""What is wrong with what the database holds, and with the processes that work on it; read once Django is set up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

from sibao.accounts.models import Account
from sibao.audit.queries import KEY
from sibao.audit.services.rotations import used_keys
from sibao.config.checks import Finding, warning
from sibao.directory.models import Zone
from sibao.kernel.secrets import keyring, signing
from sibao.kernel.secrets.sealing import HASH_KEY

HEARD_OF = timedelta(minutes=1)
LATE = timedelta(minutes=10)
JOBS = """
select count(*) filter (where last_heartbeat > %(heard)s) from procrastinate_workers
union all
select count(*) from procrastinate_jobs where status = 'todo' and coalesce(scheduled_at, (
    select min(at) from procrastinate_events where job_id = procrastinate_jobs.id and type = 'deferred')) < %(late)s
union all
select count(*) from procrastinate_jobs where status = 'failed'
"""


def of_tables() -> Iterator[Finding]:
    """Judge whether tables and code are of one version; nothing else can be read when they are not."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    loader = MigrationLoader(None)
    if missing := set(loader.disk_migrations) - applied:
        yield Finding(
            f"还有 {len(missing)} 个迁移未执行 {len(missing)} migrations are not applied",
            "停下服务，先备份，再运行 sibao upgrade stop the services, back up, then run sibao upgrade",
        )
    ours = {app for app, _name in loader.disk_migrations}
    if newer := {(app, name) for app, name in applied if app in ours} - set(loader.disk_migrations):
        yield Finding(
            f"数据库比程序新，有 {len(newer)} 个迁移程序不认识 the database is newer: {len(newer)} migrations are unknown here",
            "换上与数据库相符的版本，或恢复升级前的备份 start the version that fits, or restore the backup from before",
        )


def of_contents(now: datetime) -> Iterator[Finding]:
    """Judge keys, zone, accounts and queue."""
    yield from _keys()
    yield from _zone()
    yield from _queue(now)


def _keys() -> Iterator[Finding]:
    present = {*keyring.names(), *keyring.destroyed()}
    if HASH_KEY not in present:
        yield Finding(
            "个人信息密钥还没有 there are no keys of personal data yet",
            "新装的运行 sibao keys init；恢复的把 keys 目录放回来 run sibao keys init, or bring the keys folder back",
        )
    try:
        signing.signer(KEY)
    except signing.NoSigningKey:
        yield Finding(
            "没有签发校验点的密钥 the key that signs checkpoints is missing",
            "新装的运行 sibao keys init；丢了的运行 sibao audit keygen --replace sibao keys init, or keygen --replace when lost",
        )
    if lost := {name: count for name, count in used_keys().items() if name not in present}:
        yield Finding(
            f"{sum(lost.values())} 处个人信息打不开，缺密钥 {sum(lost.values())} values cannot be opened, keys are lost: "
            + ", ".join(sorted(lost)[:3]),
            f"把另存的密钥放回 {keyring.folder()}，见 sibao keys status bring the copy of the folder back",
        )


def _zone() -> Iterator[Finding]:
    marks = set(Zone.objects.values_list("demo", flat=True))
    if not marks:
        yield Finding(
            "还没有装载地方数据包 no place's pack is loaded", "运行 sibao pack load，见 packs/ run sibao pack load"
        )
        return
    if settings.DEMO and False in marks:
        yield Finding(
            "SIBAO_DEMO 开着，而库里是真实的地方，登录页会列出账号 SIBAO_DEMO is on and the zone is a real one",
            "去掉 SIBAO_DEMO take SIBAO_DEMO out",
        )
    if not settings.DEMO and True in marks:
        yield warning(
            "库里是演示数据，不能当真实的用 the database holds the invented zone of the demo",
            "真实使用请建一个新库 make a new database for a real place",
        )
    if not Account.objects.exists():
        yield warning("还没有账号，没有人能登录 there is no account to sign in with", "运行 sibao admin create")


def _queue(now: datetime) -> Iterator[Finding]:
    with connection.cursor() as cursor:
        cursor.execute(JOBS, {"heard": now - HEARD_OF, "late": now - LATE})
        workers, late, failed = (row[0] for row in cursor.fetchall())
    if not workers:
        yield warning(
            "一分钟内没有后台进程的消息，导入、导出和封存都停着 no worker was heard of within a minute: imports wait",
            "启动 sibao worker start sibao worker",
        )
    if late:
        yield warning(
            f"{late} 项后台任务等了十分钟以上 {late} jobs have waited for more than ten minutes",
            "看后台进程是否在运行、日志里有没有错误 see whether the worker runs and what its log says",
        )
    if failed:
        yield warning(
            f"{failed} 项后台任务失败 {failed} jobs have failed",
            "看后台进程的日志 see the worker's log",
        )

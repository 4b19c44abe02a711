"""`sibao check` reads an operator's mistakes back to her: each in a sentence of her own words, with what to do about it."""

import os
import socket
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from sibao.accounts.models import AccessRequest
from sibao.config.checks import told
from sibao.config.checks.contents import of_contents, of_tables
from sibao.config.checks.folders import of_folders, room_left
from sibao.config.checks.post import of_mail, of_sms
from sibao.config.checks.server import Server, of_owner, of_server, read_server
from sibao.config.checks.settings import of_settings
from sibao.config.environment import Environment
from sibao.directory.models import Zone
from sibao.kernel import clock
from sibao.kernel.access import acting
from sibao.kernel.database.grants import APPLICATION, append_only_tables, grant_application
from sibao.kernel.secrets import seal
from tests import database, template, world
from tests.browser.site import ROOT, free_port
from tests.config.site import written_to

NOW = datetime(2026, 6, 1, 8, tzinfo=UTC)
CATALOGUES = ROOT / "sibao"
SOUND = Environment(
    SIBAO_HOME=Path("/srv/sibao"),
    DATABASE_URL="postgresql://sibao_app:x@db/sibao",
    DATABASE_OWNER_URL="postgresql://sibao_owner:x@db/sibao",
    SECRET_KEY="Zk3vQ9xT1mB7rW5yL2nC8dF6hJ4gS0aPeUiOqXwE",
    SIBAO_HOSTS=("sibao.example",),
    SIBAO_ORIGIN="https://sibao.example",
    SIBAO_HTTPS=True,
    SIBAO_DEBUG=False,
    SIBAO_DEMO=False,
    SIBAO_LOG="json",
    SIBAO_EMAIL_URL="",
    SIBAO_CHECKPOINT_MAIL=("keeper@elsewhere.example",),
    SIBAO_ROBOT_HOSTS=frozenset(),
    SIBAO_ROBOT_NETWORKS=(),
    SIBAO_SMS="",
    SIBAO_POOL=8,
    SIBAO_PROXIES=(ip_network("127.0.0.1"),),
    SIBAO_LIMITS=1,
    SIBAO_UPLOAD_SECONDS=600,
    SIBAO_ATTACHMENT_MB=20,
    SIBAO_SCAN_COMMAND="",
    SIBAO_METRICS_TOKEN="",
    SIBAO_OIDC_ISSUER="",
    SIBAO_OIDC_CLIENT="",
    SIBAO_OIDC_SECRET="",
    SIBAO_OIDC_CLAIM="sub",
    SIBAO_OIDC_SCOPES=("openid",),
    SIBAO_OIDC_NAME="",
)
SERVER = Server(
    version=15,
    role="sibao_app",
    superuser=False,
    bypasses=False,
    owned=0,
    extensions=("btree_gist",),
    temporary=True,
    standby=False,
    encoding="UTF8",
    durable=True,
    connections=100,
    rewritable=(),
    closed=0,
    now=NOW,
)
GRAVE, MAY_STAY = "✗", "!"


def only(findings):
    """The one thing that is found: its mark, and its words with their remedy."""
    lines = told(findings)
    assert len(lines) == 2, lines
    assert lines[1].startswith("  → ")
    return lines[0][0], lines[0]


def sentences(findings):
    return "\n".join(told(findings))


def test_a_sound_installation_hears_nothing():
    assert told(of_settings(SOUND, {"SIBAO_HOME": "/srv/sibao"})) == []
    assert told(of_server(SERVER, NOW, SOUND.SIBAO_POOL)) == []


@pytest.mark.parametrize(
    ("wrong", "mark", "sentence"),
    [
        ({"SIBAO_HOSTS": ("*",)}, GRAVE, "含 *，什么域名都会应答"),
        ({"SIBAO_ORIGIN": "https://sibao.example/"}, GRAVE, "不是一个网址的开头"),
        ({"SIBAO_HOSTS": ("other.example",)}, GRAVE, "sibao.example 不在 SIBAO_HOSTS 里"),
        ({"SIBAO_HTTPS": False}, GRAVE, "SIBAO_ORIGIN 是 https 而 SIBAO_HTTPS 没有开"),
        ({"SIBAO_ORIGIN": "http://sibao.example"}, GRAVE, "SIBAO_HTTPS 已开而 SIBAO_ORIGIN 是 http"),
        ({"SIBAO_ORIGIN": "http://sibao.example", "SIBAO_HTTPS": False}, MAY_STAY, "没有 TLS，密码在网上明文传送"),
        ({"SIBAO_PROXIES": ()}, GRAVE, "SIBAO_PROXIES 没有写，所有人算作同一个地址"),
        ({"SIBAO_PROXIES": (ip_network("0.0.0.0/0"),)}, GRAVE, "0.0.0.0/0 太宽，谁都可以伪造来源地址"),
        ({"SECRET_KEY": "changeme"}, GRAVE, "SECRET_KEY 太弱"),
        ({"SECRET_KEY": "a" * 60}, GRAVE, "SECRET_KEY 太弱"),
        ({"SIBAO_METRICS_TOKEN": "metrics"}, GRAVE, "SIBAO_METRICS_TOKEN 太短"),
        ({"SIBAO_DEBUG": True}, GRAVE, "SIBAO_DEBUG 开着"),
        ({"SIBAO_LIMITS": 0}, MAY_STAY, "SIBAO_LIMITS=0，不限次数"),
        ({"SIBAO_CHECKPOINT_MAIL": ()}, MAY_STAY, "操作记录的校验点只在本机"),
        ({"DATABASE_OWNER_URL": ""}, MAY_STAY, "DATABASE_OWNER_URL 没有写"),
        ({"DATABASE_OWNER_URL": SOUND.DATABASE_URL}, GRAVE, "是同一个角色"),
    ],
)
def test_a_setting_that_is_wrong_is_named(wrong, mark, sentence):
    found, words = only(of_settings(replace(SOUND, **wrong), {}))
    assert found == mark
    assert sentence in words


def test_a_variable_that_nothing_reads_is_named():
    mark, words = only(of_settings(SOUND, {"SIBAO_HOST": "sibao.example", "HOME": "/root"}))
    assert mark == MAY_STAY
    assert "SIBAO_HOST 没有用处" in words


@pytest.mark.parametrize(
    ("wrong", "mark", "sentence"),
    [
        ({"version": 14}, GRAVE, "PostgreSQL 14 太旧"),
        ({"version": 19}, MAY_STAY, "PostgreSQL 19 比试过的新"),
        ({"superuser": True}, GRAVE, "应用用的是超级用户 sibao_app"),
        ({"bypasses": True}, GRAVE, "角色 sibao_app 绕过行级安全"),
        ({"owned": 90}, GRAVE, "拥有 90 张表，行级安全管不住它"),
        ({"extensions": ("pg_trgm",)}, GRAVE, "数据库缺扩展 the database lacks extensions: btree_gist"),
        ({"encoding": "SQL_ASCII"}, GRAVE, "数据库编码是 SQL_ASCII"),
        ({"temporary": False}, GRAVE, "不能建临时表"),
        ({"rewritable": ("audit_auditline",)}, GRAVE, "能改写历史 the role may rewrite history: audit_auditline"),
        ({"closed": 3}, GRAVE, "有 3 张表应用读不了"),
        ({"now": NOW + timedelta(hours=8)}, GRAVE, "数据库的时钟与本机差 +28800 秒"),
        ({"now": NOW - timedelta(seconds=9)}, MAY_STAY, "数据库的时钟与本机差 -9 秒"),
        ({"standby": True}, GRAVE, "只读的备用库"),
        ({"durable": False}, MAY_STAY, "关了 fsync"),
        ({"connections": 15}, MAY_STAY, "只许 15 个连接，SIBAO_POOL=8 时不够"),
    ],
)
def test_what_is_wrong_with_the_server_is_named(wrong, mark, sentence):
    found, words = only(of_server(replace(SERVER, **wrong), NOW, SOUND.SIBAO_POOL))
    assert found == mark
    assert sentence in words


@pytest.mark.django_db
def test_the_server_is_read_as_it_is_for_the_application_and_for_the_owner():
    name, read = connection.settings_dict["NAME"], {}
    for variable in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        with psycopg.connect(template.at(os.environ[variable], name)) as server:
            read[variable] = read_server(server, append_only_tables())
    ours, owner = read["DATABASE_URL"], read["DATABASE_OWNER_URL"]
    assert told(of_server(replace(ours, durable=True), ours.now, 8)) == []
    assert ours.version >= 15
    assert f"拥有 {owner.owned} 张表" in sentences(of_server(owner, owner.now, 8))
    assert owner.owned > 50
    assert "属主 sibao_owner 看不到全部行，备份会失败" in sentences(
        of_owner(replace(owner, bypasses=False, superuser=False))
    )
    assert told(of_owner(replace(owner, bypasses=True))) == []
    assert set(owner.rewritable) == set(append_only_tables())


def test_what_is_wrong_on_the_disk_is_named(tmp_path):
    home, catalogues = tmp_path / "home", tmp_path / "sources"
    keys = home / "keys"
    keys.mkdir(parents=True)
    (home / "static").mkdir()
    (home / "static" / "staticfiles.json").write_text('{"paths": {"a.css": "a.1.css"}}')
    (home / "static" / "a.1.css").touch()
    (keys / "directory.2022.1.key").touch(mode=0o600)
    (keys / "audit-sign.1.pub.pem").touch(mode=0o644)
    keys.chmod(0o700)
    given = {"user": os.getuid(), "catalogues": catalogues}
    assert [line for line in told(of_folders(home, **given)) if line[0] == GRAVE] == []

    (keys / "directory.2022.1.key").chmod(0o640)
    (home / "static" / "a.1.css").unlink()
    catalogues.mkdir()
    (catalogues / "django.po").touch()
    found = sentences(of_folders(home, user=os.getuid() + 1, catalogues=catalogues))
    assert f"✗ 别的用户能读密钥 others can read keys: {keys / 'directory.2022.1.key'}" in found
    assert f"chmod -R go= {keys}" in found
    assert f"✗ SIBAO_HOME 属于另一个用户（{os.getuid()}）" in found
    assert "! 页面用的静态文件没有收齐" in found
    assert "! 1 份英文词表没有编译" in found


def test_a_disk_that_is_nearly_full_is_named():
    assert only(room_left(100 * 2**20)) == (GRAVE, "✗ 磁盘只剩 100 MB，随时会停 100 MB left on the disk: it will stop")
    assert only(room_left(2**30))[0] == MAY_STAY
    assert "磁盘快满了，还剩 1.0 GB" in sentences(room_left(2**30))
    assert told(room_left(50 * 2**30)) == []


def test_sms_that_would_reach_nobody_are_named():
    assert only(of_sms(SOUND)) == (
        MAY_STAY,
        "! 短信写进文件，没有人收得到 SMS go into files, nobody receives them: /srv/sibao/sms",
    )
    assert told(of_sms(replace(SOUND, SIBAO_SMS="provider.Adapter"))) == []


def test_mail_that_would_reach_nobody_is_named():
    assert "SIBAO_EMAIL_URL 无法识别" in only(of_mail(replace(SOUND, SIBAO_EMAIL_URL="smtp:mail")))[1]
    assert only(of_mail(SOUND)) == (
        MAY_STAY,
        "! 邮件写进文件，没有人收得到 mail goes into files, nobody receives it: /srv/sibao/mail",
    )
    nowhere = f"smtp://127.0.0.1:{free_port()}"
    assert "连不上 the mail server" in only(of_mail(replace(SOUND, SIBAO_EMAIL_URL=nowhere)))[1]
    with socket.create_server(("127.0.0.1", 0)) as listening:
        somewhere = f"smtp://127.0.0.1:{listening.getsockname()[1]}"
        assert told(of_mail(replace(SOUND, SIBAO_EMAIL_URL=somewhere))) == []


@pytest.mark.django_db
def test_code_and_tables_of_two_versions_are_named():
    assert told(of_tables()) == []
    rows = MigrationRecorder(connection).migration_qs
    rows.filter(app="inbox", name="0001_initial").delete()
    rows.create(app="inbox", name="9999_of_tomorrow")
    found = sentences(of_tables())
    assert "✗ 还有 1 个迁移未执行" in found
    assert "✗ 数据库比程序新，有 1 个迁移程序不认识" in found


def test_after_a_step_backward_rights_are_given_on_the_tables_that_are_left(django_db_setup, django_db_blocker):
    name = database.called(f"back_{os.getpid()}")
    may = "select " + ", ".join(
        f"has_table_privilege('{APPLICATION}', 'audit_auditline', '{one}')" for one in ("insert", "update")
    )
    with template.database(name), django_db_blocker.unblock(), written_to(name, "owner"), connection.cursor() as cursor:
        cursor.execute("create table audit_auditline (id bigint)")
        grant_application()
        cursor.execute(may)
        assert cursor.fetchone() == (True, False)


def test_what_is_wrong_with_keys_accounts_and_queue_is_named(zone, settings, tmp_path):
    sealed = dict.fromkeys(("sealed_name", "sealed_phone", "sealed_email"), seal("13800000011"))
    with acting(world.cli(zone)):
        AccessRequest.objects.create(
            zone=zone, asked_at=world.START, lapses_at=world.START, phone_hash=b"", kind="official", code="", **sealed
        )
    settings.SIBAO_HOME = tmp_path
    real = clock.real()
    with connection.cursor() as cursor:
        cursor.execute("delete from procrastinate_jobs")
        cursor.execute(
            "insert into procrastinate_jobs (queue_name, task_name, status, scheduled_at) values "
            "('default', 'late', 'todo', %s), ('default', 'fresh', 'todo', %s), ('default', 'broken', 'failed', null)",
            [real - timedelta(hours=1), real],
        )
    settings.DEMO = True
    Zone.objects.update(demo=False)
    found = sentences(of_contents(real))
    for sentence in (
        "✗ 个人信息密钥还没有",
        "✗ 没有签发校验点的密钥",
        "✗ 4 处个人信息打不开，缺密钥",
        "✗ SIBAO_DEMO 开着，而库里是真实的地方",
        "! 还没有账号，没有人能登录",
        "! 一分钟内没有后台进程的消息",
        "! 1 项后台任务等了十分钟以上",
        "! 1 项后台任务失败",
    ):
        assert sentence in found, sentence
    settings.DEMO = False
    Zone.objects.update(demo=True)
    assert "! 库里是演示数据，不能当真实的用" in sentences(of_contents(real))


def run(**environment):
    """`sibao check` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sibao", "check"],
        env={**os.environ, **environment},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def hears(told, *sentences):
    assert told.returncode == 1, told.stdout + told.stderr
    assert [one for one in sentences if one not in told.stderr] == [], told.stderr


def hears_what_is_set_wrongly(home):
    """Variables as an operator gets them wrong, and the files that she forgot."""
    weak = {"SECRET_KEY": "changeme", "SIBAO_METRICS_TOKEN": "metrics", "SIBAO_DEBUG": "1", "SIBAO_LIMITS": "0"}
    proxy = {"SIBAO_PROXIES": "0.0.0.0/0", "SIBAO_ORIGIN": "http://sibao.example", "SIBAO_HTTPS": "1"}
    hears(
        run(**home | weak | proxy | {"SIBAO_HOSTS": "*", "SIBAO_HOST": "sibao.example"}),
        "✗ SECRET_KEY 太弱",
        "✗ SIBAO_METRICS_TOKEN 太短",
        "✗ SIBAO_DEBUG 开着",
        "! SIBAO_LIMITS=0，不限次数",
        "✗ SIBAO_PROXIES 里的 0.0.0.0/0 太宽",
        "✗ SIBAO_HTTPS 已开而 SIBAO_ORIGIN 是 http",
        "✗ SIBAO_HOSTS 含 *",
        "! SIBAO_HOST 没有用处",
        "! 短信写进文件，没有人收得到",
        "! 邮件写进文件，没有人收得到",
        "! SIBAO_CHECKPOINT_MAIL 没有写，操作记录的校验点只在本机",
    )
    names = {"SIBAO_HOSTS": "other.example", "SIBAO_ORIGIN": "https://sibao.example", "SIBAO_PROXIES": ""}
    nowhere = {"SIBAO_EMAIL_URL": f"smtp://127.0.0.1:{free_port()}", "SIBAO_POOL": "90"}
    hears(
        run(**home | names | nowhere | {"DATABASE_OWNER_URL": home["DATABASE_URL"]}),
        "✗ SIBAO_ORIGIN 的主机 sibao.example 不在 SIBAO_HOSTS 里",
        "✗ SIBAO_ORIGIN 是 https 而 SIBAO_HTTPS 没有开",
        "是同一个角色",
        "连不上 the mail server",
        "SIBAO_POOL=90 时不够",
    )


def hears_what_is_wrong_with_the_database(home, name, folder):
    """Grants and rows as they come out of a careless restore; the application on the owner's role; keys that others read."""
    with psycopg.connect(template.at(home["DATABASE_OWNER_URL"], name), autocommit=True) as owner:
        owner.execute(f'revoke temporary on database "{name}" from public, sibao_app')
        owner.execute("revoke select on directory_unit from sibao_app")
        owner.execute("grant update on audit_auditline to sibao_app")
        owner.execute("delete from django_migrations where app = 'inbox' and name = '0001_initial'")
        owner.execute("insert into django_migrations (app, name, applied) values ('inbox', '9999_of_tomorrow', now())")
    [key, *_others] = folder.glob("keys/*.key")
    key.chmod(0o644)
    hears(
        run(**home | {"SIBAO_ORIGIN": "https://sibao.example/"}),
        "✗ SIBAO_ORIGIN=https://sibao.example/ 不是一个网址的开头",
        "不能建临时表",
        "有 1 张表应用读不了",
        "能改写历史 the role may rewrite history: audit_auditline",
        "✗ 还有 1 个迁移未执行",
        "✗ 数据库比程序新，有 1 个迁移程序不认识",
        f"✗ 别的用户能读密钥 others can read keys: {key}",
    )
    hears(
        run(**home | {"DATABASE_URL": home["DATABASE_OWNER_URL"], "DATABASE_OWNER_URL": "", "SIBAO_HTTPS": "1"}),
        "张表，行级安全管不住它",
        "! DATABASE_OWNER_URL 没有写",
        "✗ SIBAO_HTTPS 已开而 SIBAO_PROXIES 没有写",
    )


def test_check_ends_well_on_a_sound_installation_and_badly_on_a_bare_database(filled, tmp_path):
    name = f"{filled}_checked"
    with template.database(name, like=filled) as addresses:
        home = {"SIBAO_HOME": str(tmp_path), "SECRET_KEY": SOUND.SECRET_KEY, **addresses}
        assert subprocess.run([sys.executable, "-m", "sibao", "keys", "init"], env={**os.environ, **home}, cwd=ROOT, capture_output=True, check=True)  # fmt: skip
        sound = run(**home)
        assert sound.returncode == 0, sound.stdout + sound.stderr
        assert "就绪，" in sound.stdout
        assert "! 还没有账号，没有人能登录" in sound.stderr
        assert "✗" not in sound.stderr
        hears_what_is_set_wrongly(home)
        hears_what_is_wrong_with_the_database(home, name, tmp_path)
    with template.database(f"{filled}_bare") as addresses:
        bare = run(**home | addresses)
        assert bare.returncode == 1
        assert "个迁移未执行" in bare.stderr
        assert "数据库缺扩展" in bare.stderr
        assert "未就绪" in bare.stdout
    gone = run(**home | addresses)
    assert gone.returncode == 1
    assert "✗ 数据库连接不上" in gone.stderr
    assert "x@" not in gone.stdout + gone.stderr

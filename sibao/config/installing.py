"""Setting an installation up: Django's own commands, migrations by the owner, packs, a check of everything."""

import argparse
import gc
import os
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import django
from django.core.management import execute_from_command_line

from sibao.config.checks import Finding, told
from sibao.config.checks.folders import of_folders
from sibao.config.checks.post import of_mail, of_sms
from sibao.config.checks.settings import of_settings
from sibao.config.environment import PROJECT, environment
from sibao.kernel import postgres
from sibao.kernel.database.grants import grant_application
from sibao.kernel.database.migrating import render_only_what_changed

OWNERS_WORK = frozenset({"migrate", "makemigrations", "sqlmigrate", "showmigrations", "pgtrigger"})


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add these commands to the command line."""
    manage_ = groups.add_parser("manage", help="Django 管理命令 Django's own commands")
    manage_.add_argument("words", nargs=argparse.REMAINDER)
    manage_.set_defaults(run=lambda arguments: manage(arguments.words))
    check_ = groups.add_parser("check", help="检查配置与数据库 print the configuration and check it")
    check_.set_defaults(run=lambda arguments: check())
    upgrade_ = groups.add_parser("upgrade", help="升级 migrate, and load the packs of the zones that are there again")
    upgrade_.set_defaults(run=lambda arguments: upgrade())
    pack = groups.add_parser("pack", help="数据包 packs").add_subparsers(required=True)
    load = pack.add_parser("load", help="装载地方数据包 load a place's pack")
    load.add_argument("folder", nargs="?", type=Path, default=PROJECT / "packs" / "jiyuan")
    load.set_defaults(run=lambda arguments: load_pack(arguments.folder))


def set_up(role: str = "app") -> None:
    """Start the database if it is ours, and Django with it; as the owner for migrations and loads.

    What is loaded stays, so that no collection of garbage need look at it.
    """
    prepare_environment()
    if role == "owner" and os.environ.get("DATABASE_OWNER_URL"):
        os.environ["DATABASE_URL"] = os.environ["DATABASE_OWNER_URL"]
        os.environ["SIBAO_POOL"] = "0"
        environment.cache_clear()
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()


def prepare_environment() -> None:
    """Put the addresses of the embedded server into the environment, unless the customer's own is there."""
    if "DATABASE_URL" in os.environ:
        return
    server = postgres.ensure(environment().SIBAO_HOME)
    os.environ["DATABASE_URL"] = server.url("app")
    os.environ["DATABASE_OWNER_URL"] = server.url("owner")
    environment.cache_clear()


def manage(words: list[str]) -> int:
    """Run one of Django's commands, as the owner where it changes tables; grants follow a migration."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sibao.config.settings")
    set_up("owner" if words[:1] and words[0] in OWNERS_WORK else "app")
    render_only_what_changed()
    execute_from_command_line(["sibao manage", *words])
    if words[:1] == ["migrate"]:
        grant()
    return 0


def upgrade() -> int:
    """Bring tables and packs to this version of the program, in this order; again, it changes nothing.

    A program that asks people for more than the one before has kinds of tasks, roles and rules in its packs that an
    installation has to be given; what zones have changed for themselves stays, as loading a pack leaves it.
    """
    manage(["migrate", "--verbosity", "0"])
    packs = import_module("sibao.config.packs")
    for folder in packs.installed():
        packs.load(folder)
        print("已装载 loaded:", folder)
    for zone in packs.from_elsewhere():
        print(f"{zone}：数据包不在 packs/，请运行 sibao pack load its pack is elsewhere: run sibao pack load FOLDER")
    return 0


def grant() -> None:
    """Give the application's role its rights on every table."""
    grant_application()


def check() -> int:
    """Print what the environment says, and what is wrong with the installation; 1 when something grave is."""
    for name, value in environment().shown().items():
        print(f"{name:20} {value}")
    found = list(_found())
    print(*told(found), sep="\n", end="\n" if found else "", file=sys.stderr)
    grave = sum(one.grave for one in found)
    print(
        f"未就绪，{grave} 处须改 not ready, {grave} faults"
        if grave
        else f"就绪，{len(found)} 处提醒 ready, {len(found)} warnings"
    )
    return 1 if grave else 0


def _found() -> Iterator[Finding]:
    """From the outside in: what lies deeper cannot be looked at while something before it is wrong."""
    env = environment()
    yield from of_settings(env, os.environ)
    yield from of_folders(env.SIBAO_HOME, user=os.geteuid(), catalogues=PROJECT / "sibao")
    mail = list(of_mail(env))
    yield from mail
    if any(one.grave for one in mail):
        return  # the settings do not load
    yield from of_sms(env)
    set_up()
    yield from import_module("sibao.config.checks.database").of_database(env.SIBAO_POOL)


def load_pack(folder: Path) -> int:
    """Load a place's pack; its module reads models, so it is loaded once Django is set up."""
    set_up("owner")
    import_module("sibao.config.packs").load(folder.resolve(), demo=environment().SIBAO_DEMO)
    print("已装载 loaded:", folder)
    return 0

"""`sibao admin create` and `sibao permissions`: the first administrators, and the permission matrix."""

import argparse
import json
import sys
from typing import Any

from pydantic import ValidationError

from sibao.accounts import queries, services
from sibao.accounts.inputs import Appoint, CreateAccount
from sibao.directory import queries as directory
from sibao.kernel.access import Actor, system
from sibao.kernel.refusals import Refusal

OK, REFUSED = 0, 1
DUTIES = ("system", "security", "audit")


def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add this context's commands to the command line."""
    admin = subparsers.add_parser("admin", help="管理员 administrators").add_subparsers(required=True)
    create = admin.add_parser("create", help="新建管理员，密码只显示一次 make an administrator")
    create.add_argument("username", nargs="?", help="登录名 sign-in name; asked for when left out")
    create.add_argument("--duty", choices=DUTIES, default="system", help="系统、安全或审计 which of the three duties")
    create.add_argument("--name", default="管理员", help="姓名 name")
    create.add_argument("--email", default="", help="邮箱 address for forgotten passwords")
    create.add_argument("--force", action="store_true", help="已有管理员时仍新建 even when there is one")
    create.set_defaults(run=create_administrator)
    permissions = subparsers.add_parser("permissions", help="权限矩阵 role × permission × scope")
    permissions.add_argument("--json", action="store_true", help="输出 JSON print JSON")
    permissions.set_defaults(run=show_permissions)


def create_administrator(arguments: argparse.Namespace) -> int:
    """Make the first administrator of a duty; the password is printed once.

    Later appointments of administrators are agreed to by a second one; the first of each duty are made here.
    """
    actor = _actor()
    if actor is None:
        return REFUSED
    seat = next(iter(queries.positions(actor).filter(code=f"{arguments.duty}_administrator")), None)
    if seat is None:
        return _refuse("数据包里没有这个管理员岗位 the pack has no such position of an administrator")
    if queries.holders(actor, seat.pk) and not arguments.force:
        return _refuse("已有这类管理员；确需再建请加 --force there is one already")
    username = arguments.username or input("登录名 sign-in name: ")
    try:
        given = CreateAccount(username=username, name=arguments.name, email=arguments.email)
        made = services.create_account(actor=actor, given=given)
        services.appoint(actor=actor, given=Appoint(account_id=made.account.pk, position_id=seat.pk))
    except ValidationError:
        return _refuse("登录名须为 3–40 位小写字母、数字、点、横线 sign-in names are 3–40 of a-z 0-9 . _ -")
    except Refusal as refusal:
        return _refuse("；".join(map(str, refusal.fields.values())) or str(refusal))
    print(f"登录名 sign-in name: {made.account.username}")
    print(f"首次密码 first password, shown once: {made.password}")
    return OK


def show_permissions(arguments: argparse.Namespace) -> int:
    """Print the permission matrix, for people or as JSON in a stable order."""
    actor = _actor()
    if actor is None:
        return REFUSED
    found = queries.matrix(actor)
    if arguments.json:
        print(json.dumps(found.as_data(), ensure_ascii=False, indent=1))
        return OK
    for row in found.permissions:
        print(f"{row.name:34} {row.zh}  [{'、'.join(row.roles) or '-'}]")
    return OK


def _actor() -> Actor | None:
    zone: Any = directory.sole_zone()
    if zone is None:
        _refuse("尚未装载数据包 no pack is loaded yet")
        return None
    return system(zone.pk, door="cli")


def _refuse(words: str) -> int:
    print(words, file=sys.stderr)
    return REFUSED

"""`sibao keys`: making, renewing and accounting for the keys that seal personal data."""

import argparse
import sys
from contextlib import suppress

from sibao.audit import queries
from sibao.audit.services.keys import used_keys
from sibao.kernel.secrets import keyring, signing
from sibao.kernel.secrets.sealing import HASH_KEY, PACK, PERIOD

OK, LOST = 0, 1


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the group `keys`."""
    verbs = groups.add_parser("keys", help="个人信息密钥 keys of personal data").add_subparsers(required=True)
    verbs.add_parser("init", help="新建密钥 make the first keys").set_defaults(run=lambda arguments: init())
    turn = verbs.add_parser("rotate", help="换发密钥 make a further key")
    turn.add_argument("pack", nargs="?", default=PACK)
    turn.add_argument("period", nargs="?", default=PERIOD)
    turn.set_defaults(run=lambda arguments: rotate(arguments.pack, arguments.period))
    verbs.add_parser("status", help="核对密钥 what is sealed by which key").set_defaults(run=lambda arguments: status())


def init() -> int:
    """Make the keys that an installation starts with, where they are missing."""
    if HASH_KEY not in keyring.names():
        keyring.make(HASH_KEY)
    keyring.newest(PACK, PERIOD)
    with suppress(signing.KeyExists):
        signing.make(queries.KEY)
    print("密钥 keys:", *keyring.names(), *signing.public_keys(queries.KEY))
    print("请另存一份，不与备份放在一起 keep a copy apart from the backups:", keyring.folder())
    return OK


def rotate(pack: str, period: str) -> int:
    """Make a further key for what is sealed from now on."""
    print("已换发 made:", keyring.rotate(pack, period))
    return OK


def status() -> int:
    """Say which keys the data need, and which of them are there, destroyed, or lost."""
    present, destroyed, lost = keyring.names(), keyring.destroyed(), 0
    for name, count in sorted(used_keys().items()):
        word = "在 present" if name in present else "已销毁 destroyed" if name in destroyed else "丢失 LOST"
        lost += word.endswith("LOST")
        print(f"{name:30} {count:>9}  {word}")
    if lost:
        print(
            "有数据打不开；请把备份的 keys 目录放回 some data cannot be opened: bring back",
            keyring.folder(),
            file=sys.stderr,
        )
    return LOST if lost else OK

"""`sibao keys`: making, renewing and accounting for the keys that seal personal data."""

import argparse
import sys
from collections.abc import Callable
from contextlib import suppress

from pydantic import ValidationError

from sibao.audit import queries, services
from sibao.audit.inputs import RetireKeys, RotateKey
from sibao.audit.services import packs, rotations
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, system
from sibao.kernel.refusals import Refusal
from sibao.kernel.secrets import keyring, signing
from sibao.kernel.secrets.sealing import HASH_KEY, PACK, PERIOD

OK, LOST = 0, 1
LOST_WORDS = (
    "密钥目录是空的，而库里有 {count} 处加密数据：请把另存的密钥目录放回 {folder}；确已丢失的，加 --lost "
    "the folder is empty and {count} values need keys: bring the copy back, or say --lost when there is none"
)


def register(groups: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the group `keys`."""
    verbs = groups.add_parser("keys", help="个人信息密钥 keys of personal data").add_subparsers(required=True)
    first = verbs.add_parser("init", help="新建密钥 make the first keys")
    first.add_argument("--lost", action="store_true", help="原有密钥确已丢失 the former keys are lost for good")
    first.set_defaults(run=lambda arguments: init(lost=arguments.lost))
    for word, words, run in (
        ("rotate", "换发密钥 make a further key and seal former values anew", rotate),
        ("retire", "停用旧密钥 destroy former keys that nothing needs", retire),
    ):
        verb = verbs.add_parser(word, help=words)
        verb.add_argument("pack", nargs="?", default=PACK)
        verb.add_argument("period", nargs="?", default=PERIOD)
        verb.set_defaults(run=lambda arguments, run=run: run(arguments.pack, arguments.period))
    again = verbs.add_parser("reseal", help="立即做完重新加密 seal anew now, without waiting for the worker")
    again.set_defaults(run=lambda arguments: reseal())
    trial = verbs.add_parser("due", help="到期试算 what would be destroyed now; changes nothing")
    trial.set_defaults(run=lambda arguments: due())
    verbs.add_parser("status", help="核对密钥 what is sealed by which key").set_defaults(run=lambda arguments: status())


def init(*, lost: bool) -> int:
    """Make the keys that an installation starts with, where they are missing.

    Args:
        lost: the former keys will not come back; new ones take later names, and what the former sealed stays sealed.
    """
    used = {} if keyring.names() else rotations.used_keys()
    if used and not lost:
        print(LOST_WORDS.format(count=sum(used.values()), folder=keyring.folder()), file=sys.stderr)
        return LOST
    for name in used:
        keyring.make(f"{name.rpartition('.')[0]}.{keyring.serial(name) + 1}")
    if HASH_KEY not in keyring.names():
        keyring.make(HASH_KEY)
    keyring.newest(PACK, PERIOD)
    with suppress(signing.KeyExists):
        signing.make(queries.KEY)
    print("密钥 keys:", *keyring.names(), *signing.public_keys(queries.KEY))
    print("请另存一份，不与备份放在一起 keep a copy apart from the backups:", keyring.folder())
    return OK


def rotate(pack: str, period: str) -> int:
    """Make a further key; former values are sealed anew by the worker, or by `sibao keys reseal`."""
    return _said(lambda actor: _rotated(actor, RotateKey(pack=pack, period=period)))


def _rotated(actor: Actor, given: RotateKey) -> str:
    made = services.rotate_key(actor=actor, given=given)
    return f"已换发 made: {made.name}；待重新加密 to seal anew: {made.total}"


def retire(pack: str, period: str) -> int:
    """Destroy former keys that no value needs any more; older backups need them still."""
    given = RetireKeys(pack=pack, period=period, reason="换发后停用旧密钥")
    return _said(lambda actor: "已停用 retired: " + " ".join(services.retire_keys(actor=actor, given=given)))


def reseal() -> int:
    """Seal anew what waits, in this process; killed, it goes on where it stood."""
    for rotation_id in rotations.open_rotations():
        while rotations.work(rotation_id, batches=1):
            print(queries.progress(rotation_id), flush=True)
        print(queries.progress(rotation_id))
    return LOST if rotations.open_rotations() else OK


def due() -> int:
    """Say what the registered periods let go now, how many values where, and what a hold keeps; change nothing."""
    found = packs.trial(clock.now())
    for one in found:
        word = "保全中，不销毁 held" if one.held else "到期，今晚销毁 due tonight"
        print(f"{one.label:30} {one.total:>9}  {word}")
        for place, count in sorted(one.values.items()):
            print(f"    {place:40} {count:>9}")
    if not found:
        print("没有到期的 nothing is due")
    return OK


def _said(change: Callable[[Actor], str]) -> int:
    zone = directory.sole_zone()
    try:
        print(change(system(zone.pk if zone else 0, door="cli")))
    except (Refusal, ValidationError) as refusal:
        print(refusal, file=sys.stderr)
        return LOST
    return OK


def status() -> int:
    """Say which keys the data need, and which of them are there, destroyed, or lost."""
    present, destroyed, lost = keyring.names(), keyring.destroyed(), 0
    for name, count in sorted(rotations.used_keys().items()):
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

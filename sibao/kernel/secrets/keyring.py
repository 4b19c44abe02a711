"""Keys on disk: files of 32 random bytes, 0600, below `<home>/keys`, outside every database dump.

A key's name is `<pack>.<period>.<serial>`, such as `directory.2022.1`; the newest serial of a pack and period seals.
Destroying a key's file makes everything sealed with it unreadable for good.
"""

import os
import re
import secrets
from functools import cache
from pathlib import Path

from django.conf import settings

SIZE = 32
_NAME = re.compile(r"[a-z0-9-]{1,30}\.[0-9a-z-]{1,12}\.[0-9]{1,4}")


class KeyMissing(Exception):
    """The key's file is not there: it was destroyed on purpose, or the keys were not restored with the data."""


def folder() -> Path:
    """Return where keys lie, open to the product's own user alone."""
    there: Path = settings.SIBAO_HOME / "keys"
    there.mkdir(parents=True, exist_ok=True, mode=0o700)
    return there


@cache
def key(name: str) -> bytes:
    """Return the key of that name.

    Raises:
        KeyMissing: its file is not there.
    """
    if not _NAME.fullmatch(name):
        raise KeyMissing(name)
    path = folder() / f"{name}.key"
    if not path.exists():
        raise KeyMissing(name)
    return path.read_bytes()


def make(name: str) -> bytes:
    """Make a key unless it exists, safe against processes racing, and return it."""
    path = folder() / f"{name}.key"
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SIZE))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return key(name)
    finally:
        draft.unlink()
    return key(name)


@cache
def newest(pack: str, period: str) -> str:
    """Return the name of the key that seals for a pack and period, making the first one."""
    serials = [int(path.stem.rsplit(".", 1)[1]) for path in folder().glob(f"{pack}.{period}.*.key")]
    if not serials:
        make(f"{pack}.{period}.1")
        return newest.__wrapped__(pack, period)
    return f"{pack}.{period}.{max(serials)}"

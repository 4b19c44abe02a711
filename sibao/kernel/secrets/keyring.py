"""Keys on disk: files of 32 random bytes, 0600, below `<home>/keys`, outside every database dump.

A key's name is `<pack>.<period>.<serial>`, such as `directory.2022.1`; the newest serial of a pack and period seals.
Destroying a key's file makes everything sealed with it unreadable for good; an empty `<name>.destroyed` stays in its
place, so that no later key takes the name. Every process sees a key made or destroyed by another at once.
"""

import os
import re
import secrets
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

SIZE = 32
_NAME = re.compile(r"(?P<pack>[a-z0-9-]{1,30})\.(?P<period>[0-9a-z-]{1,12})\.(?P<serial>[0-9]{1,4})")

needed: list[Callable[[], bool]] = []
"""Say whether anything is kept that some key sealed; whoever knows the tables adds to it."""


class KeyMissing(Exception):
    """The key's file is not there; `destroyed` says that it was destroyed on purpose, else it is lost."""

    def __init__(self, name: str, *, destroyed: bool = False) -> None:
        self.destroyed = destroyed
        super().__init__(name)


def folder() -> Path:
    """Return where keys lie, open to the product's own user alone."""
    there: Path = settings.SIBAO_HOME / "keys"
    there.mkdir(parents=True, exist_ok=True, mode=0o700)
    return there


def key(name: str) -> bytes:
    """Return the key of that name.

    Raises:
        KeyMissing: its file is not there.
    """
    return _read(name, *_state())


def make(name: str) -> bytes:
    """Make a key unless it exists, safe against processes racing, and return it.

    Raises:
        KeyMissing: a key of that name was destroyed.
    """
    path = folder() / f"{name}.key"
    if _stone(name).exists():
        raise KeyMissing(name, destroyed=True)
    draft = path.with_suffix(f".{os.getpid()}-{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(secrets.token_bytes(SIZE))
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        return path.read_bytes()
    finally:
        draft.unlink()
    _forget()
    return path.read_bytes()


def newest(pack: str, period: str) -> str:
    """Return the name of the key that seals for a pack and period, making the first one.

    Raises:
        KeyMissing: there is no key at all, and what is kept needs some: they are lost, and are not replaced unasked.
    """
    found = _newest(pack, period, *_state())
    if not found:
        refuse_when_lost(f"{pack}.{period}")
    return found or rotate(pack, period)


def refuse_when_lost(name: str) -> None:
    """Raise `KeyMissing` when the folder is empty although what is kept needs keys."""
    if not names() and any(needs() for needs in needed):
        raise KeyMissing(name)


def rotate(pack: str, period: str) -> str:
    """Make a further key for what a pack seals from now on in a period, and return its name; former keys still open."""
    serials = [serial for one, when, serial in _parts((*names(), *destroyed())) if (one, when) == (pack, period)]
    name = f"{pack}.{period}.{max(serials, default=0) + 1}"
    make(name)
    return name


def destroy(name: str) -> None:
    """Destroy a key for good: a stone is set in its place, its bytes are overwritten, its file goes."""
    path = folder() / f"{name}.key"
    _stone(name).touch(mode=0o600)
    if path.exists():
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(SIZE))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    _forget()


def names() -> list[str]:
    """Return the names of all keys that are there."""
    return sorted(path.stem for path in folder().glob("*.key") if _NAME.fullmatch(path.stem))


def destroyed() -> list[str]:
    """Return the names of all keys that were destroyed on purpose."""
    return sorted(path.stem for path in folder().glob("*.destroyed"))


def periods(pack: str) -> dict[str, list[str]]:
    """Return the periods for which a pack has keys, each with their names."""
    found: dict[str, list[str]] = {}
    for name in names():
        one, period, _serial = name.split(".")
        if one == pack:
            found.setdefault(period, []).append(name)
    return found


def serial(name: str) -> int:
    """Return the serial of a key's name."""
    return int(name.rpartition(".")[2] or 0)


def _parts(known: tuple[str, ...]) -> list[tuple[str, str, int]]:
    matches = filter(None, map(_NAME.fullmatch, known))
    return [(match["pack"], match["period"], int(match["serial"])) for match in matches]


def _stone(name: str) -> Path:
    return folder() / f"{name}.destroyed"


def _state() -> tuple[str, int]:
    """What changes whenever a key comes or goes; asked for every value that is sealed or opened."""
    there = f"{settings.SIBAO_HOME}/keys"
    try:
        return there, os.stat(there).st_mtime_ns  # noqa: PTH116 - a third of what a Path takes
    except FileNotFoundError:
        return there, folder().stat().st_mtime_ns


@lru_cache(256)
def _read(name: str, there: str, _changed: int) -> bytes:
    if not _NAME.fullmatch(name):
        raise KeyMissing(name)
    try:
        return Path(there, f"{name}.key").read_bytes()
    except FileNotFoundError as error:
        raise KeyMissing(name, destroyed=Path(there, f"{name}.destroyed").exists()) from error


@lru_cache(256)
def _newest(pack: str, period: str, there: str, _changed: int) -> str:
    serials = [int(path.stem.rsplit(".", 1)[1]) for path in Path(there).glob(f"{pack}.{period}.*.key")]
    return f"{pack}.{period}.{max(serials)}" if serials else ""


def _forget() -> None:
    _read.cache_clear()
    _newest.cache_clear()

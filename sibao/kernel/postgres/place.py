"""Where one embedded server keeps its things.

    <home>/                 0700, or 0711 when root made it (the server's user passes through, and lists nothing)
        passwords.json      0600, of all roles
        postgres.lock       one process at a time starts, prepares or stops
        postgres/           the caller's; a link to /var/lib/sibao/<digest of the home's path> when the caller is root
                            and the server's user cannot pass through to the home (such as /root, mode 0700)
            data/           0700, the server's user
            socket/         0700, the server's user; /tmp/sibao-<uid>-<digest> when the path exceeds 107 bytes
                            or holds a comma, which clients take for two hosts
            log/            0700, the server's user; one file per weekday
            start.log       what the server said until its log was open
            programs/       a copy of the binaries, only where the server's user cannot reach the installed ones
            prepared        which roles and databases stand

No folder that was there before is ever given another owner or mode.
"""

import fcntl
import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sibao.kernel.postgres.identity import Identity, server_identity
from sibao.kernel.postgres.problems import PostgresError

SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_LIMIT = 107
"""Bytes that the path of a Unix socket may have."""
PRIVATE = Path("/var/lib/sibao")


def home_directory() -> Path:
    """Return the installation's home: SIBAO_HOME, else `.sibao` in the project's root."""
    named = os.environ.get("SIBAO_HOME")
    return (Path(named) if named else Path(__file__).parents[3] / ".sibao").resolve()


def make_home(home: Path) -> Path:
    """Make the home if it is missing and return its full path; an existing folder stays as it is."""
    home = home.resolve()
    if not home.exists():
        home.parent.mkdir(parents=True, exist_ok=True)
        home.mkdir(mode=0o700, exist_ok=True)
        home.chmod(0o711 if os.geteuid() == 0 else 0o700)
    return home


@contextmanager
def locked(home: Path) -> Iterator[None]:
    """Hold the home's lock; other processes wait."""
    handle = os.open(home / "postgres.lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one server; see the module's picture."""

    home: Path
    root: Path
    identity: Identity

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """The folder of the server's log."""
        return self.root / "log"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket, short enough for the operating system."""
        near = self.root / "socket"
        if len(os.fsencode(near / SOCKET_NAME)) <= SOCKET_LIMIT and "," not in str(near):
            return near
        return Path(f"/tmp/sibao-{self.identity.uid}-{_digest(self.root)}")  # noqa: S108 (owner and mode are checked)

    def make(self) -> None:
        """Make the folders that are missing, 0700 and the server's user's.

        Raises:
            PostgresError: someone else made the socket's folder in /tmp first.
        """
        for folder in (self.log, self.socket):
            if not folder.exists():
                folder.mkdir(mode=0o700)
                self.identity.own(folder, 0o700)
        made = self.socket.lstat()
        if self.socket.is_symlink() or made.st_uid != self.identity.uid or made.st_mode & 0o077:
            raise PostgresError(
                f"套接字目录 {self.socket} 属于他人或对他人开放，请删除后重试。",
                f"The socket's folder {self.socket} belongs to or is open to others: remove it and try again.",
            )


def existing_place(home: Path) -> Place | None:
    """Return the place of the home's server, or None where no data were ever made; changes nothing."""
    root = (home / "postgres").resolve()
    return Place(home, root, server_identity(root / "data")) if (root / "data").exists() else None


def chosen_place(home: Path) -> Place:
    """Return the place of the home's server, choosing and making it the first time; to be called under the lock."""
    link = home / "postgres"
    identity = server_identity(link / "data")
    if link.is_symlink() or not link.exists():
        _make_root(home, link, identity)
    return Place(home, link.resolve(), identity)


def _make_root(home: Path, link: Path, identity: Identity) -> None:
    mode = 0o711 if identity.switch else 0o700
    if not link.is_symlink():
        if identity.reaches(home):
            link.mkdir()
            link.chmod(mode)
            return
        link.symlink_to(PRIVATE / _digest(home))
    target = link.resolve()
    for folder in (PRIVATE, target):
        if not folder.exists():
            folder.mkdir()
            folder.chmod(mode)


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:16]

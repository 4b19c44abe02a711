"""Who runs the server: PostgreSQL refuses to run as root, so root hands it to an unprivileged user."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from sibao.kernel.postgres.problems import PostgresError

ACCOUNTS = ("sibao", "nobody")
"""Accounts that root runs the server as, the first that exists; a dedicated `sibao` is the better one."""


class Switch(TypedDict, total=False):
    """Arguments of `subprocess.run` that change the user."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class Identity:
    """The operating system's user who runs the server and owns its data."""

    uid: int
    gid: int
    name: str

    @property
    def switch(self) -> Switch:
        """Arguments for `subprocess.run` that make the child this user; none when we already are."""
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def reaches(self, path: Path) -> bool:
        """Can this user pass through every folder on the way, and enter or run the path itself?"""
        test = ["/bin/sh", "-c", 'test -x "$1"', "sh", str(path)]
        return subprocess.run(test, cwd="/", check=False, **self.switch).returncode == 0

    def own(self, path: Path, mode: int) -> None:
        """Give a folder that was just made to this user, with exactly this mode."""
        if self.uid != os.geteuid():
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def server_identity(data: Path) -> Identity:
    """Return who runs the server of this data folder.

    An ordinary user runs it himself. Root runs it as the owner of existing data, else as the first of ACCOUNTS.

    Raises:
        PostgresError: root finds none of the accounts.
    """
    if os.geteuid() != 0:
        return Identity(os.geteuid(), os.getegid(), str(os.geteuid()))
    owner = data.stat().st_uid if data.exists() else 0
    accounts = {entry.pw_name: entry for entry in pwd.getpwall()}
    choices = [entry for entry in accounts.values() if entry.pw_uid == owner] if owner else []
    choices += [accounts[name] for name in ACCOUNTS if name in accounts]
    if not choices:
        raise PostgresError(
            "PostgreSQL 不能以 root 运行，而系统里没有 sibao 或 nobody 用户，请先建立用户 sibao。",
            "PostgreSQL does not run as root, and there is neither a user sibao nor nobody: create the user sibao.",
        )
    return Identity(choices[0].pw_uid, choices[0].pw_gid, choices[0].pw_name)

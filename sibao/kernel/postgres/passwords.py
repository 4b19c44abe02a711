"""The passwords of all roles: made once, kept 0600 in the home, replaced through the single-user server if lost."""

import json
import os
import secrets
import subprocess
from pathlib import Path

from sibao.kernel.postgres.binaries import Binaries
from sibao.kernel.postgres.identity import Identity
from sibao.kernel.postgres.postmaster import ENVIRONMENT
from sibao.kernel.postgres.problems import PostgresError, explained
from sibao.kernel.postgres.servers import ROLE_NAMES


def read_passwords(home: Path) -> dict[str, str] | None:
    """Return the password of every role, or None where the home keeps none.

    Raises:
        PostgresError: the file is damaged.
    """
    try:
        kept = json.loads(_file(home).read_text())
        return {role: str(kept[role]) for role in ROLE_NAMES}
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise PostgresError(
            f"密码文件 {_file(home)} 已损坏。删除它后，下次启动会生成新密码，数据不受影响。",
            f"The file of passwords {_file(home)} is damaged. Remove it: the next start makes new ones, the data stay.",
        ) from error


def make_passwords(home: Path) -> dict[str, str]:
    """Make a new password for every role and keep them in the home, readable by the caller alone."""
    made: dict[str, str] = {role: secrets.token_urlsafe(32) for role in ROLE_NAMES}
    fresh = _file(home).with_suffix(".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(made, file)
    fresh.replace(_file(home))
    return made


def impose_superuser(password: str, data: Path, binaries: Binaries, identity: Identity) -> None:
    """Set the superuser's password on a stopped server's data, for passwords that were lost.

    Raises:
        PostgresError: the single-user server refuses.
    """
    statement = f"alter role {ROLE_NAMES['superuser']} password '{password}';\n"
    done = subprocess.run(
        [binaries / "postgres", "--single", "-D", data, "-c", "exit_on_error=true", "postgres"],
        input=statement,
        capture_output=True,
        text=True,
        cwd="/",
        env=ENVIRONMENT,
        check=False,
        **identity.switch,
    )
    if done.returncode:
        raise explained("数据库的新密码无法写入。", "The database's new password could not be set.", done.stderr)


def _file(home: Path) -> Path:
    return home / "passwords.json"

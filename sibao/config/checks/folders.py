"""What is wrong on this machine's disk: who can read the keys, how much room is left, what was never made."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

from sibao.config.checks import Finding, warning

OTHERS = 0o077
GRAVE_BYTES, FEW_BYTES = 200 * 2**20, 2 * 2**30
PUBLIC = ".pub.pem"


def of_folders(home: Path, *, user: int, catalogues: Path) -> Iterator[Finding]:
    """Judge the installation's own folder.

    Args:
        home: `SIBAO_HOME`.
        user: the number of the user that runs this.
        catalogues: the folder whose `.po` files have been compiled.
    """
    yield from _owner(home, user)
    yield from _readable(home)
    yield from room_left(shutil.disk_usage(home).free)
    yield from _static(home / "static")
    yield from _uncompiled(catalogues)


def _owner(home: Path, user: int) -> Iterator[Finding]:
    if (owner := home.stat().st_uid) != user:
        yield Finding(
            f"SIBAO_HOME 属于另一个用户（{owner}），您现在是 {user} SIBAO_HOME belongs to user {owner}, you are {user}",
            "用运行服务的用户来运行，如 sudo -u sibao sibao check run as the user of the service",
        )


def _readable(home: Path) -> Iterator[Finding]:
    keys = home / "keys"
    kept = [path for path in keys.glob("*") if not path.name.endswith(PUBLIC)] if keys.is_dir() else []
    open_ = [path for path in (keys, *kept) if path.exists() and path.stat().st_mode & OTHERS]
    if open_:
        yield Finding(
            f"别的用户能读密钥 others can read keys: {', '.join(str(path) for path in open_[:3])}",
            f"chmod -R go= {keys}",
        )


def room_left(free: int) -> Iterator[Finding]:
    """Judge how many bytes are left on the disk."""
    if free < GRAVE_BYTES:
        yield Finding(
            f"磁盘只剩 {free / 2**20:.0f} MB，随时会停 {free / 2**20:.0f} MB left on the disk: it will stop",
            "腾出地方，先删旧备份 make room, old backups first",
        )
    elif free < FEW_BYTES:
        yield warning(
            f"磁盘快满了，还剩 {free / 2**30:.1f} GB the disk is nearly full, {free / 2**30:.1f} GB left",
            "腾出地方，先删旧备份 make room, old backups first",
        )


def _static(folder: Path) -> Iterator[Finding]:
    manifest = folder / "staticfiles.json"
    try:
        named = json.loads(manifest.read_text(encoding="utf-8"))["paths"].values()
    except (OSError, ValueError, KeyError):
        named = None
    if named is None or not all((folder / name).is_file() for name in named):
        yield warning(
            "页面用的静态文件没有收齐 files that pages need are missing from " + str(folder),
            "启动网页进程（sibao serve）时会自动收集 starting sibao serve collects them",
        )


def _uncompiled(catalogues: Path) -> Iterator[Finding]:
    missing = [path for path in catalogues.rglob("*.po") if not path.with_suffix(".mo").is_file()]
    if missing:
        yield warning(
            f"{len(missing)} 份英文词表没有编译，英文界面会显示中文 {len(missing)} catalogues are not compiled",
            "在安装目录运行 make setup run make setup where it is installed",
        )

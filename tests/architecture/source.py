"""The application as text: its files, their syntax trees, and where each stands in the river."""

import ast
import functools
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tools.map import ROOT, floors

PACKAGE = ROOT / "sibao"
FOLDERS = ("*.*", "sibao/**/*", "tests/**/*", "tools/**/*", "bench/**/*", "docs/**/*", "packs/**/*", "deploy/**/*")
FREE = {"", "kernel", "config", "criteria"}  # have no rooms
CONTEXTS = sorted(folder.name for folder in PACKAGE.iterdir() if (folder / "__init__.py").is_file())


@functools.cache
def rank() -> dict[str, int]:
    """Each context's floor, counted from the bottom: imports and foreign keys go to smaller numbers only."""
    return {name: number for number, floor in enumerate(reversed(floors())) for name in floor}


@functools.cache
def modules() -> tuple[Path, ...]:
    """Every module of the application, without migrations."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts))


@functools.cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def context(path: Path) -> str:
    """The context a module belongs to; empty for the package's own files."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0] if len(parts) > 1 else ""


def room(path: Path) -> str:
    """The room a module belongs to, whether that is a file or a folder; empty for the context's own file."""
    parts = path.relative_to(PACKAGE).parts
    return parts[1].removesuffix(".py").replace("__init__", "") if len(parts) > 1 else ""


def in_rooms(*rooms: str) -> list[Path]:
    """Every module of the given rooms, in contexts (the kernel and the configuration have no rooms)."""
    return [path for path in modules() if room(path) in rooms and context(path) not in FREE]


def outside_rooms(*rooms: str) -> list[Path]:
    """Every module of contexts that is in none of the given rooms."""
    return [path for path in modules() if room(path) not in rooms and context(path) not in FREE]


def where(path: Path, node: ast.AST | None = None) -> str:
    """A place in the sources as an editor understands it."""
    line = f":{node.lineno}" if node is not None and hasattr(node, "lineno") else ""
    return f"{path.relative_to(ROOT).as_posix()}{line}"


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Every call of a method in a module, with the method's name."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node, node.func.attr


def imported_names(path: Path) -> Iterator[tuple[ast.stmt, str]]:
    """Everything a module imports, as dotted names."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node, f"{node.module}.{alias.name}") for alias in node.names)


@functools.cache
def tracked() -> tuple[Path, ...]:
    """Every file that is, or is about to be, under version control; in a tree without git, every file that could be."""
    git = ["git", "-c", "safe.directory=*", "-C", str(ROOT)]
    words = [*git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if (ROOT / ".git").exists():
        names = subprocess.run(words, capture_output=True, check=True).stdout.decode().split("\0")
        found = (ROOT / name for name in filter(None, names))
    else:
        found = (path for part in FOLDERS for path in ROOT.glob(part) if "__pycache__" not in path.parts)
    return tuple(sorted(path for path in found if path.is_file()))

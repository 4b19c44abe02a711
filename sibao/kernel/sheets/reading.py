"""Reads a workbook in a process of its own: it may fail, hang or swell, and the caller gets a refusal in words."""

import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

from sibao.kernel.sheets.grid import Area, Cell, GridRow, Sheet, Workbook
from sibao.kernel.sheets.words import Refused

SECONDS = 60.0
"""Longest time by the clock that the reading process may take."""

OUTPUT_BYTES = 128 * 1024 * 1024
"""Most that is taken from it; a line is at most `LINE_BYTES`."""

LINE_BYTES = 32 * 1024 * 1024

_ROOT = Path(__file__).resolve().parents[3]


def read_workbook(path: Path | str, *, seconds: float = SECONDS) -> Workbook:
    """The workbook as plain values.

    Args:
        path: xlsx, xls, et, ods or delimited text; told by content, not by name.
        seconds: time allowed.

    Raises:
        Refused: with a code and words for whatever is wrong with the file.
        FileNotFoundError: there is no such file.
    """
    path = Path(path).resolve(strict=True)
    format_, sheets = "", list[_Sheet]()
    for message in converse(["read", str(path)], seconds=seconds):
        if "format" in message:
            format_ = message["format"]
        elif "sheet" in message:
            sheets.append(_Sheet(message))
        else:
            sheets[-1].add(message["rows"])
    return Workbook(format_, tuple(sheet.made() for sheet in sheets))


def converse(words: list[str], *, order: object = None, seconds: float = SECONDS) -> Iterator[dict[str, Any]]:
    """Starts the reading process and yields the lines it writes, up to its end.

    Args:
        words: verb and paths.
        order: what it reads from its standard input, as JSON.
        seconds: time allowed.

    Raises:
        Refused: it refused, or it was too slow, or it swelled, or it broke.
    """
    with tempfile.TemporaryFile() as given:
        given.write(json.dumps(order).encode())
        given.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-m", "sibao.kernel.sheets.child", *words],
            stdin=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": os.fspath(_ROOT), "PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            cwd="/",
            start_new_session=True,
        )
    try:
        if process.stdout is not None:
            yield from _messages(process, process.stdout, seconds)
    finally:
        _end(process)


def _messages(process: subprocess.Popen[bytes], pipe: IO[bytes], seconds: float) -> Iterator[dict[str, Any]]:
    for line in _lines(pipe, time.monotonic() + seconds):
        message = json.loads(line)
        if "refused" in message:
            raise Refused(message["refused"], **message["params"])
        if "end" in message:
            return
        yield message
    raise _broken(process)


def _lines(pipe: IO[bytes], deadline: float) -> Iterator[bytes]:
    """Whole lines, as long as time and size allow."""
    buffer, total = bytearray(), 0
    with selectors.DefaultSelector() as selector:
        selector.register(pipe, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, deadline - time.monotonic())):
                raise Refused("too-slow")
            chunk = os.read(pipe.fileno(), 1 << 18)
            if not chunk:
                return
            total += len(chunk)
            buffer += chunk
            if total > OUTPUT_BYTES or len(buffer) > LINE_BYTES:
                raise Refused("swollen")
            *whole, rest = buffer.split(b"\n")
            buffer = bytearray(rest)
            yield from (bytes(line) for line in whole)


def _broken(process: subprocess.Popen[bytes]) -> Refused:
    """Why the process ended before it had said everything."""
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return Refused("too-slow")
    if code == -signal.SIGXCPU:
        return Refused("too-slow")
    if code in (-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS):
        return Refused("swollen")
    return Refused("corrupt")


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.kill()
    process.wait()
    if process.stdout is not None:
        process.stdout.close()


class _Sheet:
    """A sheet while its lines arrive."""

    def __init__(self, message: dict[str, Any]) -> None:
        self._message = message
        self._rows: list[GridRow] = []

    def add(self, rows: list[Any]) -> None:
        """Takes a batch of rows."""
        self._rows.extend(GridRow(number, tuple([_cell(cell) for cell in cells])) for number, cells in rows)

    def made(self) -> Sheet:
        """The sheet once all its rows are there."""
        message = self._message
        return Sheet(
            name=message["sheet"],
            hidden=message["hidden"],
            rows=tuple(self._rows),
            merged=tuple(Area(*corners) for corners in message["merged"]),
            formulas=frozenset((row, column) for row, column in message["formulas"]),
            uncached=frozenset((row, column) for row, column in message["uncached"]),
            errors={(row, column): error for row, column, error in message["errors"]},
        )


def _cell(cell: Any) -> Cell:
    if type(cell) is not dict:
        return cell  # type: ignore[no-any-return]
    return datetime.fromisoformat(cell["t"]) if "t" in cell else date.fromisoformat(cell["d"])

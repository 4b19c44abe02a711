"""Looks through the records of an .xls (or WPS .et) before it is read: password, macros, links, formulas and errors."""

import struct
from collections.abc import Iterator

from sibao.kernel.sheets.child.compound import CompoundFile
from sibao.kernel.sheets.child.marks import Marks
from sibao.kernel.sheets.words import Refused

_FORMULA, _END, _PASSWORD, _SHEET, _LINK, _BOOL_OR_ERROR, _BEGIN = 0x06, 0x0A, 0x2F, 0x85, 0x1AE, 0x205, 0x809
_ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}
_PROGRAMS = {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"}


def inspect_xls(data: bytes) -> dict[str, Marks]:
    """Sheet name → findings.

    Raises:
        Refused: no spreadsheet inside, password, macros, links, embedded objects, damage.
    """
    stream = _workbook_stream(data)
    sheets: list[tuple[str, int]] = []
    for kind, body in _records(stream, 0):
        if kind == _PASSWORD:
            raise Refused("encrypted")
        if kind == _SHEET:
            sheets.append(_sheet(body))
        if kind == _LINK:
            _refuse_link(body)
    return {name: _marks(stream, offset) for name, offset in sheets if name}


def _workbook_stream(data: bytes) -> bytes:
    if not data.startswith(bytes.fromhex("d0cf11e0")):
        return data  # BIFF without a container, as the oldest programs wrote it
    compound = CompoundFile(data)
    names = {entry.name for entry in compound.entries}
    if names & {"EncryptedPackage", "EncryptionInfo"}:
        raise Refused("encrypted")
    if names & _PROGRAMS:
        raise Refused("macros")
    stream = compound.read("Workbook", "Book", "WORKBOOK", "BOOK")
    if stream is None:
        raise Refused("not-a-workbook")
    if any(name.startswith("MBD") or name in ("\x01Ole", "\x01Ole10Native", "Ctls") for name in names):
        raise Refused("embedded-objects")
    return stream


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records of one substream: kind and body."""
    depth = 0
    while start + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, start)
        body = stream[start + 4 : start + 4 + length]
        if len(body) < length:
            raise Refused("corrupt")
        depth += kind == _BEGIN
        if kind == _END:
            depth -= 1
            if depth <= 0:
                return
        yield kind, body
        start += 4 + length
    raise Refused("corrupt")


def _sheet(body: bytes) -> tuple[str, int]:
    """Name and offset of a worksheet; other kinds have no name here."""
    try:
        offset, _, kind, length, wide = struct.unpack_from("<IBBBB", body)
    except struct.error as error:
        raise Refused("corrupt") from error
    if kind in (1, 6):
        raise Refused("macros")
    name = body[8:].decode("utf-16-le", "replace") if wide & 1 else body[8:].decode("latin-1")
    return (name[:length], offset) if kind == 0 else ("", 0)


def _refuse_link(body: bytes) -> None:
    """Another workbook, or a channel (DDE, OLE); the file's own cells and add-in functions are no links."""
    if len(body) == 4 and body[2:] in (b"\x01\x04", b"\x01\x3a"):
        return
    sheets = struct.unpack_from("<H", body)[0] if len(body) >= 2 else 0
    raise Refused("external-links" if sheets else "embedded-objects")


def _marks(stream: bytes, offset: int) -> Marks:
    marks = Marks()
    for kind, body in _records(stream, offset):
        if kind == _FORMULA and len(body) >= 14:
            row, column, _, result, special = struct.unpack("<HHH6sH", body[:14])
            if special == 0xFFFF and result[0] == 2:
                marks.errors[row + 1, column + 1] = _ERRORS.get(result[2], "#ERROR!")
            else:
                marks.formulas.add((row + 1, column + 1))
        elif kind == _BOOL_OR_ERROR and len(body) >= 8 and body[7]:
            row, column = struct.unpack_from("<HH", body)
            marks.errors[row + 1, column + 1] = _ERRORS.get(body[6], "#ERROR!")
    return marks

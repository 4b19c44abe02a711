"""Tells by content, not by name, what a file is, and reads it with the reader for that."""

from pathlib import Path

from sibao.kernel.sheets.child.biff import inspect_xls
from sibao.kernel.sheets.child.delimited import read_delimited
from sibao.kernel.sheets.child.dense import read_with_calamine
from sibao.kernel.sheets.child.limits import FILE_BYTES
from sibao.kernel.sheets.child.opendocument import inspect_ods
from sibao.kernel.sheets.child.package import Package
from sibao.kernel.sheets.child.workbook_parts import inspect_xlsx
from sibao.kernel.sheets.grid import Sheet
from sibao.kernel.sheets.words import Refused

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MARKUP = (
    b"<html",
    b"<!doctype",
    b"<table",
    b"<?xml",
    b"<head",
    b"<body",
    b"<div",
    b"<meta",
    b"<style",
    b"mime-version:",
)
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"\x7fELF",
    b"MZ",
)


def read_file(path: Path) -> tuple[str, list[Sheet]]:
    """The format and sheets of a file.

    Raises:
        Refused: with the code of what is wrong.
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("empty")
    if size > FILE_BYTES:
        raise Refused("too-large", size=f"{size / 1024 / 1024:.1f}", limit=str(FILE_BYTES // 1024 // 1024))
    kind = kind_of(path)
    if kind == "zip":
        return _read_package(path)
    if kind == "xls":
        return "xls", read_with_calamine(path, inspect_xls(path.read_bytes()))
    return "csv", [read_delimited(path)]


def kind_of(path: Path) -> str:
    """zip, xls or text.

    Raises:
        Refused: web pages and files that are no table.
    """
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if head.startswith((_OLE, b"\x09\x08", b"\x09\x04", b"\x09\x02")):
        return "xls"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(_MARKUP):
        raise Refused("html")
    if head.startswith(_FOREIGN):
        raise Refused("not-a-workbook")
    return "text"


def _read_package(path: Path) -> tuple[str, list[Sheet]]:
    with Package(path) as package:
        if "xl/workbook.bin" in package.names:
            package.refuse_programs()
            raise Refused("xlsb")
        if "content.xml" in package.names:
            return "ods", read_with_calamine(path, inspect_ods(package))
        if "xl/workbook.xml" not in package.names:
            raise Refused("not-a-workbook")
        return "xlsx", read_with_calamine(path, inspect_xlsx(package))

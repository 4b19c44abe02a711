"""Makes the files that strangers hand in: right ones, broken ones and hostile ones."""

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from tests.kernel.sheets.messy import uscc

HEADINGS = ("单位名称", "统一社会信用代码", "所属镇办", "2021年产值（万元）", "投产时间")
LINES = (
    ("济源青鸣一号厂（示例）", uscc(1), "轵城", 1286.5, "2009-10-01"),
    ("济源云桥二号厂（示例）", uscc(2), "克井镇", 940, "2018年3月1日"),
    ("济源岚川三号厂（示例）", uscc(3), "克井镇", 33, "2018.3"),
)
XLS = Path(__file__).parent / "fixtures" / "list.xls"
"""The same list as an old workbook: its second code is a number, its second output a formula, its third an error."""

_FREE, _CHAIN_END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def xlsx(path: Path, *lines: Sequence[Any], headings: Sequence[str] = HEADINGS, sheet: str = "名单") -> Path:
    """A plain workbook: text as text, numbers as numbers."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, cells in enumerate((headings, *(lines or LINES))):
            for index, cell in enumerate(cells):
                page.write(number, index, cell)
    return path


def xlsx_with(path: Path, fill: Any) -> Path:
    """A workbook with the usual list, to which `fill(page, workbook)` does something more."""
    with xlsxwriter.Workbook(str(path)) as workbook:
        page = workbook.add_worksheet("名单")
        for number, cells in enumerate((HEADINGS, *LINES)):
            page.write_row(number, 0, cells)
        fill(page, workbook)
    return path


def repacked(path: Path, changed: Mapping[str, bytes], *, source: Path | None = None) -> Path:
    """A workbook whose parts are replaced or added one by one."""
    source = source or xlsx(path.with_suffix(".source.xlsx"))
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in changed:
                new.writestr(name, old.read(name))
        for name, data in changed.items():
            new.writestr(name, data)
    return path


def part(path: Path, name: str) -> bytes:
    """One part of a zipped workbook."""
    with zipfile.ZipFile(path) as archive:
        return archive.read(name)


def ods(path: Path, body: str, *, manifest: str = "", extra: Mapping[str, bytes] | None = None) -> Path:
    """An OpenDocument workbook with that body in its one table."""
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("manifest", "manifest"))
    )
    content = (
        f"<?xml version='1.0' encoding='UTF-8'?><office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="名单">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", f"<manifest:manifest {spaces}>{manifest}</manifest:manifest>")
        for name, data in (extra or {}).items():
            archive.writestr(name, data)
    return path


def ods_row(*cells: object) -> str:
    """A row of an OpenDocument table; a `str` that starts with `<` is a cell of its own."""
    return f"<table:table-row>{''.join(_ods_cell(cell) for cell in cells)}</table:table-row>"


def _ods_cell(cell: object) -> str:
    if isinstance(cell, str) and cell.startswith("<"):
        return cell
    if isinstance(cell, str):
        return f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell}"><text:p>{cell}</text:p></table:table-cell>'
    )


def compound(path: Path, streams: Mapping[str, bytes]) -> Path:
    """An old compound file (OLE) with these streams, as passworded and old workbooks are kept."""
    names = ["Root Entry", *streams]
    contents = [data.ljust(4096, b"\0") for data in streams.values()]
    directory_sectors = -(-len(names) * 128 // 512)
    sizes = [-(-len(data) // 512) for data in contents]
    fat_sectors = -(-(directory_sectors + sum(sizes) + 4) // 128)
    starts = [fat_sectors + directory_sectors + sum(sizes[:index]) for index in range(len(sizes))]
    fat = [_FAT] * fat_sectors
    for length in (directory_sectors, *sizes):
        fat += [*range(len(fat) + 1, len(fat) + length), _CHAIN_END]
    fat += [_FREE] * (fat_sectors * 128 - len(fat))
    header = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 62, 3, 0xFFFE, 9, 6, 0,
                         fat_sectors, fat_sectors, 0, 4096, _CHAIN_END, 0, _CHAIN_END, 0)  # fmt: skip
    header += struct.pack("<109I", *range(fat_sectors), *[_FREE] * (109 - fat_sectors))
    entries = [_entry("Root Entry", 5, _CHAIN_END, 0, child=1)]
    entries += [
        _entry(name, 2, start, len(data), right=index + 2 if index + 2 < len(names) else _FREE)
        for index, (name, start, data) in enumerate(zip(streams, starts, contents, strict=True))
    ]
    directory = b"".join(entries).ljust(directory_sectors * 512, b"\0")
    body = b"".join(data.ljust(size * 512, b"\0") for data, size in zip(contents, sizes, strict=True))
    path.write_bytes(header + struct.pack(f"<{len(fat)}I", *fat) + directory + body)
    return path


def _entry(name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE) -> bytes:
    wide = name.encode("utf-16-le")
    return struct.pack("<64sHBBIII36xIQ", wide, len(wide) + 2, kind, 1, _FREE, right, child, start, size)


def record(kind: int, body: bytes) -> bytes:
    """One record of an old workbook."""
    return struct.pack("<HH", kind, len(body)) + body

"""Looks through an .xlsx before it is read: programs, links, far corners, formulas and errors."""

import posixpath
import re
from xml.etree import ElementTree

from sibao.kernel.sheets.child.limits import CELLS, COLUMNS, ROWS
from sibao.kernel.sheets.child.marks import Marks
from sibao.kernel.sheets.child.package import Package
from sibao.kernel.sheets.grid import Position, column_number, letter
from sibao.kernel.sheets.words import Refused

_FILLED = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\br=["']([A-Za-z]{1,3})(\d{1,7})["'][^>]*(?<!/)>""")
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*[^/])>(.*?)</(?:\w+:)?c>", re.DOTALL)
_REF = re.compile(rb"""\br=["']([A-Za-z]{1,3})(\d{1,7})["']""")
_ERROR = re.compile(rb"""\bt=["']e["']""")
_TEXT = re.compile(rb"""\bt=["']str["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_RESULT = re.compile(rb"<(?:\w+:)?v(?:\s[^>]*)?>([^<]+)</")
_CHANNEL = re.compile(rb"""<(?:\w+:)?f[^>]*>[^<]*\w\|(?:'|&apos;|&quot;)?[^<]*!""")
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_CONTENT_TYPES = "[Content_Types].xml"


def inspect_xlsx(package: Package) -> dict[str, Marks]:
    """Sheet name → findings.

    Raises:
        Refused: macros, links, objects, bombs, damage, cells too far away.
    """
    package.refuse_programs()
    if _CONTENT_TYPES not in package.names:
        raise Refused("corrupt")
    if b"macroenabled" in package.part(_CONTENT_TYPES).lower():
        raise Refused("macros")
    parts = _sheet_parts(package)
    package.scan_rest(set(parts.values()))
    return {name: _SheetScan(name).run(package, part) for name, part in parts.items()}


def _sheet_parts(package: Package) -> dict[str, str]:
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in package.names:
        raise Refused("corrupt")
    targets = {each.get("Id", ""): each.get("Target", "") for each in _tree(package.part(relations))}
    parts: dict[str, str] = {}
    for element in _tree(package.part("xl/workbook.xml")).iter():
        if _local(element.tag) != "sheet":
            continue
        relation = next((value for key, value in element.attrib.items() if key.endswith("}id")), "")
        target = targets.get(relation, "")
        part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
        if part not in package.names:
            raise Refused("corrupt")
        if "worksheets/" in part:
            parts[element.get("name", "")] = part
    return parts


def _tree(markup: bytes) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(markup)  # noqa: S314  declarations were refused before
    except ElementTree.ParseError as error:
        raise Refused("corrupt") from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


class _SheetScan:
    """One pass over a sheet's XML in pieces that end with a row."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._marks = Marks()
        self._rows: set[bytes] = set()
        self._columns: set[bytes] = set()
        self._corner: Position = (0, 0)

    def run(self, package: Package, part: str) -> Marks:
        """The findings; refuses cells that lie too far from the rest."""
        rest = b""
        for chunk in package.chunks(part):
            block = rest + chunk
            ends = [end.end() for end in _ROW_END.finditer(block)]
            cut = ends[-1] if ends else 0
            self._look(block[:cut])
            rest = block[cut:]
        self._look(rest)
        self._bound()
        return self._marks

    def _look(self, block: bytes) -> None:
        for column, row in _FILLED.findall(block):
            self._columns.add(column)
            self._rows.add(row)
        if b"f>" in block or b":f " in block or b"<f" in block or _ERROR.search(block):
            self._mark(block)

    def _mark(self, block: bytes) -> None:
        if _CHANNEL.search(block):
            raise Refused("embedded-objects")
        for cell in _CELL.finditer(block):
            attributes, body = cell.groups()
            place = _REF.search(attributes)
            if not place:
                continue
            where = int(place[2]), column_number(place[1].decode())
            result = _RESULT.search(body)
            if _ERROR.search(attributes):
                self._marks.errors[where] = result[1].decode("utf-8", "replace") if result else "#ERROR!"
            elif _FORMULA.search(body):
                known = result or _TEXT.search(attributes)
                (self._marks.formulas if known else self._marks.uncached).add(where)

    def _bound(self) -> None:
        rows = sorted({int(row) for row in self._rows})
        columns = sorted({column_number(column.decode()) for column in self._columns})
        if not rows or not columns:
            return
        area = rows[-1] * columns[-1]
        if rows[-1] > ROWS or columns[-1] > COLUMNS or area > max(CELLS, 2 * len(rows) * len(columns)):
            self._refuse(rows, columns)

    def _refuse(self, rows: list[int], columns: list[int]) -> None:
        if rows[-1] > ROWS and len(rows) > ROWS * 0.9:
            raise Refused("too-many-rows", sheet=self._name, count=f"{rows[-1]:,}", limit=f"{ROWS:,}")
        if columns[-1] > COLUMNS and len(columns) > COLUMNS * 0.9:
            raise Refused("too-many-columns", sheet=self._name, count=f"{columns[-1]:,}", limit=f"{COLUMNS:,}")
        raise Refused("far-corner", sheet=self._name, cell=f"{letter(columns[-1])}{rows[-1]}")

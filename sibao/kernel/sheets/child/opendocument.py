"""Looks through an .ods before it is read: password, programs, objects, formulas and errors."""

import io
from collections.abc import Iterator
from xml.etree import ElementTree

from sibao.kernel.sheets.child.limits import CELLS
from sibao.kernel.sheets.child.marks import Marks
from sibao.kernel.sheets.child.package import Package
from sibao.kernel.sheets.words import Refused

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"


def inspect_ods(package: Package) -> dict[str, Marks]:
    """Sheet name → findings.

    Raises:
        Refused: password, macros, objects, damage.
    """
    package.refuse_programs()
    manifest = "META-INF/manifest.xml"
    if manifest in package.names and b"encryption-data" in package.part(manifest):
        raise Refused("encrypted")
    package.scan_rest({"content.xml"})
    content = package.part("content.xml")
    if b"<script:event-listener" in content or b"table:dde-link" in content:
        raise Refused("macros" if b"<script:event-listener" in content else "embedded-objects")
    if b"table:table-source" in content or b"table:cell-range-source" in content:
        raise Refused("external-links")
    try:
        return {name: _marks(table) for name, table in _tables(content)}
    except ElementTree.ParseError as error:
        raise Refused("corrupt") from error


def _tables(content: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    for _, element in ElementTree.iterparse(io.BytesIO(content)):  # noqa: S314  declarations were refused before
        if element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", ""), element
            element.clear()


def _marks(table: ElementTree.Element) -> Marks:
    marks = Marks()
    row = 0
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        for cell in line:
            if not cell.tag.endswith("table-cell"):
                continue
            _look(cell, (row + 1, column + 1), marks)
            column += int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        row += int(line.get(f"{_TABLE}number-rows-repeated", "1"))
        if len(marks.formulas) > CELLS:
            raise Refused("too-many-cells", limit=f"{CELLS:,}")
    return marks


def _look(cell: ElementTree.Element, where: tuple[int, int], marks: Marks) -> None:
    shown = "".join(cell.itertext()).strip()
    if cell.get(f"{_CALC}value-type") == "error" or (shown.startswith("#") and shown.endswith(("!", "?", "/A"))):
        marks.errors[where] = shown or "#ERROR!"
    elif cell.get(f"{_TABLE}formula"):
        (marks.formulas if shown else marks.uncached).add(where)

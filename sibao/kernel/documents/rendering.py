"""From a template and plain data to the bytes of a PDF.

Templates are Typst files below the package. Data reach them as one JSON text that the template decodes, so that no
value is ever read as markup or code.
"""

import io
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import segno
import typst

from sibao.kernel.documents.fonts import DocumentFonts

STANDARDS: list[Any] = ["a-2a", "ua-1"]
ROOT = Path(__file__).resolve().parents[2]


def render(template: str, data: dict[str, Any], *, fonts: DocumentFonts, created: datetime) -> bytes:
    """The PDF of `template` filled with `data`; the same arguments give the same bytes.

    `template` is a path below the package such as `kernel/documents/templates/notice.typ`; `data` holds what JSON can
    hold; `created` (with time zone) is written into the file as its creation time.
    Raises `LookupError` for a template that does not exist and `typst.TypstError` for one that does not compile.
    """
    inputs = {
        "data": json.dumps(printable(data, fonts), ensure_ascii=False),
        "families": json.dumps({"body": fonts.body, "heading": fonts.heading}),
    }
    compiler = typst.Compiler(root=ROOT, font_paths=fonts.faces, ignore_system_fonts=True)
    pdf = compiler.compile(
        input=template_path(template),
        format="pdf",
        sys_inputs=inputs,
        timestamp=int(created.timestamp()),
        pdf_standards=STANDARDS,
    )
    if not isinstance(pdf, bytes):
        raise TypeError("the engine did not answer with one PDF")
    return pdf


def template_path(template: str) -> Path:
    """The file of a template; only Typst files below the package are templates."""
    path = (ROOT / template).resolve()
    if path.suffix != ".typ" or not path.is_relative_to(ROOT) or not path.is_file():
        raise LookupError(f"no such document template: {template}")
    return path


def printable(value: Any, fonts: DocumentFonts) -> Any:
    """`value` with every text in it as the faces can draw it."""
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, dict):
        return {key: printable(item, fonts) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item, fonts) for item in value]
    return value


def qr_svg(text: str) -> str:
    """A QR code of `text` as SVG, error correction M, without quiet zone (the page leaves it)."""
    buffer = io.BytesIO()
    segno.make(text, error="m", micro=False).save(buffer, kind="svg", border=0, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()

"""What kind of file some bytes are, by what they hold and never by what they call themselves; and names made harmless."""

import io
import re
import zipfile
from dataclasses import dataclass

from sibao.kernel.sheets.text import visible

MOST_NAME = 120
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SIGNS = (
    (b"%PDF-", "pdf"),
    (b"\xff\xd8\xff", "jpg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "doc"),
)
_INSIDE = (
    ("word/document.xml", "docx"),
    ("xl/workbook.xml", "xlsx"),
    ("ppt/presentation.xml", "pptx"),
    ("OFD.xml", "ofd"),
)
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*;]+")


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that may be attached; `shown` opens in the browser, the others are only handed out."""

    content_type: str
    endings: tuple[str, ...]
    shown: bool = False


KINDS = {
    "pdf": FileKind("application/pdf", ("pdf",), shown=True),
    "jpg": FileKind("image/jpeg", ("jpg", "jpeg"), shown=True),
    "png": FileKind("image/png", ("png",), shown=True),
    "doc": FileKind("application/octet-stream", ("doc", "xls", "ppt", "wps", "et", "dps")),
    "docx": FileKind(f"{_OFFICE}.wordprocessingml.document", ("docx",)),
    "xlsx": FileKind(f"{_OFFICE}.spreadsheetml.sheet", ("xlsx",)),
    "pptx": FileKind(f"{_OFFICE}.presentationml.presentation", ("pptx",)),
    "ofd": FileKind("application/ofd", ("ofd",)),
}
SHOWN = frozenset(kind.content_type for kind in KINDS.values() if kind.shown)
ENDINGS = tuple(ending for kind in KINDS.values() for ending in kind.endings)


def kind_of(content: bytes) -> FileKind | None:
    """Return what kind of file some bytes are; None for what is not taken: pages, scripts, drawings, programs, archives."""
    sign = next((kind for sign, kind in _SIGNS if content.startswith(sign)), None)
    found = sign or (_in_zip(content) if content.startswith(b"PK\x03\x04") else None)
    return KINDS[found] if found else None


def _in_zip(content: bytes) -> str | None:
    """The kind of a zipped document, by its table of contents; nothing of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return None
    return next((kind for part, kind in _INSIDE if part in names), None)


def harmless_name(name: str) -> str:
    """Return a file's name without folders, invisible characters, quotation marks and what systems read as more than a name.

    The ending stays; a long name is cut before it.
    """
    bare = re.split(r"[\\/]", visible(name))[-1]
    bare = _UNSAFE.sub("_", bare).strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if not dot:
        return bare[:MOST_NAME]
    return f"{stem[: MOST_NAME - 1 - len(ending)]}.{ending}" if len(ending) <= 8 else bare[:MOST_NAME]


def ending_of(name: str) -> str:
    """Return a name's ending in small letters, without the dot."""
    return name.rpartition(".")[2].lower()

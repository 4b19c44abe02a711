"""A zipped workbook looked at part by part, in a stream and within bounds, before any parser sees it."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from sibao.kernel.sheets.child.limits import PACKED_RATIO, PARTS, RATIO_FROM, UNPACKED_BYTES
from sibao.kernel.sheets.words import Refused

_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_PROGRAMS = re.compile(r"vbaProject|xl/macrosheets/|^Basic/|^Scripts/|customUI/", re.IGNORECASE)
_OBJECTS = re.compile(r"(?:^|/)(?:embeddings|activeX|ctrlProps)/|oleObject|^Object \d", re.IGNORECASE)
_LINKS = re.compile(r"^xl/(?:externalLinks/|connections\.xml|queryTables/|model/)", re.IGNORECASE)


class Package:
    """A zip file whose unpacked bytes are counted as they come, whatever its directory claims.

    Args:
        path: the file.

    Raises:
        Refused: damaged, encrypted, too many parts, or a bomb.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Refused("corrupt") from error
        entries = self._zip.infolist()
        self.names = {entry.filename for entry in entries}
        self._left = UNPACKED_BYTES
        if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED_BYTES:
            raise Refused("zip-bomb")
        if len(self.names) != len(entries):
            raise Refused("corrupt")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise Refused("encrypted")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def chunks(self, name: str) -> Iterator[bytes]:
        """The part's bytes, piece by piece; a declaration of entities or a byte order no office program writes is refused."""
        entry = self._zip.getinfo(name)
        markup = name.lower().endswith((".xml", ".rels", ".vml"))
        tail, total = b"", 0
        try:
            with self._zip.open(entry) as part:
                while chunk := part.read(_CHUNK):
                    if markup:
                        _refuse_declarations(tail + chunk, first=total == 0)
                    total += len(chunk)
                    self._count(len(chunk), total, entry.compress_size)
                    tail = chunk[-32:]
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise Refused("corrupt") from error

    def _count(self, size: int, total: int, packed: int) -> None:
        self._left -= size
        if self._left < 0 or (total > RATIO_FROM and total > packed * PACKED_RATIO):
            raise Refused("zip-bomb")

    def part(self, name: str) -> bytes:
        """A whole small part."""
        return b"".join(self.chunks(name))

    def scan_rest(self, seen: set[str]) -> None:
        """Unpacks and counts every part not looked at otherwise."""
        for name in sorted(self.names - seen):
            for _ in self.chunks(name):
                pass

    def refuse_programs(self) -> None:
        """No macros, no links to other files, no embedded objects."""
        for pattern, code in ((_PROGRAMS, "macros"), (_OBJECTS, "embedded-objects")):
            if any(pattern.search(name) for name in self.names):
                raise Refused(code)
        links = [name for name in self.names if _LINKS.search(name)]
        if any(b"ddeLink" in self.part(name) or b"oleLink" in self.part(name) for name in links):
            raise Refused("embedded-objects")
        if links:
            raise Refused("external-links")


def _refuse_declarations(chunk: bytes, *, first: bool) -> None:
    if first and (chunk[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in chunk[:64]):
        raise Refused("corrupt")
    if b"<!" in chunk and _DECLARATION.search(chunk):
        raise Refused("xml-bomb")

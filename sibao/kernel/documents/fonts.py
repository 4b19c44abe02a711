"""The typefaces that documents embed, and what to do with characters that they cannot draw."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from struct import Struct, unpack_from

import noto_cjk_sans_otc
import typst

TABLE_RECORD = Struct(">4sLLL")
GROUP_RECORD = Struct(">LLL")
INVISIBLE = {"Cc", "Cf", "Co", "Cs"}


@dataclass(frozen=True, slots=True)
class DocumentFonts:
    """Loaded faces, the families of body and headings in order of preference, and the characters all of them draw."""

    faces: typst.Fonts
    body: tuple[str, ...]
    heading: tuple[str, ...]
    characters: frozenset[int]

    def printable(self, text: str) -> str:
        """`text` as paper can show it.

        Invisible characters are left out; a character that no face can draw is written as its code: 〔U+1F600〕.
        """
        composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\t", " "))
        return "".join(self._printable_character(character) for character in composed)

    def _printable_character(self, character: str) -> str:
        if character == "\n" or ord(character) in self.characters:
            return "" if unicodedata.category(character) == "Cf" else character
        if unicodedata.category(character) in INVISIBLE:
            return ""
        return f"〔U+{ord(character):04X}〕"


@lru_cache(maxsize=1)
def document_fonts() -> DocumentFonts:
    """The faces every document uses, read once per process (about 0.1 s)."""
    return load_fonts([Path(str(noto_cjk_sans_otc.FONT_PATH)).parent], body=("Noto Sans CJK SC",))


def load_fonts(folders: Sequence[Path], body: tuple[str, ...], heading: tuple[str, ...] = ()) -> DocumentFonts:
    """Reads the font files in `folders`; `body` and `heading` name the families a text is tried in, first to last.

    Headings are set in the body's families when none are given.
    Raises `LookupError` for a family that no file in the folders holds.
    """
    heading = heading or body
    faces = typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )
    found = {face.family: face for face in faces.fonts() if face.path}
    if missing := sorted({*body, *heading} - set(found)):
        raise LookupError(f"font families not found: {', '.join(missing)}")
    drawable = {name: drawable_characters(Path(str(found[name].path)), found[name].index) for name in {*body, *heading}}
    in_body = frozenset().union(*(drawable[name] for name in body))
    in_heading = frozenset().union(*(drawable[name] for name in heading))
    return DocumentFonts(faces, body, heading, in_body & in_heading)


def drawable_characters(file: Path, index: int) -> frozenset[int]:
    """Code points that face `index` of an OpenType file or collection maps to a glyph (cmap format 12)."""
    data = file.read_bytes()
    face = unpack_from(">L", data, 12 + 4 * index)[0] if data[:4] == b"ttcf" else 0
    table_count = unpack_from(">H", data, face + 4)[0]
    records = (TABLE_RECORD.unpack_from(data, face + 12 + number * TABLE_RECORD.size) for number in range(table_count))
    cmap = next(offset for tag, _checksum, offset, _length in records if tag == b"cmap")
    return frozenset(point for start, end in _full_groups(data, cmap) for point in range(start, end + 1))


def _full_groups(data: bytes, cmap: int) -> list[tuple[int, int]]:
    subtable_count = unpack_from(">H", data, cmap + 2)[0]
    offsets = [cmap + unpack_from(">L", data, cmap + 8 + number * 8)[0] for number in range(subtable_count)]
    full = next(offset for offset in offsets if unpack_from(">H", data, offset)[0] == 12)
    group_count = unpack_from(">L", data, full + 12)[0]
    groups = (GROUP_RECORD.unpack_from(data, full + 16 + number * GROUP_RECORD.size) for number in range(group_count))
    return [(start, end) for start, end, _glyph in groups]

"""Cleaning of what people type: invisible characters, full width, stray spaces."""

import re
import unicodedata

_CONTROLS = {*range(0x20), *range(0x7F, 0xA0)}
_JOINERS_AND_DIRECTIONS = {0xAD, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)}
_VARIANTS_AND_MARKS = {*range(0xFE00, 0xFE10), 0xFEFF, *range(0xFFF9, 0xFFFC)}
INVISIBLE = dict.fromkeys(_CONTROLS | _JOINERS_AND_DIRECTIONS | _VARIANTS_AND_MARKS)
"""Characters that show nothing and mean nothing in a cell (line breaks and tabs become spaces first)."""

_BREAKS = str.maketrans("\t\n\r\v\f\x85\u2028\u2029", "        ")
_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum()} | {0x3000: 0x20}
_SPACES = re.compile(r"\s+")
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠")


def visible(text: str) -> str:
    """The text without invisible characters, outer spaces and runs of spaces; escapes of carriage returns go too."""
    if text.isprintable() and "  " not in text and "_x" not in text:
        return text.strip()
    text = text.replace("_x000D_", " ").translate(_BREAKS).translate(INVISIBLE)
    return _SPACES.sub(" ", text).strip()


def tidy(text: str) -> str:
    """Cleaned text as a person would have it: letters and digits half-width, Chinese punctuation kept."""
    text = unescape(visible(text))
    return text if text.isascii() else visible(text.translate(_HALF))


def compact(text: str) -> str:
    """Cleaned text for numbers, codes and headings: half-width throughout and without any space."""
    text = visible(unescape(visible(text)))
    if text.isascii():
        return "".join(text.split())
    bare = "".join(unicodedata.normalize("NFKC", text).translate(INVISIBLE).split())
    return unicodedata.normalize("NFKC", bare)


def neutralise(text: str) -> str:
    """Text that no spreadsheet program takes for a formula: a `'` before a start with = + - @, tab or return.

    Text that starts with `'` gets one more, so that `unescape` on import gives back exactly what was exported.
    """
    return f"'{text}" if text.startswith((*_DANGEROUS, "'")) else text


def unescape(text: str) -> str:
    """Undoes `neutralise`, and drops the `'` that people type before digits to keep them text."""
    bare = text[1:]
    return bare if text[:1] == "'" and (bare.startswith((*_DANGEROUS, "'")) or bare[:1].isdigit()) else text

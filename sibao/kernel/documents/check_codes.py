"""Check codes (校验码): short codes that a person can type and that say so themselves when they were mistyped.

A code is fifteen random characters (75 bits) and one check character over the 32-letter alphabet below. The check
character is a Reed-Solomon sum over the field of 32 elements, so any single wrong character and any two swapped
characters are noticed before anything is looked up.
"""

import secrets
import unicodedata
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sibao.kernel.refusals import Invalid

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 16
GROUP: Final = 4
LOOKALIKES: Final = str.maketrans("OIL", "011")
SEPARATORS: Final = str.maketrans("", "", " \t\r\n-‐‑‒–—―−_.·,、。")
FIELD_POLYNOMIAL: Final = 0b100101


def new_check_code() -> str:
    """A new check code, grouped in fours: `7K2M-09QX-VB3T-H8ZA`."""
    body = "".join(secrets.choice(ALPHABET) for _position in range(LENGTH - 1))
    return grouped(body + check_character(body))


def normalise_check_code(text: str) -> str:
    """The one written form of a typed check code.

    Case, width, spaces and dashes do not matter; O is read as 0, I and L as 1.
    Raises `Invalid` (field `check_code`) when the length, a character or the check character is wrong.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(SEPARATORS).translate(LOOKALIKES)
    unknown = sorted(set(plain) - set(ALPHABET))
    if unknown:
        raise _mistyped(_("校验码里没有这样的字符：%(characters)s") % {"characters": " ".join(unknown[:5])})
    if len(plain) != LENGTH:
        raise _mistyped(_("校验码应为 16 个字符，这里有 %(count)s 个") % {"count": len(plain)})
    if _field_sum(plain) != 0:
        raise _mistyped(_("校验码有误，请对照文件再输入一次"))
    return grouped(plain)


def grouped(plain: str) -> str:
    """Sixteen characters as four groups of four."""
    return "-".join(plain[start : start + GROUP] for start in range(0, len(plain), GROUP))


def check_character(body: str) -> str:
    """The last character that makes `body` a valid code."""
    return ALPHABET[_doubled(_field_sum(body))]


def _mistyped(reason: str | Promise) -> Invalid:
    return Invalid(reason, fields={"check_code": reason})


def _field_sum(characters: str) -> int:
    total = 0
    for character in characters:
        total = _doubled(total) ^ ALPHABET.index(character)
    return total


def _doubled(element: int) -> int:
    element <<= 1
    return element ^ FIELD_POLYNOMIAL if element & 0b100000 else element

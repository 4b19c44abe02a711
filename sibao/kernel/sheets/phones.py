"""Chinese telephone numbers: mobile, landline with area code and extension, 400 and short service numbers."""

import re

from sibao.kernel.sheets.words import Problem

_NUMBER = re.compile(
    r"(?:\+?86-?)?(?:(?P<mobile>1[3-9]\d{9})|(?P<area>0\d{2,3})-?(?P<line>[2-9]\d{6,7})(?:(?:-|转)(?P<extension>\d{1,6}))?"
    r"|(?P<service>400-?\d{3}-?\d{4}|12\d{3}|11\d))"
)
_SEVERAL = re.compile(r"\d{7,}[^\d()-]+\d{7,}")
_BRACKETS = str.maketrans({"(": None, ")": "-", "—": "-", "–": "-", "·": None})


def read_phone(text: str) -> str | Problem:
    """A compacted text as telephone number: `13800000011`, `0391-6630000`, `0391-6630000-802`, `4001234567`."""
    plain = text.translate(_BRACKETS)
    found = _NUMBER.fullmatch(plain) or _NUMBER.fullmatch(_joined_mobile(plain))
    if not found:
        return Problem("two-phones" if _SEVERAL.search(text) else "not-a-phone")
    if found["mobile"] or found["service"]:
        return (found["mobile"] or found["service"]).replace("-", "")
    return "-".join(part for part in (found["area"], found["line"], found["extension"]) if part)


def _joined_mobile(text: str) -> str:
    joined = text.replace("-", "")
    return joined if joined.removeprefix("+86").startswith("1") else text


def masked(phone: str) -> str:
    """`13800000011` → `138****0011`; a landline keeps its area code."""
    if "-" in phone:
        area, _, line = phone.partition("-")
        return f"{area}-***{line[-4:]}"
    return f"{phone[:3]}****{phone[-4:]}" if len(phone) > 7 else phone

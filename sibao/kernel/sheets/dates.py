"""Dates in the notations people use; what could be read two ways is a problem."""

import re
from datetime import date, datetime, timedelta

from sibao.kernel.sheets.grid import Cell
from sibao.kernel.sheets.text import compact, visible
from sibao.kernel.sheets.words import Problem

_EPOCH = date(1899, 12, 30)
_SERIALS = range(10_000, 73_051)
"""Excel's day numbers of 1927 to 2099: a whole number in this range is a day, any other number is not."""

_PARTS = re.compile(r"(\d{4})(?:年|[-/.])(\d{1,2})(?:月(?:(\d{1,2})[日号]?)?|[-/.](\d{1,2})[日号]?)?")
_TIME = re.compile(r"[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?$")
_RUN = re.compile(r"\d{8}")
_YEAR = re.compile(r"(\d{4})年?")
_SHORT = re.compile(r"\d{2}(?:年|[-/.])\d{1,2}(?:(?:月|[-/.])(?:\d{1,2}日?)?)?")
_BACKWARDS = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_DASHES = str.maketrans("—–−·、", "---..")

Dated = tuple[date, tuple[str, ...]]


def read_date(cell: Cell) -> Dated | Problem:
    """A cell as day: 2018-03-01, 2018/3/1, 2018年3月1日, 2018.3, 20180301, a date cell or Excel's day number.

    A month without day is its first day, with the note `month-only`.
    """
    if isinstance(cell, datetime):
        return cell.date(), ()
    if isinstance(cell, date):
        return cell, ()
    if isinstance(cell, float):
        return _from_number(cell)
    return _from_text(cell) if isinstance(cell, str) else Problem("not-a-date")


def _from_number(number: float) -> Dated | Problem:
    if number.is_integer():
        whole = int(number)
        if whole in _SERIALS:
            return _EPOCH + timedelta(days=whole), ("serial",)
        return _from_text(str(whole))
    text = f"{number:.15g}"
    if text.partition(".")[2] == "1":
        return Problem("month-ambiguous", {"year": text.partition(".")[0]})
    return _from_text(text)


def _from_text(text: str) -> Dated | Problem:
    bare = compact(_TIME.sub("", visible(text))).translate(_DASHES)
    if _RUN.fullmatch(bare):
        return _day(bare[:4], bare[4:6], bare[6:])
    found = _PARTS.fullmatch(bare)
    if found:
        return _day(found[1], found[2], found[3] or found[4])
    return _unreadable(bare)


def _day(year: str, month: str, day: str | None) -> Dated | Problem:
    if not 1 <= int(month) <= 12:
        return Problem("no-such-month", {"month": str(int(month))})
    if not 1900 <= int(year) <= 2200:
        return Problem("not-a-date")
    try:
        read = date(int(year), int(month), int(day or 1))
    except ValueError:
        return Problem("no-such-day", {"month": str(int(month)), "day": str(int(day or 1))})
    return read, (("notation",) if day else ("month-only",))


def _unreadable(text: str) -> Problem:
    year = _YEAR.fullmatch(text)
    if year:
        return Problem("month-missing", {"year": year[1]})
    if _SHORT.fullmatch(text):
        return Problem("short-year")
    return Problem("date-order" if _BACKWARDS.fullmatch(text) else "not-a-date")

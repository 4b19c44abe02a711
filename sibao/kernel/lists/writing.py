"""Writes the rows of a list into a workbook or a CSV file, with who, when, which filter and whether masked on top."""

import csv
import io
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from sibao.kernel.lists.cells import Written

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv; charset=utf-8"
_WIDTHS = (8, 44)


def is_dangerous(text: str) -> bool:
    """Return whether a spreadsheet might take a text for a formula."""
    return text.startswith(DANGEROUS)


class Writer(ABC):
    """A file that grows row by row."""

    suffix = ""
    content_type = ""

    @abstractmethod
    def heads(self, lines: Sequence[str], headings: Sequence[str]) -> None:
        """Write the lines on top and the headings."""

    @abstractmethod
    def row(self, values: Sequence[Written | date]) -> None:
        """Write one row."""

    @abstractmethod
    def content(self) -> bytes:
        """Return the finished file."""

    @abstractmethod
    def close(self) -> None:
        """Leave nothing behind, finished or not."""


class CsvWriter(Writer):
    """UTF-8 with a mark that spreadsheets recognise; dangerous text gets an apostrophe in front."""

    suffix, content_type = "csv", CSV

    def __init__(self) -> None:
        self._text = io.StringIO(newline="")
        self._csv = csv.writer(self._text)

    def heads(self, lines: Sequence[str], headings: Sequence[str]) -> None:
        for line in lines:
            self._csv.writerow([_harmless(line)])
        self._csv.writerow([_harmless(heading) for heading in headings])

    def row(self, values: Sequence[Written | date]) -> None:
        self._csv.writerow([_harmless(value) if isinstance(value, str) else _plain(value) for value in values])

    def content(self) -> bytes:
        return self._text.getvalue().encode("utf-8-sig")

    def close(self) -> None:
        self._text.close()


def _harmless(text: str) -> str:
    return f"'{text}" if is_dangerous(text) else text


def _plain(value: Written | date) -> object:
    return value.isoformat(sep=" ", timespec="seconds") if isinstance(value, datetime) else value


class XlsxWriter(Writer):
    """A workbook in constant memory; text stays text, dangerous text carries the mark that keeps it so."""

    suffix, content_type = "xlsx", XLSX

    def __init__(self, at: datetime) -> None:
        self._bytes = io.BytesIO()
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self._book = xlsxwriter.Workbook(self._bytes, options)
        self._book.set_properties({"created": at.astimezone(UTC).replace(tzinfo=None)})
        self._sheet = self._book.add_worksheet()
        self._bold = self._book.add_format({"bold": True, "bg_color": "#EEF2F7", "bottom": 1})
        self._quoted = self._book.add_format({"quote_prefix": True})
        self._day = self._book.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        self._line, self._closed = 0, False

    def heads(self, lines: Sequence[str], headings: Sequence[str]) -> None:
        for index, heading in enumerate(headings):
            self._sheet.set_column(index, index, min(max(_WIDTHS[0], 2 * len(heading) + 4), _WIDTHS[1]))
        for line in lines:
            self._put(0, line, None)
            self._line += 1
        for index, heading in enumerate(headings):
            self._put(index, heading, self._bold)
        self._line += 1
        self._sheet.freeze_panes(self._line, 0)

    def row(self, values: Sequence[Written | date]) -> None:
        for index, value in enumerate(values):
            self._put(index, value, None)
        self._line += 1

    def content(self) -> bytes:
        self.close()
        return self._bytes.getvalue()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._book.close()

    def _put(self, column: int, value: Written | date, look: Any) -> None:
        if value is None:
            return
        if isinstance(value, str):
            self._sheet.write_string(self._line, column, value, look or (self._quoted if is_dangerous(value) else None))
        elif isinstance(value, date):
            self._sheet.write_datetime(
                self._line, column, value, self._moment if isinstance(value, datetime) else self._day
            )
        else:
            self._sheet.write_number(self._line, column, float(value) if isinstance(value, Decimal) else value)


@contextmanager
def writer_for(format_name: str, at: datetime) -> Iterator[Writer]:
    """Hold a writer of "xlsx" or "csv"; what it keeps on the disk meanwhile goes when it is let go.

    Args:
        at: the moment whose rows are written; the same rows of the same moment are the same bytes.
    """
    writer: Writer = CsvWriter() if format_name == "csv" else XlsxWriter(at)
    with closing(writer):
        yield writer

"""Which field each column holds, and why: recognised, remembered, unclear, unknown or skipped."""

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sibao.kernel.sheets.amounts import usual_multiple
from sibao.kernel.sheets.grid import letter
from sibao.kernel.sheets.headings import Heading, Name, harmless, name_of, read_heading
from sibao.kernel.sheets.layout import AMOUNTS, PROBLEM_HEADING, Field, Kind, Layout, split_key, value_key
from sibao.kernel.sheets.units import factor

Remembered = Mapping[str, str]
"""Heading as written → answer: `key`, `key@2021`, `key@2021/万元`, or an empty text to leave the column out."""

_SEQUENCE = frozenset({"序号", "序", "no", "no.", "行号", "顺序号", "编次"})


class How(StrEnum):
    """How a column was read."""

    RECOGNISED = "recognised"
    CONVERTED = "converted"
    REMEMBERED = "remembered"
    UNCLEAR = "unclear"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the list, as the preview shows it.

    Args:
        index: from 1.
        heading: as written, levels joined by ` / `.
        field: what it is read as; for an unclear column what it may be; None when unknown or skipped.
        year, unit: from the heading, the title or the answer; `unit_from` is heading, title, layout or answer.
        how: the verdict; only recognised, converted and remembered columns are imported.
        reason: why it is unclear or skipped: year, relative-year, unit, remark, twice, ambiguous; sequence, problems, answer.
        candidates: keys to choose from when it is unclear.
        example: first filled cell and how it was understood.
        notes: how often each note was made, such as `cleaned` 27.
    """

    index: int
    heading: str
    field: Field | None = None
    year: int | None = None
    unit: str | None = None
    unit_from: str = ""
    how: How = How.UNKNOWN
    reason: str = ""
    candidates: tuple[str, ...] = ()
    example: tuple[str, str] = ("", "")
    notes: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def letter(self) -> str:
        """Column letter, such as `AB`."""
        return letter(self.index)

    @property
    def taken(self) -> bool:
        """Whether its cells are imported."""
        return self.field is not None and self.how in (How.RECOGNISED, How.CONVERTED, How.REMEMBERED)

    @property
    def key(self) -> str:
        """Key of its values in `Row.values`; empty when it is not imported."""
        return value_key(self.field, self.year) if self.field is not None and self.taken else ""

    @property
    def answer(self) -> str:
        """What to remember for this heading so that it is read the same next time."""
        return f"{self.key}/{self.unit}" if self.key and self.unit and self.unit_from != "layout" else self.key


class Matcher:
    """Reads headings against one layout; equal headings are read once.

    Args:
        layout: the fields.
        remembered: answers given earlier.
        title_unit: unit said above the table, such as 万元.
    """

    def __init__(self, layout: Layout, remembered: Remembered | None = None, title_unit: str | None = None) -> None:
        self._layout = layout
        self._answers = {name_of(heading): answer for heading, answer in (remembered or {}).items()}
        self._title_unit = title_unit
        self._fields: dict[str, list[Field]] = {}
        self._seen: dict[tuple[str, ...], Column] = {}
        for item in layout.fields:
            for name in dict.fromkeys(name_of(text) for text in (item.zh, item.en, *item.synonyms)):
                self._fields.setdefault(name, []).append(item)

    def column(self, index: int, path: tuple[str, ...]) -> Column:
        """The column under that heading; twice matched fields are settled by `settle`."""
        if path not in self._seen:
            self._seen[path] = self._read(path)
        return replace(self._seen[path], index=index)

    def _read(self, path: tuple[str, ...]) -> Column:
        heading = read_heading(path)
        column = Column(0, heading.written)
        answer = self._answers.get(name_of(heading.written))
        if answer is not None:
            return self._answered(column, answer)
        leaf = name_of(path[-1]) if path else ""
        if leaf in _SEQUENCE:
            return replace(column, how=How.SKIPPED, reason="sequence")
        if leaf == PROBLEM_HEADING:
            return replace(column, how=How.SKIPPED, reason="problems")
        return self._matched(column, heading)

    def _answered(self, column: Column, answer: str) -> Column:
        if not answer:
            return replace(column, how=How.SKIPPED, reason="answer")
        key, _, unit = answer.partition("/")
        name, year = split_key(key)
        known = next((item for item in self._layout.fields if item.key == name), None)
        if known is None or (known.yearly and not year):
            return replace(column, field=known, how=How.UNCLEAR, reason="year" if known else "ambiguous")
        column = replace(column, field=known, year=year, unit=unit or known.unit, how=How.REMEMBERED)
        return replace(column, unit_from="answer" if unit else "layout" if known.unit else "")

    def _matched(self, column: Column, heading: Heading) -> Column:
        for name in heading.names:
            found = self._fields.get(name.name, [])
            if len(found) > 1:
                keys = tuple(item.key for item in found)
                return replace(column, field=found[0], how=How.UNCLEAR, reason="ambiguous", candidates=keys)
            if found:
                return self._detailed(replace(column, field=found[0]), found[0], heading, name)
        return column

    def _detailed(self, column: Column, found: Field, heading: Heading, name: Name) -> Column:
        unit, odd = _unit(found, name.remarks)
        unit_from = "heading"
        if unit is None and found.kind in (Kind.MONEY, Kind.QUANTITY):
            fits = self._title_unit and factor(self._title_unit, found.bases)
            unit, unit_from = (self._title_unit, "title") if fits else (found.unit, "layout")
        column = replace(column, year=heading.years[0] if heading.years else None, candidates=(found.key,))
        column = replace(column, unit=unit, unit_from=unit_from if unit else "")
        reason = self._doubt(found, heading, odd, unit)
        if reason:
            return replace(column, how=How.UNCLEAR, reason=reason)
        converted = unit is not None and factor(unit, found.bases) != usual_multiple(found)
        return replace(column, how=How.CONVERTED if converted else How.RECOGNISED, candidates=())

    @staticmethod
    def _doubt(found: Field, heading: Heading, odd: list[str], unit: str | None) -> str:
        if odd:
            return "remark"
        if len(heading.years) > 1:
            return "year"
        if found.yearly and not heading.years:
            return "relative-year" if heading.relative else "year"
        return "unit" if unit is None and found.kind in (Kind.MONEY, Kind.QUANTITY) else ""


def _unit(found: Field, remarks: Sequence[str]) -> tuple[str | None, list[str]]:
    """The unit among a heading's remarks, and the remarks that nobody understands."""
    amounts = found.kind in AMOUNTS
    units = [remark for remark in remarks if amounts and factor(remark, found.bases) is not None]
    odd = [remark for remark in remarks if remark not in units and not harmless(remark)]
    return (units[0] if units else None), odd + units[1:]


def settle(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Asks about every field that two columns claim; an answer given earlier goes before a match."""
    told = {column.key for column in columns if column.how is How.REMEMBERED}
    claims = Counter(column.key for column in columns if column.taken)

    def settled(column: Column) -> Column:
        if not column.taken or claims[column.key] == 1:
            return column
        if column.how is How.REMEMBERED and sum(c.key == column.key for c in columns if c.how is How.REMEMBERED) == 1:
            return column
        reason = "answer" if column.key in told and column.how is not How.REMEMBERED else "twice"
        how = How.SKIPPED if reason == "answer" else How.UNCLEAR
        return replace(column, how=how, reason=reason, candidates=(column.key,))

    return tuple(settled(column) for column in columns)

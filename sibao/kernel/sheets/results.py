"""What reading a list yields: rows with values and problems, columns with verdicts, questions, what was skipped."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sibao.kernel.sheets.columns import Column, How
from sibao.kernel.sheets.grid import letter
from sibao.kernel.sheets.layout import Choice, Field
from sibao.kernel.sheets.values import Value
from sibao.kernel.sheets.words import Problem


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A problem at its place: row and column from 1, `raw` as the cell shows it."""

    row: int
    column: int
    key: str
    raw: str
    problem: Problem

    @property
    def cell(self) -> str:
        """Where, such as `E88`."""
        return f"{letter(self.column)}{self.row}"


@dataclass(slots=True)
class Row:
    """One data row: its true number, what was understood, what was not.

    Args:
        values: key (`name`, `output@2021`) → value.
        problems: a row with any is not to be written.
    """

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[CellProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Question:
    """A text in a choice column that only a person can settle; the rows are read with that value left out.

    Args:
        column: where it stands; `rows` are the rows that hold the text.
        candidates: choices that resemble it.
    """

    column: Column
    text: str
    rows: tuple[int, ...]
    candidates: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Understanding:
    """How a workbook was read.

    Args:
        sheet: name of the sheet; `sheets` tells how much each sheet looks like the layout.
        header: first and last header row.
        width: last column of the table; a 问题 column goes behind it.
        skipped: reason (title, subtotal, note, section, blank, example, header) → row numbers.
        missing: required fields that no column holds; nothing can be imported until one does.
    """

    format: str
    sheet: str
    sheets: Mapping[str, float]
    header: tuple[int, int]
    width: int
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    skipped: Mapping[str, tuple[int, ...]]
    missing: tuple[Field, ...]
    questions: tuple[Question, ...]

    @property
    def problems(self) -> tuple[CellProblem, ...]:
        """All problems in the order of rows."""
        return tuple(problem for row in self.rows for problem in row.problems)

    @property
    def unclear(self) -> tuple[Column, ...]:
        """Columns that wait for an answer."""
        return tuple(column for column in self.columns if column.how is How.UNCLEAR)

    def answers(self) -> dict[str, str]:
        """What to remember so that the same headings are read alike next time."""
        return {column.heading: column.answer for column in self.columns if column.taken}

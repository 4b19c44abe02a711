"""What a context registers so that its workbooks can come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from sibao.kernel.access import Actor
from sibao.kernel.refusals import Text
from sibao.kernel.sheets.layout import Choices, Layout
from sibao.kernel.sheets.understand import Row
from sibao.kernel.sheets.words import Problem

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Change:
    """One field that applying a row would change, before and after, in people's words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """An existing row that a workbook's row without a code may mean, for a person to confirm."""

    id: int
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why a row as a whole or one of its fields cannot be written, beyond what its cells say."""

    key: str
    problem: Problem


def said(why: str, cure: str) -> RowProblem:
    """Return a problem of a whole row in a context's own words."""
    return RowProblem("", Problem("refused", {"why": why, "cure": cure}))


@dataclass(slots=True)
class Plan:
    """What applying one row would do: verdict new, changed, unchanged, ask or bad."""

    row: Row
    verdict: str
    label: str
    matched_id: int | None = None
    changes: list[Change] = field(default_factory=list)
    candidates: list[Candidate] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Absent:
    """Something known that a full workbook no longer names; it is let go only when a person says so."""

    id: int
    label: str


@dataclass(frozen=True, slots=True)
class Ready:
    """A row that is to be written: its values and the existing row it belongs to, or None for a new one.

    An absent one is let go instead; its value `left_on` is the last day.
    """

    number: int
    values: Values
    matched_id: int | None
    absent: bool = False


class Importer(Protocol):
    """One kind of workbook. `may` is the permission and the command that writes; `personal` are the fields sealed at rest.

    Where `own` is true, an import is seen by whoever started it and not by her colleagues.
    """

    key: str
    may: str
    title: Text
    personal: frozenset[str]
    own: bool

    def layout(self, actor: Actor) -> Layout:
        """Return the fields that the workbook may hold."""

    def choices(self, actor: Actor) -> Choices:
        """Return what choice fields may be, within the actor's scope."""

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Say what applying each row would do; writes nothing.

        Args:
            actor: for whom; rows outside her scope are problems.
            rows: understood rows, without problems of their own.
            confirmed: row number → the id a person said it is, or None for "a new one".
        """

    def label(self, row: Row) -> str:
        """Return what a row is called in the preview, without personal data."""

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return what is known and not named by any row, also not by one that has problems; empty where that says nothing."""

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows through the context's own command, all in one transaction."""


IMPORTERS: dict[str, Importer] = {}


def register(importer: Importer) -> None:
    """Add an importer.

    Raises:
        RuntimeError: its key is taken.
    """
    if importer.key in IMPORTERS:
        raise RuntimeError(f"importer {importer.key} registered twice")
    IMPORTERS[importer.key] = importer

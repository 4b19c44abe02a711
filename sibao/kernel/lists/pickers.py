"""Pickers (选择框): the options of a field that has too many of them for a plain select box, within the asker's scope."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import Text

SHOWN = 20
LONGEST = 60
Rows = QuerySet[Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to choose: the value that is sent and the words that are shown."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class Picker:
    """Where the options come from.

    Args:
        key: such as "directory:units".
        may: the permission that opens it.
        rows: the rows this actor may choose from, already narrowed and in order.
        search: narrows the rows to what was typed.
        label: how a row is shown.
        shared: the rows are the same for everybody, such as a national table.
        by: the column whose value stands for a row.
    """

    key: str
    may: str
    rows: Callable[[Actor], Rows]
    search: Callable[[Rows, str], Rows]
    label: Callable[[Any], Text]
    shared: bool = False
    by: str = "pk"

    def find(self, actor: Actor, text: str = "") -> list[Option]:
        """Return at most 20 options that match what was typed."""
        require(actor, self.may)
        text = text.replace("\0", "").strip()[:LONGEST]
        rows = self.rows(actor)
        return [self._option(row) for row in (self.search(rows, text) if text else rows)[:SHOWN]]

    def one(self, actor: Actor, value: str) -> Option | None:
        """Return the option of a value, or None when it does not exist or lies outside the actor's scope."""
        require(actor, self.may)
        if not (value.isascii() and len(value) <= 18 and (value.isdigit() or self.by != "pk")):
            return None
        row = self.rows(actor).filter(**{self.by: value.replace("\0", "")}).first()
        return self._option(row) if row else None

    def meant(self, actor: Actor, text: str) -> list[Option]:
        """Return what somebody means who typed a part of a name or a code, or took an option as it is shown.

        More than one is for her to choose from.
        """
        found = self.find(actor, text) or self.find(actor, text.rpartition(" ")[2])
        return [one for one in found if str(one.label) == text] or found

    def _option(self, row: Any) -> Option:
        return Option(str(getattr(row, self.by)), self.label(row))

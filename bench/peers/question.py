"""The same enterprises and standards for every engine: whole-number columns, and conditions as intervals over them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.criteria import CRITERIA, SUBJECTS, Task
from sibao.criteria import Catalogue, Kind
from sibao.criteria.tree import data_of

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Interval = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A column, and the closed intervals that its value has to lie in one of."""

    column: str
    within: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Parts of which so many have to hold."""

    needed: int
    parts: tuple["Leaf | Group", ...]


Asked = Leaf | Group


@dataclass(frozen=True, slots=True)
class Question:
    """Columns with what is known of them, and what each standard asks for; a member of a set is a column of its own."""

    columns: dict[str, tuple[Numbers, Flags]]
    standards: list[Group]

    @classmethod
    def of(cls, task: Task) -> "Question":
        """The bench's own task, put so that any engine can be asked."""
        return cls(dict(_columns(task)), [_group(data_of(one.node), task.facts) for one in task.criteria])

    def row(self, place: int) -> dict[str, int | None]:
        """One enterprise; None is not known."""
        return {name: int(raw[place]) if known[place] else None for name, (raw, known) in self.columns.items()}


def _columns(task: Task) -> Iterator[tuple[str, tuple[Numbers, Flags]]]:
    for key, fact in task.facts.facts.items():
        column = task.table[key]
        if fact.kind is Kind.SET:
            for place, member in enumerate(fact.members):
                yield f"{key}_{member}", (column.raw >> place & 1, column.known)
        else:
            yield key, (column.raw, column.known)


def _group(data: dict[str, Any], facts: Catalogue) -> Group:
    parts = data.get("all") or data.get("any") or data["of"]
    needed = data.get("atleast", 1 if "any" in data else len(parts))
    return Group(needed, tuple(_asked(part, facts) for part in parts))


def _asked(data: dict[str, Any], facts: Catalogue) -> Asked:
    if "f" not in data:
        return _group(data, facts)
    atom = facts.atom(data["f"], data["op"], tuple(data["v"]) if isinstance(data["v"], list) else data["v"])
    return Leaf(f"{data['f']}_{atom.aspect}" if atom.aspect else data["f"], tuple(atom.yes))


__all__ = ["CRITERIA", "SUBJECTS", "Asked", "Flags", "Group", "Leaf", "Numbers", "Question"]

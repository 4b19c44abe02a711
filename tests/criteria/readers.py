"""The three readers of a criterion over drawn subjects, each giving true, false or None."""

from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import Any

import numpy as np

from tests.criteria import world


def raw_of(fact: Any, value: Any) -> int:
    """A value as people write it, as the number it is kept as."""
    if isinstance(value, set):
        return sum(1 << fact.members.index(member) for member in value)
    if isinstance(value, date):
        return value.toordinal()
    if isinstance(value, str):
        return fact.codes.ranks[value] if fact.codes else fact.members.index(value)
    return int(value)


def one_by_one(library: ModuleType, criterion: Any, catalogue: Any, subjects: Sequence[Any]) -> list[bool | None]:
    """The interpreter's answers."""
    answers = []
    for subject in subjects:
        readings = {
            key: library.Reading(raw_of(catalogue.facts[key], each[0]), world.NOW.minutes - each[1])
            for key, each in subject.items()
            if each is not None
        }
        inquiry = library.Inquiry(catalogue, readings, library.AsOf(*world.NOW))
        answers.append(library.judge(criterion, inquiry).answer)
    return answers


def store_of(library: ModuleType, catalogue: Any, subjects: Sequence[Any]) -> Any:
    """The subjects in columns."""
    columns = {}
    for key in world.plain_values:
        cells = [subject[key] for subject in subjects]
        raw = [0 if cell is None else raw_of(catalogue.facts[key], cell[0]) for cell in cells]
        at = [world.NOW.minutes - (0 if cell is None else cell[1]) for cell in cells]
        known = np.array([cell is not None for cell in cells], np.bool_)
        columns[key] = library.Column(np.array(raw, np.int64), known, np.array(at, np.int64))
    return library.Store(catalogue, len(subjects), columns, library.AsOf(*world.NOW))


def all_at_once(library: ModuleType, criterion: Any, catalogue: Any, subjects: Sequence[Any]) -> list[bool | None]:
    """The planes' answers; counted, there are as many."""
    matrix = library.Planes(store_of(library, catalogue, subjects)).matrix([criterion])
    answers = [matrix.answer(0, index) for index in range(len(subjects))]
    assert matrix.counts() == [(answers.count(True), answers.count(False), answers.count(None))]
    return answers

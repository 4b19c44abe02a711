"""What contexts above keep of signals for as long as these are kept, and how it goes."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import NamedTuple

from sibao.kernel.refusals import Text
from sibao.prevention.sql.retention import Gone


class Keeper(NamedTuple):
    """Which data a context keeps, by what name people know them, and what deletes those whose days are over at a moment."""

    what: str
    name: Text
    forget: Callable[[int, datetime], Sequence[Gone]]


_KEEPERS: dict[str, Keeper] = {}


def keep(keeper: Keeper) -> None:
    """Have what a context keeps go with the signals that it was made of, each night, on the same certificate."""
    _KEEPERS[keeper.what] = keeper


def keepers() -> list[Keeper]:
    """Return all of them."""
    return list(_KEEPERS.values())

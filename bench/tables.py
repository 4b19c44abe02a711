"""What a bench yields and how it is printed."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured.

    Args:
        what: its name.
        seconds: median of the rounds.
        ratio: how many times the bench's first line; 1 for that line itself.
        aim: the most that the ratio should be; None when nothing is promised.
        within: the most seconds that it should take; None when nothing is promised.
    """

    what: str
    seconds: float
    ratio: float
    aim: float | None = None
    within: float | None = None

    def text(self) -> str:
        """The line as text: a figure that misses its aim is marked."""
        aims = ((self.aim, self.ratio, "×"), (self.within, self.seconds, " s"))
        said = "  ".join(f"≤ {most:g}{unit}" for most, _, unit in aims if most is not None)
        missed = any(most is not None and found > most for most, found, _ in aims)
        return f"  {self.what:<58}{self.seconds:>10.4g}{self.ratio:>9.2f}  {said}{' MISSED' if missed else ''}".rstrip()


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one bench under their title, and below them what was done."""

    title: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    def text(self) -> str:
        """The table as text."""
        head = f"  {'what':<58}{'median s':>10}{'ratio':>9}  aim"
        return "\n".join(
            [self.title, head, *(line.text() for line in self.lines), *(f"  · {one}" for one in self.notes)]
        )


@dataclass(frozen=True, slots=True)
class After:
    """Something done with what is made anew for every shot before the clock starts."""

    make: Callable[[], Any]
    do: Callable[[Any], object]

    def ready(self) -> Callable[[], object]:
        """Make it, and return what is left to be done."""
        return partial(self.do, self.make())

    def __call__(self) -> object:
        return self.ready()()


Measured = tuple[str, Callable[[], object], float | None]
"""Name, what is done, and the most that its ratio to the first should be."""


def taken(things: Sequence[Callable[[], object]], rounds: int) -> list[list[float]]:
    """Do all things in turn, round by round, and return the seconds that each took in each round."""
    seconds: list[list[float]] = [[] for _ in things]
    for _ in range(rounds):
        for place, do in enumerate(things):
            seconds[place].append(timed(do))
    return seconds


def timed(do: Callable[[], object]) -> float:
    """Do something and return the seconds that it took."""
    ready = do.ready() if isinstance(do, After) else do
    start = time.perf_counter()
    ready()
    return time.perf_counter() - start


def compare(title: str, measured: Sequence[Measured], rounds: int = ROUNDS, *, warm: bool = False) -> Table:
    """Do each thing in turn, rounds interleaved so that a busy machine is unfair to none, and compare with the first.

    Args:
        warm: whether each is done once before the clock starts.
    """
    if warm:
        taken([do for _name, do, _aim in measured], 1)
    medians = [statistics.median(seconds) for seconds in taken([do for _name, do, _aim in measured], rounds)]
    return Table(
        title,
        tuple(
            Line(name, median, median / medians[0], aim)
            for median, (name, _do, aim) in zip(medians, measured, strict=True)
        ),
    )


def within(table: Table, aims: Mapping[int, float]) -> Table:
    """The table with the most seconds that some of its lines should take, by their place."""
    return replace(table, lines=tuple(replace(line, within=aims.get(place)) for place, line in enumerate(table.lines)))

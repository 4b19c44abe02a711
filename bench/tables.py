"""What a bench yields and how it is printed."""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured.

    Args:
        what: its name.
        seconds: median of three rounds.
        ratio: how many times the bench's first line; 1 for that line itself.
        aim: the most that the ratio should be; None when nothing is promised.
    """

    what: str
    seconds: float
    ratio: float
    aim: float | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """The lines of one bench under their title."""

    title: str
    lines: tuple[Line, ...]

    def text(self) -> str:
        """The table as text."""
        rows = [f"{self.title}", f"  {'what':<52}{'median s':>10}{'ratio':>8}{'aim':>8}"]
        for line in self.lines:
            aim = "" if line.aim is None else f"≤ {line.aim:g}"
            rows.append(f"  {line.what:<52}{line.seconds:>10.3f}{line.ratio:>8.2f}{aim:>8}")
        return "\n".join(rows)


Measured = tuple[str, Callable[[], object], float | None]
"""Name, what is done, and the most that its ratio to the first should be."""


def compare(title: str, measured: Sequence[Measured]) -> Table:
    """Do each thing in turn, three rounds interleaved so that a busy machine is unfair to none, and compare with the first."""
    taken: list[list[float]] = [[] for _ in measured]
    for _ in range(ROUNDS):
        for seconds, (_name, do, _aim) in zip(taken, measured, strict=True):
            start = time.perf_counter()
            do()
            seconds.append(time.perf_counter() - start)
    medians = [statistics.median(seconds) for seconds in taken]
    return Table(
        title,
        tuple(
            Line(name, median, median / medians[0], aim)
            for median, (name, _do, aim) in zip(medians, measured, strict=True)
        ),
    )

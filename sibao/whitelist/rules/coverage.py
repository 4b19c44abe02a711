"""Arithmetic of coverage (R26, R125): whole numbers only, unknown stays unknown."""

from collections.abc import Iterable
from dataclasses import dataclass

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Reach:
    """Does a coverage reach its threshold? Both readings of the notice: 以上 includes the number, 超过 does not."""

    at_least: bool
    above: bool


def coverage_bp(value: int, denominator: int | None) -> int | None:
    """Return the coverage in basis points, rounded down; None when the denominator is unknown."""
    return None if not denominator else value * WHOLE // denominator


def reach(value: int, denominator: int | None, threshold_bp: int) -> Reach | None:
    """Return whether the coverage is at least, and above, the threshold: exact, without rounding; None = unknown."""
    if not denominator:
        return None
    ours, bar = value * WHOLE, threshold_bp * denominator
    return Reach(at_least=ours >= bar, above=ours > bar)


def gap_value(value: int, denominator: int, threshold_bp: int, *, strict: bool) -> int:
    """Return how much more value reaches the threshold; 0 when it is reached."""
    bar = threshold_bp * denominator
    needed = bar // WHOLE + 1 if strict else -(-bar // WHOLE)
    return max(0, needed - value)


def fewest_over(gap: int, candidates: Iterable[tuple[int, int]]) -> list[int] | None:
    """Return the ids of the fewest candidates whose values together fill the gap, or None when all together do not.

    Args:
        gap: value still missing.
        candidates: (id, value) of units that are not listed; unknown values are left out by the caller.
    """
    taken: list[int] = []
    for identity, value in sorted(candidates, key=lambda one: (-one[1], one[0])):
        if gap <= 0:
            break
        taken.append(identity)
        gap -= value
    return taken if gap <= 0 else None


@dataclass(frozen=True, slots=True)
class SectorSum:
    """What the total is made of: one sector's listed value and denominator, and whether they are money."""

    name: str
    value: int
    denominator: int | None
    in_money: bool


@dataclass(frozen=True, slots=True)
class Total:
    """Coverage of the sectors together, with the names of those that cannot be added."""

    value: int
    denominator: int
    left_out: tuple[str, ...]

    @property
    def coverage_bp(self) -> int | None:
        return coverage_bp(self.value, self.denominator)


def total(sectors: Iterable[SectorSum]) -> Total:
    """Add up the sectors that are measured in money and have a denominator; name the rest."""
    sectors = list(sectors)
    added = [one for one in sectors if one.in_money and one.denominator]
    return Total(
        value=sum(one.value for one in added),
        denominator=sum(one.denominator or 0 for one in added),
        left_out=tuple(one.name for one in sectors if one not in added),
    )

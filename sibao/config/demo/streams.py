"""Random numbers that depend on the seed and a name alone, so that one table never disturbs another."""

import hashlib
from collections.abc import Sequence
from itertools import accumulate, pairwise
from random import Random
from typing import TypeVar

T = TypeVar("T")


def stream(seed: int, *name: str | int) -> Random:
    """Return the random stream of one table or row, the same in every process and on every machine."""
    text = "/".join(str(part) for part in (seed, *name))
    return Random(int.from_bytes(hashlib.sha256(text.encode()).digest(), "big"))  # noqa: S311 - a demo, no secret


def shuffled(random: Random, things: Sequence[T]) -> list[T]:
    """Return the things in another order."""
    return random.sample(things, len(things))


def pick(random: Random, weighted: Sequence[tuple[T, float]]) -> T:
    """Return one of the things by weight."""
    return random.choices([thing for thing, _ in weighted], [weight for _, weight in weighted])[0]


def apportion(total: int, weights: Sequence[float], *, least: int, most: int) -> list[int]:
    """Divide `total` into whole parts near the weights, each between `least` and `most`.

    Raises:
        ValueError: the bounds cannot add up to the total.
    """
    if not least * len(weights) <= total <= most * len(weights):
        raise ValueError(f"{total} cannot be divided into {len(weights)} parts of {least} to {most}")
    scale = _scale_within(total, weights, least, most)
    wanted = [min(max(weight * scale, least), most) for weight in weights]
    edges = [round(edge) for edge in accumulate(wanted, initial=0.0)]
    parts = [high - low for low, high in pairwise(edges)]
    return _settle(parts, total, least, most)


def _scale_within(total: int, weights: Sequence[float], least: int, most: int) -> float:
    low, high = 0.0, most / min(weights)
    for _ in range(80):
        middle = (low + high) / 2
        if sum(min(max(weight * middle, least), most) for weight in weights) < total:
            low = middle
        else:
            high = middle
    return high


def _settle(parts: list[int], total: int, least: int, most: int) -> list[int]:
    parts = [min(max(part, least), most) for part in parts]
    missing = total - sum(parts)
    step = 1 if missing > 0 else -1
    place = 0
    while missing:
        if least <= parts[place % len(parts)] + step <= most:
            parts[place % len(parts)] += step
            missing -= step
        place += 1
    return parts

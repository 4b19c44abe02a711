"""Sets of subjects as bit planes: one bit a subject, 64 a word, subject 0 in the lowest bit of the first word."""

from collections.abc import Iterable
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint64]
Scalar = TypeVar("Scalar", bound=np.generic)
WORD = 64


def words_of(size: int) -> int:
    """How many words hold `size` subjects."""
    return -(-size // WORD)


def packed(flags: npt.NDArray[np.bool_]) -> Plane:
    """Flags as a plane; the bits beyond the last flag are 0."""
    return np.packbits(padded(flags), bitorder="little").view(np.uint64)


def padded(column: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """A column with zeros behind it up to whole words; one that fills its words is itself."""
    if len(column) % WORD == 0:
        return column
    longer = np.zeros(words_of(len(column)) * WORD, column.dtype)
    longer[: len(column)] = column
    return longer


def unpacked(plane: Plane, size: int) -> npt.NDArray[np.bool_]:
    """A plane as `size` flags."""
    return np.unpackbits(plane.view(np.uint8), count=size, bitorder="little").astype(np.bool_)


def count(plane: Plane) -> int:
    """How many subjects are in the set."""
    return int(np.bitwise_count(plane).sum())


def at_least(planes: Iterable[Plane], needed: int, everyone: Plane) -> Plane:
    """Subjects that are in `needed` or more of the sets: `reached[n]` holds those in n + 1 of the sets so far."""
    if needed <= 0:
        return everyone
    reached = [np.zeros_like(everyone) for _ in range(needed)]
    for plane in planes:
        for level in range(needed - 1, 0, -1):
            reached[level] |= reached[level - 1] & plane
        reached[0] |= plane
    return reached[-1]

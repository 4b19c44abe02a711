"""Sets of subjects as bit planes: one bit a subject, 64 a word, subject 0 in the lowest bit of the first word.

The bits beyond the last subject are 0 in every plane, so that "everyone but these" is one exclusive or.
"""

from collections.abc import Sequence
from functools import reduce
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
    return np.packbits(padded(flags), None, "little").view(np.uint64)


def padded(column: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """A column with zeros behind it up to whole words; one that fills its words is itself."""
    if len(column) % WORD == 0:
        return column
    longer = np.zeros(words_of(len(column)) * WORD, column.dtype)
    longer[: len(column)] = column
    return longer


def unpacked(plane: Plane, size: int) -> npt.NDArray[np.bool_]:
    """A plane as `size` flags."""
    return np.unpackbits(plane.view(np.uint8), count=size, bitorder="little").view(np.bool_)


def count(plane: Plane) -> int:
    """How many subjects are in the set."""
    return int(np.bitwise_count(plane).sum())


def joined(planes: Sequence[Plane], needed: int) -> Plane:
    """Subjects that are in `needed` or more of the sets: any of them and all of them are its two ends."""
    if needed == 1:
        return reduce(np.bitwise_or, planes)
    if needed == len(planes):
        return reduce(np.bitwise_and, planes)
    return _at_least(planes, needed)


def _at_least(planes: Sequence[Plane], needed: int) -> Plane:
    """`reached[n]` are those that are in n + 1 or more of the sets so far."""
    reached = [planes[0]]
    for plane in planes[1:]:
        further = [level & plane for level in reached[: needed - 1]]
        reached = [level | more for level, more in zip(reached, [plane, *further], strict=False)]
        reached += further[len(reached) - 1 :]
    return reached[-1]

"""Sets of subjects as bit planes: one bit a subject, 64 a word, subject 0 in the lowest bit of the first word."""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

Plane = npt.NDArray[np.uint64]
WORD = 64


def words_of(size: int) -> int:
    """How many words hold `size` subjects."""
    return -(-size // WORD)


def packed(flags: npt.NDArray[np.bool_]) -> Plane:
    """Flags as a plane; the bits beyond the last flag are 0."""
    plane = np.zeros(words_of(len(flags)) * 8, np.uint8)
    packed_bytes = np.packbits(flags, bitorder="little")
    plane[: len(packed_bytes)] = packed_bytes
    return plane.view(np.uint64)


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

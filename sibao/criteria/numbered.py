"""One number of every subject in a column as narrow as its values, and the sets of those within a span."""

from functools import reduce

import numpy as np
import numpy.typing as npt

from sibao.criteria.bits import Plane, packed, padded
from sibao.criteria.spans import HIGHEST, Span, Spans


class Numbered(dict[Span, Plane]):
    """The numbers that atoms ask about; span → the subjects whose number is known and lies in it, found once.

    Args:
        raw: the numbers, any where not known.
        flags: where they are known.
        everyone: all subjects.

    Attributes:
        known, unknown, nobody: who has a number, who has none, and the empty set.
        least, most: the numbers that there are.
        numbers: how far each is above the least, from the lowest number of its type on, for signed ones compare
            fastest; what is not known is there as the least.
    """

    def __init__(self, raw: npt.NDArray[np.integer], flags: npt.NDArray[np.bool_], everyone: Plane) -> None:
        super().__init__()
        self.known = packed(flags)
        self.unknown, self.nobody = self.known ^ everyone, everyone ^ everyone
        there = np.where(flags, raw, raw[flags.argmax()]) if len(raw) else raw
        self.least, self.most = (int(there.min()), int(there.max())) if len(raw) else (0, 0)
        above = (there - self.least).astype(np.min_scalar_type(self.most - self.least)) * flags
        width = above.dtype.itemsize
        half = 1 << 8 * width - 1
        self._lowest = self.least + half
        self.numbers = (padded(above) ^ above.dtype.type(half)).view(f"i{width}")

    def within(self, spans: Spans) -> Plane:
        """Subjects whose number is known and lies in one of the spans."""
        if len(spans) == 1:
            return self[spans[0]]
        return reduce(np.bitwise_or, [self[span] for span in spans]) if spans else self.nobody

    def __missing__(self, span: Span) -> Plane:
        """Between two numbers is whoever has the low one or more, but not what lies behind the high one or more."""
        low, high = span
        if high < self.most:
            plane = self[low, HIGHEST] ^ self[high + 1, HIGHEST]
        elif low <= self.least:
            plane = self.known
        elif low <= self.most:
            plane = packed(np.greater(self.numbers, low - 1 - self._lowest))
        else:
            plane = self.nobody
        self[span] = plane
        return plane

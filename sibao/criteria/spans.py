"""Sets of whole numbers as sorted closed intervals that neither touch nor overlap: every leaf becomes one.

`Spans` of `((1, 3), (7, 7))` are the numbers 1, 2, 3 and 7. Numbers fill 64 bits with sign, as columns do.
"""

from collections.abc import Iterable

Span = tuple[int, int]
Spans = tuple[Span, ...]

LOWEST, HIGHEST = -(2**63), 2**63 - 1
EVERYTHING: Spans = ((LOWEST, HIGHEST),)
NOTHING: Spans = ()


def union(*many: Iterable[Span]) -> Spans:
    """The numbers in any of the given intervals, which may come in any order and overlap."""
    merged: list[Span] = []
    for low, high in sorted(span for spans in many for span in spans):
        if low > high:
            continue
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(spans: Spans) -> Spans:
    """The numbers in none of the intervals."""
    gaps: list[Span] = []
    start = LOWEST
    for low, high in spans:
        gaps.append((start, low - 1))
        start = high + 1
    gaps.append((start, HIGHEST))
    return union(gaps)


def intersection(left: Spans, right: Spans) -> Spans:
    """The numbers in both."""
    return union((max(a, c), min(b, d)) for a, b in left for c, d in right)


def contains(spans: Spans, number: int) -> bool:
    """Whether the number lies in one of the intervals."""
    for low, high in spans:  # noqa: SIM110 - asked for every leaf; a generator costs three times as much
        if low <= number <= high:
            return True
    return False


def nearest(spans: Spans, number: int) -> int | None:
    """The member nearest to the number, the lower of two equally near; None of no members."""
    best: int | None = None
    for low, high in spans:
        candidate = min(max(number, low), high)
        if best is None or abs(candidate - number) < abs(best - number):
            best = candidate
    return best

"""Units written with Chinese multiples: 万元, 亿元, 万吨公里, 千人."""

MULTIPLES = {
    "": 1,
    "十": 10,
    "百": 100,
    "千": 1_000,
    "万": 10_000,
    "十万": 100_000,
    "百万": 1_000_000,
    "千万": 10_000_000,
    "亿": 100_000_000,
    "十亿": 1_000_000_000,
    "百亿": 10_000_000_000,
    "千亿": 100_000_000_000,
    "万亿": 1_000_000_000_000,
}


def factor(unit: str, bases: tuple[str, ...]) -> int | None:
    """How many of the base one `unit` is: `factor("万元", ("元",))` → 10000; None when it is no such unit.

    A bare multiple (`亿`) counts when the base is left out, as people write it.
    """
    for base in bases:
        if unit.endswith(base) and unit[: len(unit) - len(base)] in MULTIPLES:
            return MULTIPLES[unit[: len(unit) - len(base)]]
    return MULTIPLES.get(unit) if unit and bases else None

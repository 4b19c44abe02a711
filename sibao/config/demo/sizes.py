"""Size classes 大中小微型 by 国统字〔2017〕213号, from the reference table."""

from collections import defaultdict
from functools import cache

from sibao.config.demo.sources import PACKS, read_rows

CLASSES = ("large", "medium", "small")
YUAN = 100
WAN = 10_000 * YUAN


@cache
def _groups() -> dict[str, dict[str, tuple[int, ...]]]:
    groups: dict[str, dict[str, tuple[int, ...]]] = defaultdict(dict)
    for row in read_rows(PACKS / "reference" / "size-classes-2017.csv"):
        bounds = tuple(int(row[f"{name}_min"]) for name in CLASSES)
        for prefix in row["gbt4754_prefixes"].split(";"):
            groups[prefix][row["indicator"]] = bounds
    return dict(groups)


@cache
def _sections() -> dict[str, str]:
    rows = read_rows(PACKS / "reference" / "gbt4754-2017.csv")
    return {row["code"]: row["parent"] for row in rows if row["level"] == "division"}


@cache
def _bounds(industry: str) -> dict[str, tuple[int, ...]]:
    names = (industry[:3], industry[:2], _sections().get(industry[:2], ""))
    return next((_groups()[name] for name in names if name in _groups()), {})


def size_class(industry: str, *, staff: int, revenue: int, assets: int) -> str:
    """Return large, medium, small or micro, or an empty string where the method names no group.

    Args:
        industry: class code of GB/T 4754.
        staff: persons.
        revenue: 分 in a year.
        assets: 分.
    """
    bounds = _bounds(industry)
    if not bounds:
        return ""
    values = {"staff": staff, "revenue": revenue / WAN, "assets": assets / WAN}
    for place, name in enumerate(CLASSES):
        if all(values[indicator] >= lower[place] for indicator, lower in bounds.items()):
            return name
    return "micro"

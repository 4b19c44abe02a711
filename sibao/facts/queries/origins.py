"""Facts that the directory already holds: read from a unit's own row, never typed a second time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sibao.criteria import Kind


@dataclass(frozen=True, slots=True)
class Origin:
    """A column of the directory that is a fact.

    Args:
        kinds: what the fact may be.
        column: of the unit's row.
        raw: the column's value as a value that criteria take: a label's key, a code, a whole number.
    """

    kinds: frozenset[Kind]
    column: str
    raw: Callable[[Any], Any] = lambda value: value


def _one(*kinds: Kind) -> frozenset[Kind]:
    return frozenset(kinds)


ORIGINS = {
    "kind": Origin(_one(Kind.LABEL), "kind"),
    "sector": Origin(_one(Kind.LABEL), "sector__code"),
    "area": Origin(_one(Kind.CODE), "area__code"),
    "industry": Origin(_one(Kind.CODE), "industry_code", lambda code: code or None),
    "size_class": Origin(_one(Kind.LABEL), "size_class", lambda size: None if size == "unknown" else size),
    "staff_count": Origin(_one(Kind.NUMBER), "staff_count"),
    "revenue": Origin(_one(Kind.MONEY), "revenue_fen"),
    "assets": Origin(_one(Kind.MONEY), "assets_fen"),
    "founded_on": Origin(_one(Kind.DATE), "founded_on", lambda day: day and day.isoformat()),
    "city_lifeline": Origin(_one(Kind.FLAG), "city_lifeline"),
}
OBSERVED = "updated_at"

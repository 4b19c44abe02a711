"""Which of several rules of one matter applies (R38)."""

from collections.abc import Iterable

from sibao.prevention.models import AlertRule
from sibao.prevention.rules.words import LAYERS


def rank(row: AlertRule) -> tuple[int, int, int]:
    """Return what rules of one matter are compared by: severity, then whose rule it is, the nearest first."""
    return row.severity, -[*LAYERS].index(row.layer), row.bit


def outranking(row: AlertRule, rules: Iterable[AlertRule]) -> list[AlertRule]:
    """Return the rules of the same matter that apply rather than this one where both fire, first the strictest (R38)."""
    same = [
        other
        for other in rules
        if row.matter and not other.retired and (other.subject, other.matter) == (row.subject, row.matter)
    ]
    return sorted((other for other in same if rank(other) < rank(row)), key=rank)

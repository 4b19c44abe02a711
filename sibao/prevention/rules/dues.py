"""At which ages of what it reads a criterion may answer otherwise by the passing of time alone (到期)."""

from collections.abc import Iterable

from sibao.criteria import Criterion
from sibao.criteria.readings import MINUTES_OF_DAY
from sibao.criteria.spans import HIGHEST

Ages = dict[str, frozenset[int]]


def turning_ages(criteria: Iterable[Criterion]) -> Ages:
    """Return, for each fact that criteria read, the ages in minutes at which one of them may turn.

    Age 0 is among them, for what is observed ahead of the clock becomes known when the clock gets there.
    """
    found: dict[str, set[int]] = {}
    for criterion in criteria:
        for question in criterion.questions:
            atom = question.atom
            ages = found.setdefault(atom.fact.key, {0})
            if atom.fact.fresh_days is not None:
                ages.add(atom.fact.fresh_days * MINUTES_OF_DAY + 1)
            if atom.aspect == "age":
                ages |= {edge for low, high in (*atom.yes, *atom.no) for edge in (low, _after(high)) if edge > 0}
    return {key: frozenset(ages) for key, ages in found.items()}


def next_turn(ages: Ages, observed: dict[str, int], now: int) -> int | None:
    """Return the next minute at which something may turn; None when only something new can turn it.

    Args:
        ages: what `turning_ages` says.
        observed: fact → the minute it was observed at.
        now: the minute of judgement.
    """
    to_come = (at + age for key, at in observed.items() for age in ages.get(key, ()) if at + age > now)
    return min(to_come, default=None)


def _after(high: int) -> int:
    return 0 if high == HIGHEST else high + 1

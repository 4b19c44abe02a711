"""The decision table of codes (赋码决策表): class of origin and conditions in, colour with its reason and end out (R43, R88)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

GREEN, YELLOW, RED, UNKNOWN = "green", "yellow", "red", "unknown"
LISTED, AHEAD, IN_LOOP = "listed", "ahead", "in_loop"
NEEDED = (LISTED, AHEAD, IN_LOOP)
"""What has to be known to hold of a crew that is given no yellow code (R88)."""
BY_CLASS, EXEMPT, NOT_EXEMPT, NO_CLASS, CASE_BY_CASE = "by_class", "exempt", "not_exempt", "no_class", "case_by_case"
BY_OFFICER = "by_officer"
BY_TIME, BY_TESTS, BY_APPEAL, REPLACED, WITH_ARRIVAL = "time", "tests", "appeal", "replaced", "closed"


@dataclass(frozen=True, slots=True)
class ClassOfOrigin:
    """What the table says of one class: the colour, None for one that is decided case by case.

    Args:
        days: after so many days the code ends by itself; None = it does not.
        tests: so many negative results within `within` days end it before; 0 = none do.
        exempts: a crew of which `NEEDED` holds is given green instead.
    """

    key: str
    colour: str | None
    days: int | None = None
    tests: int = 0
    within: int = 0
    exempts: bool = False


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that was looked at: whether it holds, None where nobody knows; who says so, and since when."""

    key: str
    holds: bool | None
    source: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Decision:
    """A colour, why, by which class, until when, and what was looked at."""

    colour: str
    why: str
    rule: str
    until: datetime | None
    conditions: tuple[Condition, ...] = ()


def decide(
    table: Mapping[str, ClassOfOrigin], key: str | None, conditions: Sequence[Condition], *, crew: bool, since: datetime
) -> Decision:
    """Return the code of somebody who came in.

    Args:
        table: the classes by key.
        key: the class of where she came from; None or one that the table lacks = nobody knows, and so the code is unknown.
        conditions: what is known of a crew; one that is missing is unknown, and what is unknown exempts nobody.
        crew: whether she came as a driver or with one.
        since: when she came in.
    """
    row = table.get(key or "")
    if row is None:
        return Decision(UNKNOWN, NO_CLASS, key or "", None)
    if row.colour is None:
        return Decision(UNKNOWN, CASE_BY_CASE, row.key, None)
    looked_at = tuple(conditions) if row.exempts and crew else ()
    if looked_at and exempted(looked_at):
        return Decision(GREEN, EXEMPT, row.key, None, looked_at)
    until = None if row.days is None or row.colour == GREEN else since + timedelta(days=row.days)
    return Decision(row.colour, NOT_EXEMPT if looked_at else BY_CLASS, row.key, until, looked_at)


def exempted(conditions: Iterable[Condition]) -> bool:
    """Return whether everything that has to hold is known to hold."""
    held = {one.key: one.holds for one in conditions}
    return all(held.get(key) is True for key in NEEDED)


def ended(
    row: ClassOfOrigin | None,
    *,
    since: datetime,
    until: datetime | None,
    negatives: Sequence[datetime],
    positive: bool,
    now: datetime,
) -> str:
    """Return by what a code that is not green has ended, "" while it goes on.

    Args:
        row: the class that it was given by; None = by hand, which time alone ends.
        negatives: when negative results were sampled, since the code began.
        positive: whether somebody found her positive since; such a code never ends by itself.
    """
    if positive:
        return ""
    if until is not None and until <= now:
        return BY_TIME
    if row is not None and row.tests and _close_enough(sorted(at for at in negatives if at >= since), row):
        return BY_TESTS
    return ""


def _close_enough(negatives: Sequence[datetime], row: ClassOfOrigin) -> bool:
    """Whether so many results on different days lie within so many days."""
    days = sorted({at.date(): at for at in reversed(negatives)}.values())
    spans = zip(days, days[row.tests - 1 :], strict=False)
    return any(last - first <= timedelta(days=row.within) for first, last in spans)


def best_match(code: str, graded: Mapping[str, str]) -> str | None:
    """Return the class of an area: of the narrowest that is graded among itself and those that it lies in; None = none.

    Args:
        code: a six-digit code of an administrative division.
        graded: class by the beginning of such a code, of two, four or six digits.
    """
    return next((graded[code[:digits]] for digits in (6, 4, 2) if code[:digits] in graded), None)

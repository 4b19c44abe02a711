"""What a part of a daily report may say (R08)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PRODUCTION, PREVENTION = "production", "prevention"
PARTS = (PRODUCTION, PREVENTION)


@dataclass(frozen=True, slots=True)
class Asked:
    """One field of a part: a whole number up to `highest`."""

    key: str
    highest: int
    needed: bool


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with a field: "unknown", "missing" or "too_high", and up to where it may go."""

    key: str
    why: str
    highest: int = 0


def read_part(asked: Sequence[Asked], said: Mapping[str, int | None]) -> tuple[dict[str, int], list[Wrong]]:
    """Return what a part says, field by field, and what is wrong; what is not said is not there, never zero."""
    known = {one.key: one for one in asked}
    wrong = [Wrong(key, "unknown") for key in said if key not in known]
    values: dict[str, int] = {}
    for one in asked:
        value = said.get(one.key)
        if value is None:
            wrong += [Wrong(one.key, "missing")] if one.needed else []
        elif not 0 <= value <= one.highest:
            wrong.append(Wrong(one.key, "too_high", one.highest))
        else:
            values[one.key] = value
    return values, wrong

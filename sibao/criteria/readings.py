"""What is known about one subject: each fact's value, when it was observed and who said so."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

from sibao.criteria.facts import Fact

MINUTES_OF_DAY = 24 * 60


class Reading(NamedTuple):
    """读数: one fact's value as known.

    Attributes:
        raw: the value as a whole number; of a set, a bit mask of its members.
        at: when it was observed, minutes since 1970 UTC.
        source: key of who said so.
    """

    raw: int
    at: int
    source: str = ""


Subject = Mapping[str, Reading]
"""Readings by fact key; a fact that is not there is not known."""


def is_stale(at: int, fresh_days: int | None, as_of: int) -> bool:
    """Whether a value observed at `at` no longer counts at `as_of` (both minutes since 1970 UTC)."""
    return fresh_days is not None and as_of - at > fresh_days * MINUTES_OF_DAY


class AsOf(NamedTuple):
    """The moment that a judgement holds for.

    Attributes:
        minutes: since 1970 UTC.
        day: ordinal of the day on the wall calendar of the place.
    """

    minutes: int
    day: int

    @classmethod
    def at(cls, moment: datetime) -> "AsOf":
        """The moment as an aware time of the place's own zone shows it."""
        return cls(int(moment.timestamp()) // 60, moment.toordinal())


def number_of(fact: Fact, aspect: str, reading: Reading | None, as_of: AsOf) -> int | None:
    """The whole number that an atom asks about.

    Returns:
        None where it is not known: no value, one from after `as_of`, a stale or an impossible one.
    """
    if aspect == "age":
        return None if reading is None or reading.at > as_of.minutes else as_of.minutes - reading.at
    if reading is None or not _counts(fact, reading, as_of):
        return 0 if aspect == "known" else None
    if aspect == "known":
        return 1
    return reading.raw >> fact.members.index(aspect) & 1 if aspect else reading.raw


def _counts(fact: Fact, reading: Reading, as_of: AsOf) -> bool:
    low, high = fact.reach
    is_there = reading.at <= as_of.minutes and low <= reading.raw <= high
    return is_there and not is_stale(reading.at, fact.fresh_days, as_of.minutes)

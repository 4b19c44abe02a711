"""Who is let in at a gate (门岗判定, R18): health code, travel code and negative certificate in, one colour with its reasons out.

Good news ages and bad news does not: a green code or a certificate counts for so many hours, a yellow or red one until
something else is told. So nobody gets any better by waiting, and who is not known well enough is never green.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

GREEN, UNKNOWN, YELLOW, RED = "green", "unknown", "yellow", "red"
WORSE = (GREEN, UNKNOWN, YELLOW, RED)
"""The colours from the best to the worst; the worst of three is the answer."""
HEALTH_CODE, TRAVEL_CODE, CERTIFICATE = ITEMS = ("health_code", "travel_code", "certificate")

VALID, NOT_TOLD, TOO_OLD, WAITS = "valid", "not_told", "too_old", "waits"
YELLOW_CODE, RED_CODE, VISITED, POSITIVE = "yellow_code", "red_code", "visited", "positive"
EXPIRED, PENDING, PENDING_CREW = "expired", "pending", "pending_crew"


@dataclass(frozen=True, slots=True)
class Told:
    """What was last told of one thing, and when that was so."""

    value: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """What is known of somebody at a gate; None = nothing was ever told.

    Args:
        health_code: "green", "yellow", "red"; anything else waits to be decided.
        travel_code: "clear" or "visited".
        result: "negative" or "positive", at the moment of the sample that it is about.
        sampled: when a sample was last taken, whether or not its result is there.
        crew: whether she drives a lorry or comes with one: nobody holds a crew back for a result that is pending (R66).
    """

    health_code: Told | None = None
    travel_code: Told | None = None
    result: Told | None = None
    sampled: datetime | None = None
    crew: bool = False


@dataclass(frozen=True, slots=True)
class Limits:
    """How long good news counts, from the pack: a code, and a certificate at the level in force at the gate."""

    code: timedelta
    certificate: timedelta


@dataclass(frozen=True, slots=True)
class Reason:
    """What one of the three things says: its colour, why, since when that is known, and until when it holds by itself."""

    item: str
    colour: str
    why: str
    at: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The colour at the gate, what each of the three things says, the worst first, and until when a green one holds."""

    colour: str
    reasons: tuple[Reason, ...]

    @property
    def until(self) -> datetime | None:
        """The moment from which a green answer is green no more; None where it is not green."""
        ends = [one.until for one in self.reasons if one.until is not None]
        return min(ends) if self.colour == GREEN and ends else None

    @property
    def against(self) -> tuple[Reason, ...]:
        """The reasons why somebody is not let in."""
        return tuple(one for one in self.reasons if one.colour != GREEN)


def judge(person: Person, limits: Limits, now: datetime) -> Answer:
    """Return whether somebody is let in at a gate now, and why.

    Args:
        person: what is known of her.
        limits: how long good news counts.
        now: the moment at which she stands there.
    """
    reasons = (
        _code(HEALTH_CODE, person.health_code, {"green": VALID, "yellow": YELLOW_CODE, "red": RED_CODE}, limits, now),
        _code(TRAVEL_CODE, person.travel_code, {"clear": VALID, "visited": VISITED}, limits, now),
        _certificate(person, limits, now),
    )
    return Answer(worst(one.colour for one in reasons), tuple(sorted(reasons, key=_how_bad, reverse=True)))


def worst(colours: Iterable[str]) -> str:
    """Return the worst of some colours; none at all is unknown."""
    return max(colours, key=WORSE.index, default=UNKNOWN)


def _how_bad(reason: Reason) -> int:
    return WORSE.index(reason.colour)


COLOUR = {WAITS: UNKNOWN, YELLOW_CODE: YELLOW, VISITED: YELLOW, RED_CODE: RED, POSITIVE: RED}


def _code(item: str, told: Told | None, means: Mapping[str, str], limits: Limits, now: datetime) -> Reason:
    if told is None:
        return Reason(item, UNKNOWN, NOT_TOLD)
    why = means.get(told.value, WAITS)
    if why != VALID:
        return Reason(item, COLOUR[why], why, told.at)
    until = told.at + limits.code
    return Reason(item, GREEN, VALID, told.at, until) if now < until else Reason(item, UNKNOWN, TOO_OLD, told.at)


def _certificate(person: Person, limits: Limits, now: datetime) -> Reason:
    """A negative result of a sample that is young enough; an older one is known to be over, and so yellow.

    A sample whose result is not there yet lets a crew go on; anybody else waits for it.
    """
    result = person.result
    if result is not None and result.value != "negative":
        why = POSITIVE if result.value == "positive" else WAITS
        return Reason(CERTIFICATE, COLOUR[why], why, result.at)
    pending = person.sampled if result is None or (person.sampled or result.at) > result.at else None
    news = [(VALID, result.at if result else None), (PENDING_CREW, pending if person.crew else None)]
    good = [Reason(CERTIFICATE, GREEN, why, at, at + limits.certificate) for why, at in news if at is not None]
    lasting = [(one.until, one) for one in good if one.until is not None and now < one.until]
    if lasting:
        return max(lasting, key=lambda found: found[0])[1]
    colour = UNKNOWN if result is None else YELLOW
    if pending is not None:
        return Reason(CERTIFICATE, colour, PENDING, pending)
    return Reason(CERTIFICATE, colour, EXPIRED, result.at) if result else Reason(CERTIFICATE, UNKNOWN, NOT_TOLD)

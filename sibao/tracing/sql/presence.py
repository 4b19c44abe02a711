"""Presence (在场): for each kind of place a relation of who was there from when to when, read where it is known.

Rooms, teams, shifts, sittings and sites are the directory's own periods by days, so that nothing is copied that could be
forgotten to follow; scans of venues' codes are stays. Contexts above register further kinds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sibao.tracing.rules.places import FIRST_OF_OTHERS, NUMBERS, ROOM, SHIFT, SITE, SITTING, TEAM, VENUE


@dataclass(frozen=True, slots=True)
class Presence:
    """One kind of place.

    Args:
        key, number: see `rules/places.py`.
        rows: a select of zone_id, person_id, place_id, since, until.
        names: a select of id, name and site_id of its places.
        bounded: no stay is longer than the pack says, so that an index finds what overlaps.
    """

    key: str
    number: int
    rows: str
    names: str
    bounded: bool = False


def _days(first: str, last: str) -> str:
    """A period by days as moments of Shanghai."""
    return (
        f"({first})::timestamp at time zone 'Asia/Shanghai' as since,"
        f" coalesce((({last}) + 1)::timestamp at time zone 'Asia/Shanghai', 'infinity') as until"
    )


def _of_employment(column: str) -> str:
    return (
        f"select zone_id, person_id, {column} as place_id, {_days('started_on', 'ended_on')}"
        f" from directory_employment where {column} is not null"
    )


def _of_turns(table: str, column: str) -> str:
    last = "least(work.ended_on, turn.ended_on)"
    return (
        f"select work.zone_id, work.person_id, turn.{column} as place_id,"
        f" {_days('greatest(work.started_on, turn.started_on)', last)}"
        f" from directory_employment work join {table} turn on turn.team_id = work.team_id"
        " where daterange(work.started_on, work.ended_on, '[]') && daterange(turn.started_on, turn.ended_on, '[]')"
    )


def _named(table: str) -> str:
    return f"select id, name, site_id from {table}"


_KINDS = {
    one.number: one
    for one in (
        Presence(
            ROOM,
            NUMBERS[ROOM],
            f"select zone_id, person_id, room_id as place_id, {_days('started_on', 'ended_on')} from directory_roomstay",
            _named("directory_room"),
        ),
        Presence(TEAM, NUMBERS[TEAM], _of_employment("team_id"), _named("directory_team")),
        Presence(SHIFT, NUMBERS[SHIFT], _of_turns("directory_shiftturn", "shift_id"), _named("directory_shift")),
        Presence(
            SITTING, NUMBERS[SITTING], _of_turns("directory_sittingturn", "sitting_id"), _named("directory_sitting")
        ),
        Presence(
            VENUE,
            NUMBERS[VENUE],
            f"select zone_id, person_id, place_id, since, until from tracing_stay where kind = {NUMBERS[VENUE]}",
            _named("directory_venue"),
            bounded=True,
        ),
        Presence(SITE, NUMBERS[SITE], _of_employment("site_id"), "select id, name, id as site_id from directory_site"),
    )
}


def register(one: Presence) -> None:
    """Add a kind of place; called by contexts above when they are loaded.

    Raises:
        RuntimeError: its number is taken, or kept for this context.
    """
    if one.number in _KINDS or one.number < FIRST_OF_OTHERS:
        raise RuntimeError(f"presence {one.key}: number {one.number} is taken")
    _KINDS[one.number] = one


def of_kinds(keys: Sequence[str] = ()) -> list[Presence]:
    """Return the kinds of these keys, all of them without any, in order of their numbers."""
    return [one for _number, one in sorted(_KINDS.items()) if not keys or one.key in keys]

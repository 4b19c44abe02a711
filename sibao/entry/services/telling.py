"""What coming in tells monitoring of people who are followed: that they arrived, and which code they have."""

from collections.abc import Mapping
from datetime import datetime

from sibao.entry.models import ArrivalRegistration, CodeAssignment
from sibao.entry.rules.deciding import UNKNOWN
from sibao.kernel.access import acting, system
from sibao.prevention import queries as prevention
from sibao.prevention import services
from sibao.prevention.inputs import ReportSignals, Said

SOURCE = "entry"
MOST = 60
"""Characters of a signal's word for an issuer or a reason."""


def arrived(row: ArrivalRegistration, now: datetime) -> None:
    """Tell that somebody arrived, registered ahead or not (R42)."""
    value = "unregistered" if row.unregistered else "registered"
    said = {"kind": "arrival", "at": row.arrived_at, "value": value, "more": {"origin": row.origin_name[:MOST]}}
    _say(row, f"arrival-{row.pk}", said, now)


def coded(row: CodeAssignment, reason: str, now: datetime) -> None:
    """Tell which code somebody has now; one that waits to be decided tells nothing. Only colour, reason and issuer."""
    if row.colour != UNKNOWN:
        _colour(row, f"code-{row.pk}", row.colour, reason, row.issuer, now)


def released(row: CodeAssignment, reason: str, issuer: str, now: datetime) -> None:
    """Tell that a code has ended, and that she has a green one now."""
    _colour(row, f"code-{row.pk}-end", "green", reason, issuer, now)


def _colour(row: CodeAssignment, key: str, colour: str, reason: str, issuer: str, now: datetime) -> None:
    more = {"reason": reason[:MOST], "issuer": issuer[:MOST]}
    _say(row.arrival, key, {"kind": "code_status", "value": colour, "more": more}, now)


def passed(person_id: int, zone_id: int, once: str, value: str, place: str, now: datetime) -> bool:
    """Tell what a gate saw of somebody; return whether she is followed, so that somebody listens."""
    said = {"kind": "gate_pass", "value": value, "more": {"gate": place[:MOST]}}
    return _tell(zone_id, person_id, f"gate-{once}", said, now)


def _say(row: ArrivalRegistration, key: str, said: Mapping[str, object], now: datetime) -> None:
    """Who is not followed is known by her arrival and code alone."""
    if row.person_id is not None:
        _tell(row.zone_id, row.person_id, key, said, now)


def _tell(zone_id: int, person_id: int, key: str, said: Mapping[str, object], now: datetime) -> bool:
    actor = system(zone_id, door="queue")
    with acting(actor):
        if not prevention.followed(actor, "person", [person_id]):
            return False
        given = ReportSignals(source=SOURCE, key=key, said=(Said.model_validate({**said, "about": person_id}),))
        services.report_signals(actor=actor, given=given, now=now)
    return True

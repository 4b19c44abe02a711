"""Open pages hear that alerts moved, those who deal with them are asked, and the followed people follow the directory."""

from sibao.directory.events import StaffChanged, UnitsChanged
from sibao.kernel import live
from sibao.kernel.events import on
from sibao.kernel.jobs import defer_once
from sibao.prevention.events import AlertsMoved, RulesChanged
from sibao.prevention.tasks import ASK, FOLLOW, FOLLOW_UNIT, JUDGE_ALL

FEW = 20
"""How many units are followed anew one by one; more, and the whole zone is."""


@on(AlertsMoved)
def alerts_moved(event: AlertsMoved) -> None:
    """Tell whoever sees alerts; which ones they ask for themselves, within their own reach."""
    live.announce("alerts", zone_id=event.zone_id, may="prevention:alert:read")
    defer_once(ASK, f"alerts-{event.zone_id}", zone_id=event.zone_id)


@on(UnitsChanged)
def units_changed(event: UnitsChanged) -> None:
    """Units came, went or moved."""
    _follow(event.zone_id, event.unit_ids)


@on(StaffChanged)
def staff_changed(event: StaffChanged) -> None:
    """People came, went, or do something else."""
    _follow(event.zone_id, event.unit_ids)


@on(RulesChanged)
def rules_changed(event: RulesChanged) -> None:
    """Whoever is not followed yet is, and everybody is judged by the rules as they are now."""
    defer_once(JUDGE_ALL, f"judge-all-{event.zone_id}", zone_id=event.zone_id)


def _follow(zone_id: int, unit_ids: tuple[int, ...]) -> None:
    if len(unit_ids) > FEW:
        defer_once(FOLLOW, f"follow-{zone_id}", zone_id=zone_id)
        return
    for unit_id in unit_ids:
        defer_once(FOLLOW_UNIT, f"follow-unit-{unit_id}", zone_id=zone_id, unit_id=unit_id)

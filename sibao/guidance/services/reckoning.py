"""How ready units are, reckoned anew when something changes and once a day, for days pass without an event (R14)."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from sibao.facts import queries as facts
from sibao.guidance import queries, rules, sql
from sibao.guidance.models import Readiness
from sibao.kernel import clock

FIELDS = [
    "known",
    "normal_open",
    "emergency_open",
    "to_put_right",
    "overdue",
    "soon",
    "next_on",
    "plan",
    "stock_missing",
    "stock_old",
]


@transaction.atomic
def reckon(zone_id: int, unit_ids: Collection[int] | None, now: datetime) -> int:
    """Reckon the readiness of some units, or of all; write only what has changed, and return how many rows that was."""
    day = now.astimezone(clock.SHANGHAI).date()
    held = Readiness.objects.filter(zone_id=zone_id)
    if unit_ids is not None:
        held = held.filter(unit_id__in=unit_ids)
    before = {row.unit_id: row for row in held.select_for_update().order_by("unit_id")}
    changed, short = [], facts.shortages(zone_id, unit_ids, now)
    for unit_id, *counts in sql.counts(zone_id, unit_ids, queries.in_force(zone_id), now, day):
        figures = [*counts, *short.get(unit_id, facts.Shortage())]
        found, there = rules.Count(*figures), before.get(unit_id)
        if there is None or _differs(there, found):
            made = dict(zip(FIELDS, figures, strict=True))
            place = {"zone_id": zone_id, "unit_id": unit_id, "grade": rules.grade(found), "reckoned_at": now}
            changed.append(Readiness(**place, **made))
    update = ["grade", "reckoned_at", *FIELDS]
    Readiness.objects.bulk_create(
        changed, update_conflicts=True, update_fields=update, unique_fields=["unit"], batch_size=1000
    )
    return len(changed)


def _differs(row: Readiness, found: rules.Count) -> bool:
    return any(getattr(row, name) != getattr(found, name) for name in FIELDS) or row.grade != rules.grade(found)

"""What is known of the people of sites, counted where they stand, and what was said of each on a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, F, Q

from sibao.kernel import clock
from sibao.kernel.access import Actor, narrow
from sibao.prevention.models import AlertRule, Signal, SignalKind, StateFact, SubjectState
from sibao.prevention.queries.subjects import OF_STATE
from sibao.prevention.rules.packed import MOST_VALUE, VALUE_BITS, milliseconds
from sibao.prevention.rules.subjects import PERSON, SUBJECTS


@dataclass(frozen=True, slots=True)
class PeopleOfSite:
    """How many people a site has, of how many the fact was told since, for how many it is so, and for how many a rule fires."""

    site_id: int
    people: int
    told: int
    so: int
    fires: int


def people_of_sites(
    actor: Actor, fact: str, since: datetime, rule: str, site_ids: Collection[int] | None = None
) -> dict[int, PeopleOfSite]:
    """Count the followed people of each site within reach, in one pass over their states.

    Args:
        fact: the key of a flag of people; a flag that was told before `since` counts as not told.
        rule: the key of a rule of people.
        site_ids: these sites alone; None = all within reach.
    """
    slot = f"p{_slot(actor.zone_id, fact)}"
    start = milliseconds(since) << VALUE_BITS
    bit = AlertRule.objects.filter(zone_id=actor.zone_id, key=rule, subject=PERSON).values_list("bit", flat=True)
    rows = narrow(actor, SubjectState.objects.filter(subject=SUBJECTS[PERSON]), OF_STATE)
    rows = rows.exclude(site_id=None) if site_ids is None else rows.filter(site_id__in=site_ids)
    told = Q(**{f"{slot}__gte": start})
    counted = (
        rows.annotate(said=F(slot).bitand(MOST_VALUE), fired=F("firing").bitand(1 << (bit[0] if bit else 62)))
        .values("site_id")
        .annotate(
            people=Count("subject_id"),
            told=Count("subject_id", filter=told),
            so=Count("subject_id", filter=told & Q(said=1)),
            fires=Count("subject_id", filter=Q(fired__gt=0)),
        )
        .order_by()
    )
    return {
        row["site_id"]: PeopleOfSite(row["site_id"], row["people"], row["told"], row["so"], row["fires"])
        for row in counted
        if row["site_id"] is not None
    }


def people_at(actor: Actor, site_id: int) -> list[int]:
    """Return the followed people of a site within reach."""
    rows = narrow(actor, SubjectState.objects.filter(subject=SUBJECTS[PERSON], site_id=site_id), OF_STATE)
    return list(rows.order_by("subject_id").values_list("subject_id", flat=True))


def said_on(zone_id: int, kind: str, person_ids: Collection[int], day: date) -> dict[int, str]:
    """Return what was last said of people by a kind of signal on a day of Shanghai: person → value; the silent are left out."""
    row = SignalKind.objects.filter(zone_id=zone_id, key=kind).first()
    if row is None or not person_ids:
        return {}
    begin = datetime.combine(day, time.min, clock.SHANGHAI)
    of_day = Signal.objects.filter(zone_id=zone_id, occurred_at__gte=begin, occurred_at__lt=begin + timedelta(days=1))
    said = of_day.filter(kind=row.number, subject=SUBJECTS[PERSON], subject_id__in=person_ids)
    values = [one["key"] for one in row.values] or [""]
    return {pk: values[value] for pk, value in said.order_by("occurred_at", "uid").values_list("subject_id", "value")}


def _slot(zone_id: int, fact: str) -> int:
    return StateFact.objects.get(zone_id=zone_id, subject=PERSON, key=fact).slot

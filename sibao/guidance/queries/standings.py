"""How units stand to the items of their sectors' guides (R12, R30)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from sibao.directory import queries as directory
from sibao.guidance import rules
from sibao.guidance.models import GuideItem, ItemStanding
from sibao.guidance.queries.checks import READ, said_of
from sibao.guidance.queries.hazards import asked_at, in_force, is_asked_at
from sibao.kernel import clock
from sibao.kernel.access import Actor, require
from sibao.kernel.lifecycle import Text


@dataclass(frozen=True, slots=True)
class OpenItem:
    """An item of a guide that a unit is not known to meet: found not to be met, run out, or not known at all."""

    item_id: int
    key: str
    text: str
    text_en: str
    why: str

    @property
    def word(self) -> Text:
        """Why it is open, in words."""
        return rules.WHY_OPEN[self.why]


def good(day: date) -> Q:
    """Return the condition that a standing counts as met on a day."""
    return Q(said__in=sorted(rules.GOOD), good_until__gte=day)


def open_items(zone_id: int, unit_ids: Collection[int], state: str, now: datetime) -> dict[int, tuple[OpenItem, ...]]:
    """Return what some units are not known to meet of their sectors' guides in a state; in four queries, however many.

    For contexts that ask the guide to be kept first (R30), such as an application. A unit without any check has all
    items open; one whose sector's guide asks nothing has none. A criterion is as it was judged by the last check.

    Args:
        zone_id: the zone; a unit of another is left out.
        unit_ids: the units.
        state: "normal" or "emergency".
        now: the moment whose day counts.

    Returns:
        Unit → its open items in the guide's order; every unit that was found is there, empty when nothing is open.
    """
    day = now.astimezone(clock.SHANGHAI).date()
    mine = directory.unit_rows().filter(zone_id=zone_id, pk__in=unit_ids)
    units = {pk: (sector_id, path) for pk, sector_id, path in mine.values_list("pk", "sector_id", "area__path")}
    asked: dict[int, list[GuideItem]] = {}
    for item in _items(zone_id, {sector_id for sector_id, _path in units.values()}, state):
        asked.setdefault(item.sector_id, []).append(item)
    said = {
        (row.unit_id, row.item_id): row
        for row in ItemStanding.objects.filter(unit_id__in=list(units), item__posture=state).only(
            "unit_id", "item_id", "said", "by", "good_until"
        )
    }
    found = in_force(zone_id)

    def pairs(unit_id: int, sector_id: int, path: str) -> Iterable[tuple[GuideItem, ItemStanding | None]]:
        here = (item for item in asked.get(sector_id, ()) if is_asked_at(found, item.hazard_id, path))
        return ((item, said.get((unit_id, item.pk))) for item in here)

    return {unit_id: tuple(_open(pairs(unit_id, *place), day)) for unit_id, place in units.items()}


def _items(zone_id: int, sector_ids: Collection[int], state: str) -> Iterable[GuideItem]:
    rows = GuideItem.objects.filter(zone_id=zone_id, sector_id__in=sector_ids, posture=state, retired=False)
    return rows.order_by("order", "id")


def _open(pairs: Iterable[tuple[GuideItem, ItemStanding | None]], day: date) -> Iterable[OpenItem]:
    for item, row in pairs:
        why = rules.why_open(said_of(row) if row else None, day)
        if why:
            yield OpenItem(item.pk, item.key, item.text, item.text_en, why)


@dataclass(frozen=True, slots=True)
class Stand:
    """One item of a unit's guide as its page shows it."""

    item: GuideItem
    row: ItemStanding | None
    why: str
    soon: bool

    @property
    def tag(self) -> tuple[str, str, Text]:
        """How it looks: tone, icon, word."""
        return rules.LOOK[self.why or (self.row.said if self.row else "unasked")]


@dataclass(frozen=True, slots=True)
class Side:
    """A unit's guide in one state: its items, and how many of them are open."""

    key: str
    name: Text
    items: tuple[Stand, ...]

    @property
    def open(self) -> int:
        """How many items are not known to be met."""
        return sum(bool(one.why) for one in self.items)


def sides(actor: Actor, unit_id: int, day: date) -> tuple[Side, ...]:
    """Return how a unit within reach stands to its sector's guide in both states, in four queries.

    Raises:
        NotFound: the unit is out of reach.
    """
    require(actor, READ)
    unit = directory.unit(actor, unit_id)
    here = asked_at(in_force(unit.zone_id), unit.area.path)
    rows = GuideItem.objects.filter(here, zone_id=unit.zone_id, sector_id=unit.sector_id, retired=False)
    items = list(rows.order_by("order", "id"))
    said = {row.item_id: row for row in ItemStanding.objects.filter(unit_id=unit.pk)}
    return tuple(
        Side(key, word, tuple(_stand(item, said.get(item.pk), day) for item in items if item.posture == key))
        for key, word in rules.POSTURES.items()
    )


def _stand(item: GuideItem, row: ItemStanding | None, day: date) -> Stand:
    held = said_of(row) if row else None
    return Stand(item, row, rules.why_open(held, day), bool(held and held.runs_out_soon(day)))


def standings_held(unit_id: int, item_ids: Collection[int]) -> dict[int, ItemStanding]:
    """Return how a unit stands to some items, locked: item → standing."""
    rows = ItemStanding.objects.select_for_update().filter(unit_id=unit_id, item_id__in=item_ids)
    return {row.item_id: row for row in rows}

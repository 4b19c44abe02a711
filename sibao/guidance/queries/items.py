"""The items of a sector's guide, chapter by chapter, in both states (R53)."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.facts.queries import Use
from sibao.guidance import rules
from sibao.guidance.models import GuideItem, Hazard, ItemStanding
from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import NotFound

READ, WORD = "guidance:item:read", "guide"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its items in the normal state and in an emergency."""

    key: str
    name: str
    normal: tuple[GuideItem, ...]
    emergency: tuple[GuideItem, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A sector's guide; its items come from the packs of the `hazards`."""

    sector_id: int
    sector: str
    chapters: tuple[Chapter, ...]
    count: int
    to_confirm: int
    hazards: tuple[Hazard, ...]


def guide(actor: Actor, sector_id: int) -> Guide:
    """Return the guide of a sector.

    Raises:
        NotFound: the sector is out of reach.
    """
    require(actor, READ)
    sector = directory.sectors(actor).filter(pk=sector_id).first()
    if sector is None:
        raise NotFound
    rows = list(
        _items(actor.zone_id)
        .filter(sector=sector)
        .select_related("document", "hazard")
        .order_by("hazard", "order", "id")
    )
    chapters = [_chapter(key, [row for row in rows if row.chapter == key]) for key in rules.CHAPTERS]
    to_confirm = sum(row.certainty == "to_confirm" for row in rows)
    hazards = {row.hazard_id: row.hazard for row in rows if row.hazard}
    return Guide(sector.pk, sector.name, tuple(chapters), len(rows), to_confirm, tuple(hazards.values()))


def _chapter(key: str, rows: list[GuideItem]) -> Chapter:
    normal, emergency = (tuple(row for row in rows if row.posture == one) for one in rules.POSTURES)
    return Chapter(key, str(rules.CHAPTERS[key]), normal, emergency)


def items_to_confirm(actor: Actor) -> dict[int, tuple[int, int]]:
    """Return of each sector how many items its guide has, and how many of them are to be confirmed."""
    require(actor, READ)
    rows = _items(actor.zone_id).order_by().values("sector")
    counted = rows.annotate(count=Count("pk"), open=Count("pk", filter=Q(certainty="to_confirm")))
    return {row["sector"]: (row["count"], row["open"]) for row in counted}


def _judged(zone_id: int) -> QuerySet[GuideItem]:
    return _items(zone_id).filter(kind="criterion", use=WORD).order_by("sector", "order", "id")


def _rules(zone_id: int) -> Mapping[str, str]:
    return _named(_judged(zone_id))


def _named(rows: QuerySet[GuideItem]) -> Mapping[str, str]:
    return {row.rule_key: f"{row.sector.name} {row.text}"[:80] for row in rows.select_related("sector")}


def _own_rules(actor: Actor) -> Mapping[str, str]:
    """Those of the actor's sector, of all where her scope names none; a town or a unit writes no rule."""
    if actor.scope.area_path or actor.scope.unit_id is not None:
        return {}
    mine, rows = actor.scope.sector_id, _judged(actor.zone_id)
    return _named(rows if mine is None else rows.filter(sector=mine))


def _asked_by(key: str) -> Q:
    return Q(sector__in=GuideItem.objects.filter(use=WORD, rule_key=key, retired=False).values("sector"))


def _judged_units(zone_id: int) -> QuerySet[ItemStanding]:
    return ItemStanding.objects.filter(zone_id=zone_id, item__use=WORD, said="met")


JUDGED = Use(WORD, _("指南条目"), _("条目"), _rules, _own_rules, _asked_by, _judged_units)
"""A criterion may say whether an item of a guide is met; its key is the rule that the item names."""


def _items(zone_id: int) -> QuerySet[GuideItem]:
    return GuideItem.objects.filter(zone_id=zone_id, retired=False)

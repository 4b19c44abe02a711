"""The items of a sector's guide, chapter by chapter, in both states (R53)."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sibao.directory import queries as directory
from sibao.guidance import rules
from sibao.guidance.models import GuideItem
from sibao.kernel.access import Actor, require
from sibao.kernel.refusals import NotFound

READ = "guidance:item:read"


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its items in the normal state and in an emergency."""

    key: str
    name: str
    normal: tuple[GuideItem, ...]
    emergency: tuple[GuideItem, ...]


@dataclass(frozen=True, slots=True)
class Guide:
    """A sector's guide."""

    sector_id: int
    sector: str
    chapters: tuple[Chapter, ...]
    count: int
    to_confirm: int


def guide(actor: Actor, sector_id: int) -> Guide:
    """Return the guide of a sector.

    Raises:
        NotFound: the sector is out of reach.
    """
    require(actor, READ)
    sector = directory.sectors(actor).filter(pk=sector_id).first()
    if sector is None:
        raise NotFound
    rows = list(_items(actor.zone_id).filter(sector=sector).select_related("document").order_by("order", "id"))
    chapters = [_chapter(key, [row for row in rows if row.chapter == key]) for key in rules.CHAPTERS]
    return Guide(sector.pk, sector.name, tuple(chapters), len(rows), sum(row.certainty == "to_confirm" for row in rows))


def _chapter(key: str, rows: list[GuideItem]) -> Chapter:
    normal, emergency = (tuple(row for row in rows if row.posture == one) for one in rules.POSTURES)
    return Chapter(key, str(rules.CHAPTERS[key]), normal, emergency)


def items_to_confirm(actor: Actor) -> dict[int, tuple[int, int]]:
    """Return of each sector how many items its guide has, and how many of them are to be confirmed."""
    require(actor, READ)
    rows = _items(actor.zone_id).order_by().values("sector")
    counted = rows.annotate(count=Count("pk"), open=Count("pk", filter=Q(certainty="to_confirm")))
    return {row["sector"]: (row["count"], row["open"]) for row in counted}


def _items(zone_id: int) -> QuerySet[GuideItem]:
    return GuideItem.objects.filter(zone_id=zone_id, retired=False)

"""Zones, areas, sectors, organisations."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache

from django.db.models import Q, QuerySet
from django.db.models.functions import Length

from sibao.directory.models import Area, Industry, Measure, Organisation, PolicyDocument, Sector, SizeBound, Zone
from sibao.directory.rules import SizeRule, folded
from sibao.kernel.access import Actor

TOWNS = (Area.Kind.TOWN, Area.Kind.SUBDISTRICT, Area.Kind.TOWNSHIP, Area.Kind.PARK)


@cache
def zone(zone_id: int) -> Zone:
    """Return a zone; zones never change while a process runs."""
    return Zone.objects.get(pk=zone_id)


def zone_ids() -> list[int]:
    """Return the ids of all zones of the installation, for schedules and the command line."""
    return list(Zone.objects.order_by("id").values_list("id", flat=True))


def lock_zone(zone_id: int) -> Zone:
    """Hold a zone until the transaction ends, so that what is counted in it is given out one after the other."""
    return Zone.objects.select_for_update(no_key=True).get(pk=zone_id)


def sole_zone() -> Zone | None:
    """Return the zone of this installation for public pages, or None before a pack is loaded."""
    return Zone.objects.order_by("id").first()


def towns(actor: Actor) -> QuerySet[Area]:
    """Return the towns and sub-districts that the actor's area reaches, in order of code."""
    rows = Area.objects.filter(zone_id=actor.zone_id, kind__in=TOWNS, path__startswith=actor.scope.area_path)
    return rows.order_by("code")


def places(actor: Actor) -> QuerySet[Area]:
    """Return what stands on the schematic map, the towns and the parks that the actor's area reaches, in order of code."""
    return reached_areas(actor).exclude(tile_column=None)


def reached_areas(actor: Actor) -> QuerySet[Area]:
    """Return every area that the actor's area reaches, in order of code."""
    return Area.objects.filter(zone_id=actor.zone_id, path__startswith=actor.scope.area_path).order_by("code")


def areas_called(actor: Actor, text: str) -> QuerySet[Area]:
    """Return the areas that the actor reaches of this name, short name or code, or else whose name holds the text."""
    text = text.replace("\0", "").strip()[:80]
    exactly = reached_areas(actor).filter(Q(name=text) | Q(short_name=text) | Q(code=text))
    return exactly if exactly.exists() else reached_areas(actor).filter(name__contains=text)


@dataclass(frozen=True, slots=True)
class District:
    """An area that stands on a page for itself, or for areas below it that are too many to stand there.

    Args:
        members: ids of the areas it stands for; its own alone when it stands for itself.
    """

    area: Area
    members: frozenset[int]

    @property
    def whole(self) -> bool:
        """Whether it stands for areas below it."""
        return self.members != {self.area.pk}


def districts(actor: Actor, area_ids: Collection[int], most: int, *, apart: Collection[int] = ()) -> list[District]:
    """Return districts that between them stand for the areas of these ids, no more than `most`, in order of code.

    Args:
        apart: ids of areas that stand elsewhere on the page; what lies above them stands for them too, as its rows do.
    """
    known = {area.path: area for area in reached_areas(actor)}
    wanted = {path for path, area in known.items() if area.pk in area_ids and area.pk not in apart}
    members: defaultdict[str, set[int]] = defaultdict(set)
    for path, shown in folded(wanted, most).items():
        members[shown if shown in known else path].add(known[path].pk)
    found = []
    for path, ids in members.items():
        whole = ids != {known[path].pk}
        below = {area.pk for other, area in known.items() if whole and area.pk in apart and other.startswith(path)}
        found.append(District(known[path], frozenset(ids | (below & set(area_ids)))))
    return sorted(found, key=lambda district: district.area.code)


def areas(zone_id: int) -> QuerySet[Area]:
    """Return every area of a zone, in order of the tree."""
    return Area.objects.filter(zone_id=zone_id).order_by("path")


def search_areas(rows: QuerySet[Area], text: str) -> QuerySet[Area]:
    """Return those whose code or pinyin begins with the text or whose name holds it, the widest first."""
    called = Q(name__contains=text) | Q(pinyin__istartswith=text) | Q(code__startswith=text)
    return rows.filter(called).order_by("path")


def sectors(actor: Actor) -> QuerySet[Sector]:
    """Return the sectors the actor reaches, in the notice's order (R06)."""
    rows = Sector.objects.filter(zone_id=actor.zone_id).select_related("measure", "lead").order_by("order")
    return rows.filter(pk=actor.scope.sector_id) if actor.scope.sector_id else rows


def zone_sectors(zone_id: int) -> QuerySet[Sector]:
    """Return every sector of a zone, in the notice's order."""
    return Sector.objects.filter(zone_id=zone_id).select_related("measure", "lead").order_by("order")


def measures(zone_id: int) -> QuerySet[Measure]:
    """Return every measure of a zone."""
    return Measure.objects.filter(zone_id=zone_id).order_by("id")


def organisations(actor: Actor) -> QuerySet[Organisation]:
    """Return the zone's organisations in order of the tree (R02); who is who in government everyone may know."""
    rows = Organisation.objects.filter(zone_id=actor.zone_id)
    return rows.select_related("parent", "area", "lead", "document").order_by("path")


def documents(zone_id: int) -> QuerySet[PolicyDocument]:
    """Return the documents that the zone's rules cite (R01)."""
    return PolicyDocument.objects.filter(zone_id=zone_id).order_by("signed_on", "id")


def industries() -> QuerySet[Industry]:
    """Return every category of GB/T 4754 below the sections, by code."""
    return Industry.objects.exclude(level="section").order_by("code")


def search_industries(rows: QuerySet[Industry], text: str) -> QuerySet[Industry]:
    """Return those whose code begins with the text or whose name holds it, the widest first."""
    return rows.filter(Q(code__startswith=text) | Q(name__contains=text)).order_by(Length("code"), "code")


def size_rules() -> tuple[SizeRule, ...]:
    """Return the bounds of size classes."""
    return tuple(
        SizeRule(row.group, tuple(row.industry_prefixes), row.indicator, row.large_min, row.medium_min, row.small_min)
        for row in SizeBound.objects.order_by("id")
    )

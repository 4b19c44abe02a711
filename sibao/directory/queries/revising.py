"""What changing one field of many units or sites at once would do to each."""

from collections.abc import Callable, Mapping
from datetime import date

from django.utils.translation import gettext_lazy as _

from sibao.directory.models import Area, Sector, Site, Unit
from sibao.directory.queries.details import industry
from sibao.directory.queries.places import sites
from sibao.directory.queries.units import OF_UNIT, unit_rows
from sibao.kernel.access import Actor, covers, narrow
from sibao.kernel.lists.filters import read_day
from sibao.kernel.refusals import Text
from sibao.kernel.revising.definition import Outcome, Wanted, judged

Reads = Mapping[str, Callable[[Actor, str], Wanted]]
OUTSIDE = _("改后不在您的管辖范围，请由有权的岗位办理")


def industry_problem(code: str) -> Text:
    """Return what is wrong with an industry code, empty when it is in the national classification."""
    return "" if industry(code) else _("国民经济行业分类里没有这个代码")


def _area(actor: Actor, code: str) -> Area:
    return Area.objects.get(zone_id=actor.zone_id, code=code)


def _units_area(actor: Actor, code: str) -> Wanted:
    area = _area(actor, code)

    def refuses(unit: Unit) -> Text:
        inside = covers(actor.scope, area_path=area.path, sector_id=unit.sector_id, unit_id=unit.pk)
        return "" if inside else OUTSIDE

    return Wanted({"area_id": area.pk, "area_path": area.path}, lambda unit: unit.area.name, refuses)


def _units_sector(actor: Actor, code: str) -> Wanted:
    sector = Sector.objects.get(zone_id=actor.zone_id, code=code)

    def refuses(unit: Unit) -> Text:
        if sector.unit_kind != unit.kind:
            return _("这个领域只收项目") if sector.unit_kind == "project" else _("这个领域只收企业")
        inside = covers(actor.scope, area_path=unit.area_path, sector_id=sector.pk, unit_id=unit.pk)
        return "" if inside else OUTSIDE

    return Wanted({"sector_id": sector.pk}, lambda unit: unit.sector.name, refuses)


def _lifeline(actor: Actor, value: str) -> Wanted:
    return Wanted({"city_lifeline": value == "1"}, lambda unit: str(_("是") if unit.city_lifeline else _("否")))


def _industry(actor: Actor, code: str) -> Wanted:
    return Wanted({"industry_code": code}, lambda unit: unit.industry_code)


def _ceased(actor: Actor, text: str) -> Wanted:
    day = read_day(text) if text else None

    def refuses(unit: Unit) -> Text:
        return _("早于投产日期") if day and unit.founded_on and day < unit.founded_on else ""

    return Wanted({"ceased_on": day}, lambda unit: _day(unit.ceased_on), refuses)


def _ended(actor: Actor, text: str) -> Wanted:
    return Wanted({"ended_on": read_day(text) if text else None}, lambda site: _day(site.ended_on))


def _sites_area(actor: Actor, code: str) -> Wanted:
    area = _area(actor, code)
    return Wanted({"area_id": area.pk, "area_path": area.path}, lambda site: site.area.name)


def _day(day: date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


OF_UNITS: Reads = {
    "area": _units_area,
    "sector": _units_sector,
    "industry_code": _industry,
    "city_lifeline": _lifeline,
    "ceased_on": _ceased,
}
OF_SITES: Reads = {"area": _sites_area, "ended_on": _ended}


def judge_units(actor: Actor, seen: Mapping[int, int], field: str, value: str) -> list[Outcome]:
    """Return what giving units a value would do to each; nothing is written."""
    held = narrow(actor, unit_rows()).select_related("area", "sector").in_bulk(list(seen))
    return judged(held, seen, OF_UNITS[field](actor, value))


def judge_sites(actor: Actor, seen: Mapping[int, int], field: str, value: str) -> list[Outcome]:
    """Return what giving sites a value would do to each; nothing is written."""
    held = sites(actor).select_related("area").in_bulk(list(seen))
    return judged(held, seen, OF_SITES[field](actor, value))


def access_units(actor: Actor, ids: list[int]) -> dict[int, Unit]:
    """Return units locked, the lowest id first, to change many at once; those out of reach are not there."""
    rows = narrow(actor, unit_rows().select_for_update(of=("self",))).select_related("area", "sector")
    return rows.order_by("pk").in_bulk(ids)


def access_sites(actor: Actor, ids: list[int]) -> dict[int, Site]:
    """Return sites locked; see `access_units`."""
    rows = narrow(actor, Site.objects.select_for_update(of=("self",)), OF_UNIT).select_related("area")
    return rows.order_by("pk").in_bulk(ids)

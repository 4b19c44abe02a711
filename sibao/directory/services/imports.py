"""Writing rows of a workbook, set-wise: one command a chunk, one history row a unit."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sibao.directory import queries, rules, sql
from sibao.directory.events import UnitsChanged
from sibao.directory.inputs import ImportedUnit, ImportUnits
from sibao.directory.models import Area, Contact, Industry, Sector, Unit, UnitMeasure, UnitName
from sibao.directory.services.fields import write_own
from sibao.kernel import clock, search
from sibao.kernel.access import Actor, covers, narrow
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid
from sibao.kernel.secrets import keyed_hash, seal

FEN_PER_WAN = 1_000_000
DUTY = "联系人"
WRITTEN = (
    "kind",
    "code",
    "owner_code",
    "name",
    "name_pinyin",
    "name_initials",
    "area",
    "area_path",
    "sector",
    "industry_code",
    "address",
    "founded_on",
    "staff_count",
    "revenue_fen",
    "assets_fen",
    "size_class",
    "city_lifeline",
    "version",
    "updated_at",
)


@dataclass(frozen=True, slots=True)
class _Known:
    """What every row is held against, read once a chunk."""

    areas: Mapping[int, Area]
    sectors: Mapping[int, Sector]
    size: Callable[[Unit], str]
    merged: Mapping[str, int]


@command("directory:unit:import")
def import_units(*, actor: Actor, now: datetime, given: ImportUnits) -> Done[int]:
    """Write new and changed units with their measures, former names and contacts.

    Raises:
        Invalid: a row lies outside the actor's scope or lacks what a new unit needs.
        Conflict: somebody registered or changed one of the units meanwhile.
    """
    known = _known(actor, given.rows)
    held = _held(actor, given.rows)
    units = [held.get(row.unit_id or 0) or Unit(zone_id=actor.zone_id, created_at=now) for row in given.rows]
    cells = {(unit.area_id, unit.sector_id) for unit in units if unit.pk}
    former = {id(unit): unit.name for unit in units if unit.pk}
    for unit, row in zip(units, given.rows, strict=True):
        _fill(actor, unit, row, known, now)
    _save(units)
    cells |= {(unit.area_id, unit.sector_id) for unit in units}
    _former_names(units, given.rows, former, now)
    _measures(actor.zone_id, units, given, now)
    write_own(actor.zone_id, units, [row.own for row in given.rows], now)
    _contacts(actor.zone_id, units, given.rows, now)
    _index(units)
    ids = tuple(unit.pk for unit in units)
    event = UnitsChanged(zone_id=actor.zone_id, unit_ids=ids, cells=frozenset(cells))
    return Done(len(units), Subject("import", given.run_id, given.source), [event], {"units": list(ids)})


def _known(actor: Actor, rows: Iterable[ImportedUnit]) -> _Known:
    return _Known(
        areas={area.id: area for area in queries.areas(actor.zone_id)},
        sectors={sector.id: sector for sector in queries.zone_sectors(actor.zone_id)},
        size=sizing(),
        merged=queries.merged_codes(actor.zone_id, [str(row.fields.get("code")) for row in rows]),
    )


def _held(actor: Actor, rows: Iterable[ImportedUnit]) -> dict[int, Unit]:
    wanted = {row.unit_id for row in rows if row.unit_id}
    found = narrow(actor, Unit.objects.select_for_update()).order_by("pk").in_bulk(list(wanted))
    if len(found) < len(wanted):
        raise Conflict(_("有单位已不在您的范围内，请重新上传"))
    return found


def _fill(actor: Actor, unit: Unit, row: ImportedUnit, known: _Known, now: datetime) -> None:
    fields: dict[str, Any] = dict(row.fields)
    if fields.get("code") in known.merged:
        fields = {name: value for name, value in fields.items() if name not in ("kind", "code", "name")}
    area = known.areas.get(int(fields.pop("area_id", None) or unit.area_id or 0))
    sector = known.sectors.get(int(fields.pop("sector_id", None) or unit.sector_id or actor.scope.sector_id or 0))
    if area is None or sector is None or not (unit.name or fields.get("name")):
        raise Invalid(_("第 %(row)s 行缺少单位名称、镇（街道）或领域") % {"row": row.number})
    if not covers(actor.scope, area_path=area.path, sector_id=sector.id, unit_id=unit.pk):
        raise Invalid(_("第 %(row)s 行不在您的范围内") % {"row": row.number})
    for name, value in fields.items():
        setattr(unit, name, value)
    unit.area, unit.area_path, unit.sector, unit.updated_at = area, area.path, sector, now
    unit.version = unit.version + 1 if unit.pk else 1
    unit.name_pinyin, unit.name_initials = search.pinyin_of(unit.name)
    unit.size_class = known.size(unit)


def sizing() -> Callable[[Unit], str]:
    """Return what gives a unit its size class, with everything that it needs read once."""
    sections, bounds = dict(Industry.objects.values_list("code", "section")), queries.size_rules()

    def size(unit: Unit) -> str:
        code = unit.industry_code
        section = sections.get(code) or sections.get(code[:3]) or sections.get(code[:2], "")
        figures = {"staff": unit.staff_count, "revenue": _wan(unit.revenue_fen), "assets": _wan(unit.assets_fen)}
        return rules.size_class(section, code, figures, bounds)

    return size


def _wan(fen: int | None) -> int | None:
    return None if fen is None else fen // FEN_PER_WAN


def _save(units: list[Unit]) -> None:
    fresh, held = [unit for unit in units if not unit.pk], [unit for unit in units if unit.pk]
    try:
        with transaction.atomic():
            Unit.objects.bulk_create(fresh)
            Unit.objects.bulk_update(held, WRITTEN)
    except IntegrityError as error:
        raise Conflict(_("有单位的代码刚被别人登记，请重新上传核对")) from error


def _former_names(units: list[Unit], rows: Iterable[ImportedUnit], former: Mapping[int, str], now: datetime) -> None:
    names = [(unit, former[id(unit)]) for unit in units if former.get(id(unit), unit.name) != unit.name]
    names += [(unit, row.former_name) for unit, row in zip(units, rows, strict=True) if row.former_name]
    UnitName.objects.bulk_create(
        (
            UnitName(zone_id=unit.zone_id, unit=unit, name=name, until=now.astimezone(clock.SHANGHAI).date())
            for unit, name in names
        ),
        ignore_conflicts=True,
    )


def _measures(zone_id: int, units: list[Unit], given: ImportUnits, now: datetime) -> None:
    ids = dict(queries.measures(zone_id).values_list("code", "id"))
    UnitMeasure.objects.bulk_create(
        (
            UnitMeasure(
                zone_id=zone_id,
                unit=unit,
                measure_id=ids[code],
                year=year,
                value=value,
                source=given.source[:120],
                recorded_at=now,
            )
            for unit, row in zip(units, given.rows, strict=True)
            for (code, year), value in row.measures.items()
        ),
        update_conflicts=True,
        unique_fields=["unit", "measure", "year"],
        update_fields=["value", "source", "recorded_at"],
    )


def _contacts(zone_id: int, units: list[Unit], rows: Iterable[ImportedUnit], now: datetime) -> None:
    Contact.objects.bulk_create(
        (
            Contact(
                zone_id=zone_id,
                unit=unit,
                duty=DUTY,
                name_sealed=seal(row.contact_name),
                phone_sealed=seal(row.contact_phone),
                phone_hash=keyed_hash(row.contact_phone, purpose="phone"),
                updated_at=now,
            )
            for unit, row in zip(units, rows, strict=True)
            if row.contact_phone
        ),
        update_conflicts=True,
        unique_fields=["unit", "duty"],
        update_fields=["name_sealed", "phone_sealed", "phone_hash", "updated_at"],
    )


def _index(units: list[Unit]) -> None:
    names: dict[int, list[str]] = {}
    codes: dict[int, list[str]] = {}
    for unit_id, name, code in UnitName.objects.filter(unit__in=units).values_list("unit_id", "name", "code"):
        names.setdefault(unit_id, []).append(name)
        codes.setdefault(unit_id, []).extend([code] if code else [])
    sql.index_units(
        {
            unit.pk: search.index_of(
                names=[unit.name, *names.get(unit.pk, ())],
                pinyin=unit.name_pinyin,
                initials=unit.name_initials,
                codes=[unit.code, *codes.get(unit.pk, ())],
            )
            for unit in units
        }
    )

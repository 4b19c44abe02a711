"""Registering and changing units, their measures, and showing their contacts."""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.events import MeasuresRecorded, UnitsChanged
from sibao.directory.inputs import EditUnit, RecordMeasure, RegisterUnit, RevealContacts, UnitDetails
from sibao.directory.models import Area, Industry, Sector, Unit, UnitMeasure, UnitName
from sibao.directory.queries.units import ContactShown
from sibao.directory.services.fields import write_own
from sibao.kernel import access, clock, search
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks
from sibao.kernel.refusals import Conflict, Invalid, NotFound

FEN_PER_WAN = 1_000_000


@command("directory:unit:register")
def register_unit(*, actor: Actor, now: datetime, given: RegisterUnit) -> Done[Unit]:
    """Register a unit by hand; workbooks come in through the importer."""
    unit = Unit(zone_id=actor.zone_id, kind=given.kind, created_at=now)
    _fill(actor, unit, given, now)
    try:
        with transaction.atomic():
            unit.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(fields={"code": _("这个代码已经登记过")}) from error
    write_own(unit.zone_id, [unit], [given.own], now)
    must_stay_in_scope(actor, unit)
    index(unit)
    return Done(unit, _subject(unit), [_changed(unit, {(unit.area_id, unit.sector_id)})])


@command("directory:unit:edit")
def edit_unit(*, actor: Actor, now: datetime, given: EditUnit) -> Done[Unit]:
    """Change a unit; a name that is given up becomes a former name (曾用名)."""
    unit = queries.access_unit(actor, given.unit_id)
    if unit.version != given.version:
        raise Conflict(yours=given.version, current=unit.version)
    if (unit.kind, unit.code) != (given.kind, given.code) and _code_taken(unit, given.code):
        raise Invalid(fields={"code": _("这个代码已经登记过")})
    before, former_name = (unit.area_id, unit.sector_id), unit.name
    _fill(actor, unit, given, now)
    unit.version += 1
    unit.save()
    write_own(unit.zone_id, [unit], [given.own], now)
    must_stay_in_scope(actor, unit)
    if former_name != unit.name:
        UnitName.objects.get_or_create(
            unit=unit,
            name=former_name,
            code="",
            defaults={"zone_id": unit.zone_id, "until": now.astimezone(clock.SHANGHAI).date()},
        )
    index(unit)
    return Done(unit, _subject(unit), [_changed(unit, {before, (unit.area_id, unit.sector_id)})])


@command("directory:measure:record")
def record_measure(*, actor: Actor, now: datetime, given: RecordMeasure) -> Done[UnitMeasure]:
    """Record a unit's value of a measure in a year; a later value replaces it, history keeps both."""
    unit = queries.access_unit(actor, given.unit_id)
    if not queries.measures(actor.zone_id).filter(pk=given.measure_id).exists():
        raise NotFound
    row, _created = UnitMeasure.objects.update_or_create(
        unit=unit,
        measure_id=given.measure_id,
        year=given.year,
        defaults={"zone_id": unit.zone_id, "value": given.value, "source": given.source, "recorded_at": now},
    )
    cells = frozenset({(unit.area_id, unit.sector_id)})
    event = MeasuresRecorded(zone_id=unit.zone_id, unit_ids=(unit.id,), cells=cells)
    return Done(row, _subject(unit), [event], {"measure": given.measure_id, "year": given.year})


@command("directory:contact:reveal")
def reveal_contacts(*, actor: Actor, now: datetime, given: RevealContacts) -> Done[list[ContactShown]]:
    """Show a unit's contacts in full; who looked, and why, is on the record."""
    unit = queries.unit(actor, given.unit_id)
    shown = queries.contacts_of(actor, unit.id, revealed=True)
    subjects = queries.contact_subjects(actor, unit.id)
    looks.looked(actor, now, what="directory:contact:reveal", given=given, subjects=subjects, unit_id=unit.id)
    return Done(shown, _subject(unit), details={"purpose": given.purpose, "how": given.how, "rows": len(shown)})


def _fill(actor: Actor, unit: Unit, given: UnitDetails, now: datetime) -> None:
    area = Area.objects.filter(zone_id=actor.zone_id, pk=given.area_id).first()
    sector = Sector.objects.filter(zone_id=actor.zone_id, pk=given.sector_id).first()
    if area is None or sector is None:
        raise Invalid(fields={"area_id" if area is None else "sector_id": _("请从列表中选择")})
    values: dict[str, Any] = given.model_dump(exclude={"unit_id", "version", "area_id", "sector_id", "own"})
    for name, value in values.items():
        setattr(unit, name, value)
    unit.area, unit.area_path, unit.sector, unit.updated_at = area, area.path, sector, now
    unit.name_pinyin, unit.name_initials = search.pinyin_of(given.name)
    unit.size_class = size_class_of(unit)


def size_class_of(unit: Unit) -> str:
    """Return a unit's size class by the bounds in force."""
    industry = Industry.objects.filter(pk=unit.industry_code).first()
    section = industry.section if industry else _section_of_group(unit.industry_code)
    figures = {
        "staff": unit.staff_count,
        "revenue": _wan(unit.revenue_fen),
        "assets": _wan(unit.assets_fen),
    }
    return rules.size_class(section, unit.industry_code, figures, queries.size_rules())


def _section_of_group(code: str) -> str:
    group = Industry.objects.filter(pk__in=[code[:3], code[:2]]).order_by("-code").first()
    return group.section if group else ""


def _wan(fen: int | None) -> int | None:
    return None if fen is None else fen // FEN_PER_WAN


def _code_taken(unit: Unit, code: str) -> bool:
    return Unit.objects.filter(zone_id=unit.zone_id, code=code).exclude(pk=unit.pk).exists()


def must_stay_in_scope(actor: Actor, unit: Unit) -> None:
    """Let a changed unit pass that the actor still reaches.

    Raises:
        Invalid: it has left her scope.
    """
    if not access.narrow(actor, Unit.objects.filter(pk=unit.pk)).exists():
        raise Invalid(fields={"area_id": _("这会使该单位离开您的管辖范围，请由有权的岗位办理")})


def index(unit: Unit) -> None:
    """Write what a unit is found by: its names, former names and codes."""
    names, codes = [unit.name], [unit.code]
    for name, code in unit.former_names.values_list("name", "code"):
        names.append(name)
        codes += [code] if code else []
    lexemes = search.index_of(names=names, pinyin=unit.name_pinyin, initials=unit.name_initials, codes=codes)
    Unit.objects.filter(pk=unit.pk).update(search=search.vector(lexemes))


def _subject(unit: Unit) -> Subject:
    return Subject("unit", unit.id, unit.name, unit_id=unit.id)


def _changed(unit: Unit, cells: set[tuple[int, int]]) -> UnitsChanged:
    return UnitsChanged(zone_id=unit.zone_id, unit_ids=(unit.id,), cells=frozenset(cells))

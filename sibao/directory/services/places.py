"""Sites, what is inside them, and the vehicles that serve a unit."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.events import StaffChanged
from sibao.directory.inputs import EditPart, EditRoom, EditSite, EditVehicle, EditVenue
from sibao.directory.models import Area, Site, Unit, Vehicle, VehicleUse
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, Text
from sibao.kernel.zoned import codes

KEYS = frozenset({"kind", "unit_id", "site_id", "part_id", "version"})


@command("directory:site:edit")
def edit_site(*, actor: Actor, now: datetime, given: EditSite) -> Done[Site]:
    """Register a site of a unit, or change one; it may lie in another town than its unit."""
    area = Area.objects.filter(zone_id=actor.zone_id, pk=given.area_id).first()
    if area is None:
        raise Invalid(fields={"area_id": _("请从列表中选择")})
    site = _held_site(actor, given) if given.site_id else _new_site(actor, given)
    site.name, site.area, site.area_path = given.name, area, area.path
    site.address, site.ended_on = given.address, given.ended_on
    site.save()
    return Done(site, Subject("site", site.pk, site.name, unit_id=site.unit_id))


def _held_site(actor: Actor, given: EditSite) -> Site:
    site = queries.access_site(actor, given.site_id or 0)
    _same_version(site, given.version)
    return site


def _new_site(actor: Actor, given: EditSite) -> Site:
    unit = queries.access_unit(actor, given.unit_id or 0)
    last: int = Site.objects.filter(unit=unit).aggregate(last=Max("number"))["last"] or 0
    return Site(zone_id=unit.zone_id, unit=unit, number=last + 1)


@command("directory:part:edit")
def edit_part(*, actor: Actor, now: datetime, given: EditPart) -> Done[Any]:
    """Register or change a gate, team, shift, room, sitting, venue or post; one in use is not ended."""
    part = _held_part(actor, given) if given.part_id else _new_part(actor, given)
    if isinstance(given, EditVenue):
        codes.check(actor.zone_id, "venue_use", "use", given.use, kept=part.use)
    for name, value in given.model_dump(exclude=set(KEYS)).items():
        setattr(part, name, value)
    _save(part, {"name": _("这里已有同名的一项")})
    told = [StaffChanged(zone_id=actor.zone_id, unit_ids=(part.unit.pk,))] if given.kind == "post" else []
    return Done(part, Subject(given.kind, part.pk, part.name, unit_id=part.unit.pk), told)


def _held_part(actor: Actor, given: EditPart) -> Any:
    part = queries.access_part(actor, given.kind, given.part_id or 0)
    _same_version(part, given.version)
    if given.ended_on and (number := queries.people_in(given.kind, part.pk, given.ended_on)):
        raise Invalid(fields={"ended_on": _("此后还有 %(number)s 项归属在用，请先调整") % {"number": number}})
    if isinstance(given, EditRoom) and given.places < _fullest(part):
        raise Invalid(fields={"places": _("已安排的人数超过这个床位数，请先调整住宿")})
    return part


def _fullest(room: Any) -> int:
    stays = list(room.stays.values_list("started_on", "ended_on"))
    return rules.most_at_once(stays, min((begun for begun, _ended in stays), default=date.min), None)


def _new_part(actor: Actor, given: EditPart) -> Any:
    table: Any = queries.PART_TABLES[given.kind]
    if given.kind == "post":
        unit = queries.access_unit(actor, given.unit_id or 0)
        return table(zone_id=unit.zone_id, unit=unit)
    site = queries.access_site(actor, given.site_id or 0)
    return table(zone_id=site.zone_id, site=site)


@command("directory:vehicle:edit")
def edit_vehicle(*, actor: Actor, now: datetime, given: EditVehicle) -> Done[VehicleUse]:
    """Register that a vehicle serves a unit, or change from when to when it does."""
    use = _held_use(actor, given) if given.use_id else _new_use(queries.access_unit(actor, given.unit_id or 0))
    use.vehicle = _vehicle(actor.zone_id, given)
    use.tenure, use.started_on, use.ended_on = given.tenure, given.started_on, given.ended_on
    _save(use, {"plate": _("这辆车同期已登记在本单位，或已是其他单位的自有车辆")})
    return Done(use, Subject("vehicle", use.pk, use.vehicle.plate, unit_id=use.unit_id))


def _held_use(actor: Actor, given: EditVehicle) -> VehicleUse:
    use = queries.access_vehicle(actor, given.use_id or 0)
    _same_version(use, given.version)
    return use


def _new_use(unit: Unit) -> VehicleUse:
    return VehicleUse(zone_id=unit.zone_id, unit=unit, version=0)


def _vehicle(zone_id: int, given: EditVehicle) -> Vehicle:
    plate = {"zone_id": zone_id, "plate": given.plate, "colour": given.colour}
    if not Vehicle.objects.filter(**plate).exists():
        codes.check(zone_id, "vehicle_kind", "kind", given.kind)
    found, _made = Vehicle.objects.get_or_create(**plate, defaults={"kind": given.kind})
    if found.kind != given.kind:
        kind = codes.word(zone_id, "vehicle_kind", found.kind)
        raise Invalid(fields={"kind": _("这辆车登记的车型是%(kind)s") % {"kind": kind}})
    return found


def _same_version(row: Any, version: int | None) -> None:
    if row.version != version:
        raise Conflict(yours=version, current=row.version)
    row.version += 1


def _save(row: Any, taken: dict[str, Text]) -> None:
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields=taken) from error

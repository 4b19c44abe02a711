"""What duties put into the small world: officers, who answers at sites, and units in a group."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model

from sibao.directory.models import Organisation, Site, Unit
from sibao.duty.models import GroupMember, Officer, Responsible
from sibao.kernel.access import Actor, covers
from tests import grounds


def fill(unit: Unit) -> None:
    """An officer, somebody who answers at each site, and a place in the first group."""
    grounds.look_after(unit)
    for site in Site.objects.filter(unit=unit):
        grounds.answer(site)
    group = Organisation.objects.filter(zone=unit.zone, kind="work_group").order_by("pk").first()
    given = {"zone": unit.zone, "group": group, "role": "member", "started_on": grounds.BEGUN, "reason": "试"}
    GroupMember.objects.create(unit=unit, **given)


def reaches_member(actor: Actor, row: GroupMember) -> bool:
    """Departments and positions everyone may know; a unit within one's scope."""
    if row.unit is None:
        return True
    place = {"area_path": row.unit.area.path, "sector_id": row.unit.sector_id, "unit_id": row.unit.pk}
    return covers(actor.scope, **place)


def is_group(actor: Actor, row: Organisation) -> bool:
    """Of the bodies only work groups and task forces have a page, and it is everyone's."""
    return row.kind in {"work_group", "task_force"}


def is_known(actor: Actor, row: Officer) -> bool:
    """The roll is everyone's."""
    return True


RULES: dict[type[Model], Callable[[Actor, Any], bool]] = {
    Officer: is_known,
    Organisation: is_group,
    GroupMember: reaches_member,
}
ARGUMENTS: dict[str, type[Model]] = {
    "officer_id": Officer,
    "responsible_id": Responsible,
    "group_id": Organisation,
    "member_id": GroupMember,
}

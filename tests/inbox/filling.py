"""Tasks, announcements and deliveries for the small world of the permission matrix."""

from datetime import timedelta

from sibao.accounts.models import Appointment, Position
from sibao.directory.models import Unit
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, PublishAnnouncement, TransferTask
from sibao.inbox.models import Announcement, Delivery, Message
from sibao.kernel import clock
from sibao.kernel.access import Actor


def task(actor: Actor, unit: Unit) -> None:
    """A task about a unit: first with its sector's clerk, then, for some, with the clerk of freight or its officer."""
    sector = {"industry": "clerk_industry", "commerce": "clerk_commerce"}[unit.sector.code]
    officer = {"kind": "unit_matter", "title": "上门核实", "unit_id": unit.pk}
    seats = {one.code: one.pk for one in Position.objects.filter(zone_id=unit.zone_id)}
    made = inbox.assign_task(actor=actor, given=AssignTask(**officer, position_id=seats[sector]))
    if unit.pk % 2:
        to = TransferTask(
            task_id=made.pk, version=made.version, position_id=seats["clerk_transport"], reason="属交通运输职责"
        )
        inbox.transfer_task(actor=actor, given=to)


def deliver() -> None:
    """Every message that has no delivery yet goes out by mail too."""
    for row in Message.objects.filter(deliveries=None):
        Delivery.objects.create(
            zone_id=row.zone_id,
            message=row,
            channel="mail",
            next_at=row.told_at,
            tried_since=row.told_at,
            reference=f"small-{row.pk}",
        )


def announce(actor: Actor) -> None:
    """An announcement to everybody, one to each town and sector of the units, and one to a role."""
    said = {"title": "公告", "text": "内容", "ends_at": clock.now() + timedelta(days=1), "must_acknowledge": True}
    units = Unit.objects.filter(zone_id=actor.zone_id).order_by("pk")
    parts = [{}, {"roles": ("sector_clerk",)}]
    parts += [{"area_path": path} for path in sorted(set(units.values_list("area_path", flat=True)))]
    parts += [{"sector_id": pk} for pk in sorted(set(units.values_list("sector_id", flat=True)))]
    for part in parts:
        inbox.publish_announcement(actor=actor, given=PublishAnnouncement.model_validate({**said, **part}))


def reaches_announcement(actor: Actor, row: Announcement) -> bool:
    """Who sits within its area and sector, in one of its roles; and who checks all of them."""
    if "inbox:announcement:check" in actor.permissions:
        return True
    held = Appointment.objects.select_related("position__area", "position__role", "unit").get(pk=actor.appointment_id)
    position, unit = held.position, held.unit
    area = unit.area_path if unit else position.area.path if position.area else ""
    sector = unit.sector_id if unit else position.sector_id
    in_role = not row.roles or (position.role is not None and position.role.code in row.roles)
    return area.startswith(row.area_path) and row.sector_id in {None, sector} and in_role

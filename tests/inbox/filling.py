"""Tasks and deliveries for the small world of the permission matrix."""

from sibao.accounts.models import Position
from sibao.directory.models import Unit
from sibao.inbox import services as inbox
from sibao.inbox.inputs import AssignTask, TransferTask
from sibao.inbox.models import Delivery, Message
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

"""Asking those who qualify to apply (指导服务, R123)."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.inbox import queries as inbox
from sibao.kernel.access import Actor, system
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, WrongMove
from sibao.whitelist import queries
from sibao.whitelist.inputs import RecordOutreach
from sibao.whitelist.models import Outreach
from sibao.whitelist.services import calls

if TYPE_CHECKING:
    from sibao.directory.models import Unit


@command("whitelist:outreach:record")
def record_outreach(*, actor: Actor, now: datetime, given: RecordOutreach) -> Done[Outreach]:
    """Keep what a unit said when it was asked to apply.

    Raises:
        Invalid: it declines without a reason.
        WrongMove: it is listed, or waits in a batch.
    """
    unit = directory.unit_in_use(actor, given.unit_id)
    if given.answer == "declined" and not given.note:
        raise Invalid(fields={"note": _("请写明不愿申报的理由")})
    if not queries.outside(actor).filter(pk=unit.pk).exists():
        raise WrongMove(_("这家单位已经入册，或在批次里等待"))
    made = Outreach.objects.create(
        zone_id=unit.zone_id,
        unit=unit,
        answer=given.answer,
        note=given.note,
        recorded_at=now,
        account_id=actor.account_id,
        by=f"{actor.name} · {actor.position}"[:160],
    )
    _end_task(unit, now)
    return Done(made, Subject("unit", unit.pk, unit.name, unit_id=unit.pk))


def _end_task(unit: "Unit", now: datetime) -> None:
    """The town's task ends with the last of its units that was to be asked."""
    actor = system(unit.zone_id, door="queue")
    cells = queries.cells_of(actor).filter(area=unit.area_id, sector=unit.sector_id)
    there = inbox.subjects_waiting(unit.zone_id, calls.KIND, calls.SUBJECT, [one.pk for one in cells])
    if there and (unit.area_id, unit.sector_id) not in queries.to_be_asked(actor, now):
        calls.end_asked(cells, now)

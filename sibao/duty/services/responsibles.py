"""Who answers for what at a site: until somebody leaves (R45)."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.events import ResponsiblesChanged
from sibao.duty.inputs import AssignResponsible, EndResponsible, LapseResponsibles, RevealResponsibles
from sibao.duty.models import Responsible
from sibao.duty.services import answering
from sibao.duty.services.openings import close, follow_up
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.personal import looks
from sibao.kernel.refusals import Invalid

LEFT = "花名册上已离职"


@command("duty:responsible:assign")
def assign_responsible(*, actor: Actor, now: datetime, given: AssignResponsible) -> Done[list[Responsible]]:
    """Let a person answer for matters at a site from a day; who led until then ends the day before.

    Raises:
        NotFound: the site is out of scope.
        Invalid: no such matter, the site or unit is no longer in use, or the days lie before what is there.
    """
    site = directory.access_site(actor, given.site_id)
    unit = directory.unit_in_use(actor, site.unit_id)
    known = set(queries.matters(actor.zone_id).filter(pk__in=given.matter_ids).values_list("pk", flat=True))
    if known != set(given.matter_ids):
        raise Invalid(fields={"matter_ids": _("没有这项责任事项")})
    rows = answering.write([answering.Entry(site, matter, given, given.reason) for matter in sorted(known)])
    told = [ResponsiblesChanged(zone_id=actor.zone_id, unit_ids=(unit.pk,))]
    details: dict[str, object] = {"site": site.pk, "matters": sorted(known), "role": given.role, "reason": given.reason}
    close(actor.zone_id, [unit.pk], now)
    return Done(rows, Subject("unit", unit.pk, unit.name, unit_id=unit.pk), told, details)


@command("duty:responsible:end")
def end_responsible(*, actor: Actor, now: datetime, given: EndResponsible) -> Done[int]:
    """End what a person answers for with her last day; what is open again is told to the unit by a task.

    Raises:
        NotFound: the row is out of scope.
        Invalid: the last day lies before the first one.
    """
    row = queries.access_responsible(actor, given.responsible_id)
    rows = _of_person(row, given) if given.everywhere else [row]
    if not given.everywhere and given.ended_on < row.started_on:
        raise Invalid(fields={"ended_on": _("不能早于开始日期")})
    for one in rows:
        _end(one, given.ended_on)
    told = [ResponsiblesChanged(zone_id=row.zone_id, unit_ids=(row.unit_id,))]
    details: dict[str, object] = {"rows": [one.pk for one in rows], "reason": given.reason}
    follow_up(row.zone_id, row.unit_id, now)
    return Done(len(rows), Subject("unit", row.unit_id, row.unit.name, unit_id=row.unit_id), told, details)


def _of_person(row: Responsible, given: EndResponsible) -> Sequence[Responsible]:
    own = Responsible.objects.select_for_update().filter(unit_id=row.unit_id, phone_hash=row.phone_hash)
    return list(own.filter(queries.lasts_beyond(given.ended_on + timedelta(days=1))).order_by("pk"))


def _end(row: Responsible, last_day: date) -> None:
    """What would begin only after the last day is taken back."""
    if row.started_on > last_day:
        row.delete()
        return
    row.ended_on = last_day
    row.save(update_fields=["ended_on"])


@command("duty:responsible:lapse")
def lapse_responsibles(*, actor: Actor, now: datetime, given: LapseResponsibles) -> Done[int]:
    """End what somebody answered for at a unit that she works for no more, by the queue; the unit is told by a task.

    Nobody answers in her name any longer than she works there, whoever forgot to say so (R45).
    """
    unit = directory.access_unit(actor, given.unit_id)
    held = Responsible.objects.select_for_update().filter(unit_id=unit.pk, pk__in=given.responsible_ids)
    rows = list(held.filter(queries.lasts_beyond(given.ended_on + timedelta(days=1))).order_by("pk"))
    for row in rows:
        _end(row, given.ended_on)
    told = [ResponsiblesChanged(zone_id=actor.zone_id, unit_ids=(unit.pk,))]
    details: dict[str, object] = {"rows": [row.pk for row in rows], "reason": f"{LEFT}，最后在岗日 {given.ended_on}"}
    follow_up(actor.zone_id, unit.pk, now)
    return Done(len(rows), Subject("unit", unit.pk, unit.name, unit_id=unit.pk), told, details)


@command("duty:responsible:reveal")
def reveal_responsibles(*, actor: Actor, now: datetime, given: RevealResponsibles) -> Done[list[queries.Shown]]:
    """Show a unit's responsible persons in full; who looked, and why, is on the record."""
    unit = directory.unit(actor, given.unit_id)
    shown = queries.shown_of(actor, unit.pk, revealed=True)
    subjects = queries.subjects_of(actor, unit.pk)
    looks.looked(actor, now, what="duty:responsible:reveal", given=given, subjects=subjects, unit_id=unit.pk)
    subject = Subject("unit", unit.pk, unit.name, unit_id=unit.pk)
    return Done(shown, subject, details={"purpose": given.purpose, "how": given.how, "rows": len(shown)})

"""Who leads and belongs to work groups and task forces; leads that no document names are confirmed by somebody (R119)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.events import GroupsChanged
from sibao.duty.inputs import AppointMember, ConfirmLeads, ReleaseMember
from sibao.duty.models import GroupMember
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, WrongMove


@command("duty:group:appoint")
def appoint_member(*, actor: Actor, now: datetime, given: AppointMember) -> Done[GroupMember]:
    """Let a department, unit or position join a group; a new lead is to be confirmed.

    Raises:
        NotFound: no such group, or the unit is out of scope.
        Invalid: no such department or position, it does not lead groups, or it belongs to the group in those days.
    """
    group = queries.group(actor, given.group_id)
    _check(actor, given)
    row = GroupMember(zone_id=actor.zone_id, group_id=group.pk, to_be_confirmed=given.role == "lead")
    for name in ("role", "organisation_id", "unit_id", "position_id", "started_on", "ended_on", "reason"):
        setattr(row, name, getattr(given, name))
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields={"started_on": _("这段时间已在这个组里，请先核对日期")}) from error
    told = [GroupsChanged(zone_id=actor.zone_id, group_id=group.pk)]
    details: dict[str, object] = {"group": group.pk, "role": given.role, "reason": given.reason}
    return Done(row, Subject("group", group.pk, group.name), told, details)


def _check(actor: Actor, given: AppointMember) -> None:
    if given.ended_on and given.ended_on < given.started_on:
        raise Invalid(fields={"ended_on": _("不能早于开始日期")})
    if given.unit_id is not None:
        directory.unit_in_use(actor, given.unit_id)
    if given.organisation_id is not None and not queries.bodies(actor).filter(pk=given.organisation_id).exists():
        raise Invalid(fields={"organisation_id": _("没有这个部门")})
    if given.role == "lead" and given.organisation_id is None:
        raise Invalid(fields={"organisation_id": _("牵头的须是部门")})
    if given.position_id is not None and not queries.seats(actor.zone_id).filter(pk=given.position_id).exists():
        raise Invalid(fields={"position_id": _("没有这个岗位")})


@command("duty:group:release")
def release_member(*, actor: Actor, now: datetime, given: ReleaseMember) -> Done[GroupMember]:
    """End a membership with a last day.

    Raises:
        NotFound: there is no such membership.
        WrongMove: it is the group's last lead.
        Invalid: the last day lies before the first one.
    """
    row = queries.access_member(actor, given.member_id)
    if given.ended_on < row.started_on:
        raise Invalid(fields={"ended_on": _("不能早于开始日期")})
    if row.role == "lead":
        queries.lead_remains(row)
    row.ended_on = given.ended_on
    row.save(update_fields=["ended_on"])
    told = [GroupsChanged(zone_id=row.zone_id, group_id=row.group_id)]
    details: dict[str, object] = {"member": row.pk, "reason": given.reason}
    return Done(row, Subject("group", row.group_id, row.group.name), told, details)


@command("duty:group:confirm")
def confirm_leads(*, actor: Actor, now: datetime, given: ConfirmLeads) -> Done[int]:
    """Confirm a group's leads by name and basis, so that they are no longer marked as to be confirmed.

    Raises:
        NotFound: there is no such group.
        WrongMove: nothing is left to confirm, or nobody by name does so.
    """
    if not actor.account_id:
        raise WrongMove(_("须由具名的人核实"))
    group = queries.group(actor, given.group_id)
    open_ = queries.leads_on(group.pk, clock.today()).filter(to_be_confirmed=True).select_for_update()
    rows = list(open_.order_by("pk"))
    if not rows:
        raise WrongMove(_("没有待核实的牵头部门"))
    for row in rows:
        row.to_be_confirmed, row.confirmed_by_id, row.confirmed_at = False, actor.account_id, now
        row.basis = given.basis
    GroupMember.objects.bulk_update(rows, ["to_be_confirmed", "confirmed_by", "confirmed_at", "basis"])
    told = [GroupsChanged(zone_id=actor.zone_id, group_id=group.pk)]
    return Done(len(rows), Subject("group", group.pk, group.name), told, {"basis": given.basis})

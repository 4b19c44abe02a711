"""Work groups and task forces with who leads them, who belongs to them, and what lies with them."""

from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries as accounts
from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.duty.models import GroupMember
from sibao.duty.queries.periods import lasts_beyond, runs_on
from sibao.inbox import queries as inbox
from sibao.kernel import clock
from sibao.kernel.access import Actor, predicate, require
from sibao.kernel.refusals import NotFound, WrongMove

READ = "duty:group:read"
KINDS = ("work_group", "task_force")
NAMES = ("organisation", "unit", "position__organisation", "confirmed_by", "group")


def groups(actor: Actor) -> QuerySet[Any]:
    """Return the zone's work groups and task forces, each with its leads and how many belong to it today (R119, R21)."""
    require(actor, READ)
    today = GroupMember.objects.filter(runs_on(clock.today()), group=OuterRef("pk"))
    leads = today.filter(role="lead").order_by().values("group")
    members = today.filter(role="member").order_by().values("group").annotate(number=Count("pk"))
    rows = directory.organisations(actor).filter(kind__in=KINDS)
    return rows.annotate(
        leads=Subquery(
            leads.annotate(said=StringAgg("organisation__short_name", "、", order_by="started_on")).values("said")
        ),
        members=Subquery(members.values("number")),
        unconfirmed=Exists(today.filter(role="lead", to_be_confirmed=True)),
    )


def unconfirmed(actor: Actor) -> Q:
    """Return the condition on groups that a lead is still to be confirmed."""
    return Q(unconfirmed=True)


def group(actor: Actor, group_id: int) -> Any:
    """Return one work group or task force; see `groups`.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = groups(actor).filter(pk=group_id).first()
    if found is None:
        raise NotFound
    return found


def bodies(actor: Actor) -> QuerySet[Any]:
    """Return the organisations that may lead or join groups."""
    return directory.organisations(actor).exclude(kind__in=KINDS)


def seats(zone_id: int) -> QuerySet[Any]:
    """Return the positions that may join groups: those that take tasks and belong to no unit."""
    return accounts.able_positions(zone_id, "inbox:task:accept").filter(unit_bound=False)


def members_of(actor: Actor, group_id: int) -> QuerySet[GroupMember]:
    """Return who leads or belongs, belonged or will belong to a group, leads and those who still do first."""
    require(actor, READ)
    rows = _seen(actor).filter(group_id=group_id)
    return rows.order_by("role", F("ended_on").desc(nulls_first=True), "started_on", "id")


def _seen(actor: Actor) -> QuerySet[GroupMember]:
    """Which departments and positions belong to a group everyone may know; units are seen within one's scope."""
    within = Q(unit=None) | predicate(actor.scope, OF_UNIT)
    return GroupMember.objects.filter(within, zone_id=actor.zone_id).select_related(*NAMES)


def member(actor: Actor, member_id: int) -> GroupMember:
    """Return one membership.

    Raises:
        NotFound: there is none of that id, or it is that of a unit out of scope.
    """
    require(actor, READ)
    found = _seen(actor).filter(pk=member_id).first()
    if found is None:
        raise NotFound
    return found


def leads_on(group_id: int, day: date) -> QuerySet[GroupMember]:
    """Return who leads a group on a day."""
    return GroupMember.objects.filter(runs_on(day), group_id=group_id, role="lead")


def access_member(actor: Actor, member_id: int) -> GroupMember:
    """Return one membership locked, with the others of its group, the only way to hold it in order to change it.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    rows = _seen(actor).select_related(None)
    group_id = rows.filter(pk=member_id).values_list("group_id", flat=True).first()
    held = rows.filter(group_id=group_id).select_related(*NAMES).order_by("pk").select_for_update(of=("self",))
    found = next((row for row in held if row.pk == member_id), None)
    if found is None:
        raise NotFound
    return found


def lead_remains(row: GroupMember) -> None:
    """Let a lead go when another one leads without end.

    Raises:
        WrongMove: she is the last one.
    """
    others = GroupMember.objects.filter(group_id=row.group_id, role="lead", ended_on=None).exclude(pk=row.pk)
    if not others.exists():
        raise WrongMove(_("这是最后一个牵头部门：先列入新的牵头部门，再让它退出"))


def open_tasks(actor: Actor, found: Any) -> QuerySet[Any]:
    """Return the open tasks that the actor may see and that lie with a group, its leads or members, in its sector."""
    running = GroupMember.objects.filter(lasts_beyond(clock.today()), group_id=found.pk)
    bodies, seats = running.exclude(organisation=None).values("organisation"), running.exclude(position=None)
    there = Q(position__organisation_id=found.pk) | Q(position__organisation__in=bodies)
    there |= Q(position__in=seats.values("position"))
    rows = inbox.tasks(actor).filter(inbox.IS_OPEN, there)
    return rows.filter(Q(sector=None) | Q(sector=found.sector_id)) if found.sector_id else rows

"""How officers, responsible persons and members of groups follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.duty.models import GroupMember, Liaison, Responsible
from sibao.kernel.database.periods import running
from sibao.kernel.merging import Follower


def _unless_somebody_is_there(retired: int, survivor: int) -> QuerySet[Any]:
    """What would run beside an officer of the survivor in the same role stays where it is."""
    rows = Liaison.objects.alias(days=running())
    theirs = rows.filter(unit=survivor, role=OuterRef("role"), days__overlap=OuterRef("days"))
    return rows.filter(~Exists(theirs))


def _unless_in_the_group(retired: int, survivor: int) -> QuerySet[Any]:
    """A membership that would run beside one of the survivor in the same group stays where it is."""
    rows = GroupMember.objects.alias(days=running())
    theirs = rows.filter(unit=survivor, group=OuterRef("group"), days__overlap=OuterRef("days"))
    return rows.filter(~Exists(theirs))


FOLLOWERS = (
    Follower("duty:liaisons", 410, "unit", _("包保"), Liaison, chosen=_unless_somebody_is_there),
    Follower("duty:responsibles", 420, "unit", _("责任人"), Responsible),
    Follower("duty:members", 430, "unit", _("工作组成员"), GroupMember, chosen=_unless_in_the_group),
)
STAYING = {"duty.Obligation.unit": "a view of sites, which follow"}

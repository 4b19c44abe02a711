"""How appointments, invitations and requests for access follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.accounts.models import AccessRequest, Appointment, Invitation
from sibao.kernel.merging import Follower


def _held_twice(survivor: int, giver: str = "") -> Exists:
    """Whether the account of an appointment, or of the one it stands in for, holds the same seat at the survivor."""
    theirs = Appointment.objects.filter(unit=survivor, ended_at=None, position=OuterRef("position"))
    own = theirs.filter(account=OuterRef(f"{giver}account"))
    return Exists(own.exclude(pk=OuterRef("on_behalf_of")) if giver else own)


def _unless_held_twice(retired: int, survivor: int) -> QuerySet[Any]:
    return Appointment.objects.filter(Q(ended_at__isnull=False) | ~_held_twice(survivor))


def _with_their_giver(retired: int, survivor: int) -> QuerySet[Any]:
    """A deputy's appointment goes where the one goes on whose behalf it stands; that one moves first."""
    gone_along = Q(on_behalf_of__ended_at__isnull=False) | ~_held_twice(survivor, "on_behalf_of__")
    return _unless_held_twice(retired, survivor).filter(gone_along)


OWN, DEPUTY = Q(on_behalf_of=None), Q(on_behalf_of__isnull=False)
FOLLOWERS = (
    Follower(
        "accounts:appointments", 210, "unit", _("任职（本单位人员）"), Appointment, only=OWN, chosen=_unless_held_twice
    ),
    Follower("accounts:deputies", 220, "unit", _("委托"), Appointment, only=DEPUTY, chosen=_with_their_giver),
    Follower("accounts:invitations", 230, "unit", _("企业邀请"), Invitation),
    Follower("accounts:requests", 240, "unit", _("开通申请"), AccessRequest),
)

"""How checks, standings and rectifications follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.guidance.models import GuideCheck, ItemStanding, Rectification, WorkPlan
from sibao.guidance.states import APPROVED_PLAN, DRAFT, LIVING_PLANS, OPEN_RECTIFICATION
from sibao.kernel.merging import Follower


def _unless_drafted(retired: int, survivor: int) -> QuerySet[Any]:
    """A draft that the same house has of the survivor too stays where it is."""
    rows = GuideCheck.objects.all()
    theirs = rows.filter(unit=survivor, state=DRAFT, kind=OuterRef("kind"), posture=OuterRef("posture"))
    twin = theirs.filter(Q(organisation_id=OuterRef("organisation_id")) | Q(organisation_id=None))
    return rows.filter(~Q(Exists(twin), state=DRAFT))


def _unless_known(retired: int, survivor: int) -> QuerySet[Any]:
    """The survivor's own standing counts."""
    rows = ItemStanding.objects.all()
    return rows.filter(~Exists(rows.filter(unit=survivor, item=OuterRef("item"))))


def _unless_open(retired: int, survivor: int) -> QuerySet[Any]:
    """One that is open for the survivor too stays where it is."""
    rows = Rectification.objects.all()
    theirs = rows.filter(unit=survivor, state__in=OPEN_RECTIFICATION)
    same_item = theirs.filter(item__isnull=False, item=OuterRef("item"))
    same_origin = theirs.filter(origin_kind=OuterRef("origin_kind"), origin_id=OuterRef("origin_id"))
    return rows.filter(~Q(Exists(same_item) | Exists(same_origin), state__in=OPEN_RECTIFICATION))


def _unless_planned(retired: int, survivor: int) -> QuerySet[Any]:
    """One that is approved or under way stays where it is if the survivor has one."""
    rows = WorkPlan.objects.all()
    theirs = rows.filter(unit=survivor)
    living = Q(state__in=LIVING_PLANS) & Q(Exists(theirs.filter(state__in=LIVING_PLANS)))
    return rows.exclude(living | (Q(state=APPROVED_PLAN) & Q(Exists(theirs.filter(state=APPROVED_PLAN)))))


FOLLOWERS = (
    Follower("guidance:checks", 510, "unit", _("自查与现场检查"), GuideCheck, chosen=_unless_drafted),
    Follower("guidance:standings", 520, "unit", _("条目现状"), ItemStanding, chosen=_unless_known),
    Follower("guidance:rectifications", 530, "unit", _("整改"), Rectification, chosen=_unless_open),
    Follower("guidance:plans", 540, "unit", _("工作预案"), WorkPlan, chosen=_unless_planned),
)
STAYING = {"guidance.Readiness.unit": "reckoned anew for the unit that goes on"}

"""How arrivals, codes and appeals follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.entry.models import ArrivalRegistration, CodeAppeal, CodeAssignment
from sibao.kernel.merging import Follower

UNDER_WAY = ("registered", "arrived")


def _unless_under_way_there(retired: int, survivor: int) -> QuerySet[Any]:
    """Somebody who is under way to both stays where she was registered first."""
    rows = ArrivalRegistration.objects.filter(state__in=UNDER_WAY)
    theirs = rows.filter(unit=survivor, identity_hash=OuterRef("identity_hash"))
    return ArrivalRegistration.objects.exclude(Exists(theirs), state__in=UNDER_WAY)


FOLLOWERS = (
    Follower("entry:arrivals", 610, "unit", _("入济报备"), ArrivalRegistration, chosen=_unless_under_way_there),
    Follower("entry:codes", 620, "unit", _("赋码"), CodeAssignment),
    Follower("entry:appeals", 630, "unit", _("赋码申诉"), CodeAppeal),
)

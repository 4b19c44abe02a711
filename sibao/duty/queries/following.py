"""How officers follow when one unit is merged into another."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.duty.models import Liaison
from sibao.kernel.database.periods import running
from sibao.kernel.merging import Follower


def _unless_somebody_is_there(retired: int, survivor: int) -> QuerySet[Any]:
    """What would run beside an officer of the survivor in the same role stays where it is."""
    rows = Liaison.objects.alias(days=running())
    theirs = rows.filter(unit=survivor, role=OuterRef("role"), days__overlap=OuterRef("days"))
    return rows.filter(~Exists(theirs))


FOLLOWERS = (Follower("duty:liaisons", 410, "unit", _("包保"), Liaison, chosen=_unless_somebody_is_there),)

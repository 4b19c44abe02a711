"""What the one screen shows of daily work."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.routine import queries


def today(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How many sections are overdue for disinfection, and how many sites have reported both lines of today."""
    known, overdue, complete, sites = queries.counted_today(actor, now)
    return {
        "as_of": now,
        "overdue": overdue if known else _("未知"),
        "overdue_url": f"{reverse('routine:sections')}?applied=1&overdue=1",
        "complete": complete,
        "sites": sites,
        "day_url": reverse("routine:day"),
        "all_url": reverse("routine:day"),
        "all": _("全部"),
        "tone": "danger" if overdue else "ok" if known else "unknown",
    }

"""What is known of production and business, as one of the monitored streams (R17)."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.facts import queries
from sibao.kernel.access import Actor, may
from sibao.kernel.monitored import Figure, Observed, Part


def production(actor: Actor, now: datetime) -> Observed:
    """Return what units and departments report of production, and how much of it is missing or too old to count.

    It is silent once even the fact that has to be renewed soonest has not been told by anybody for longer than it counts.
    """
    found, url = queries.tallies(actor), reverse("facts:catalogue")
    days = min((one.definition.fresh_days for one in found if one.definition.fresh_days), default=None)
    figures = (
        Figure(_("已过期的事实"), sum(one.stale for one in found), url, "warn"),
        Figure(_("缺少的事实"), sum(one.missing for one in found), url, "warn"),
    )
    part = Part(_("事实填报"), queries.last_reported(actor), None if days is None else timedelta(days=days))
    rules = queries.criteria(actor).count() if may(actor, "facts:criterion:read") else 0
    return Observed((part,), figures, rules)

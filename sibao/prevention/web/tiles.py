"""What the one screen shows of alerts."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.prevention import queries
from sibao.prevention.rules.words import SEVERITIES


def standing(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How many people and places each rule warns of, gravest first; each number opens its alerts.

    Nothing is green that nobody has spoken of: without a signal the tile has no data, and while a source is silent the
    rules that warn of nobody, `quiet`, are unknown.
    """
    url = f"{reverse('prevention:alerts')}?applied=1&open=1"
    heard, silent = queries.last_heard(actor.zone_id, now)
    counted = queries.standing(actor)
    rows = [
        {
            "word": queries.rule_name(one["rule"]),
            "count": one["count"],
            "tone": SEVERITIES[one["rule"].severity][1],
            "url": f"{url}&rule={one['rule'].pk}",
        }
        for one in counted
        if one["count"]
    ]
    return {
        "as_of": heard,
        "rows": rows,
        "quiet": [queries.rule_name(one["rule"]) for one in counted if not one["count"]],
        "silent": silent,
        "all_url": url,
        "all": _("全部"),
        "tone": "danger" if any(row["tone"] == "danger" for row in rows) else "",
    }

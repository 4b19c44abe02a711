"""What the one screen shows of guides and plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.guidance import queries, rules
from sibao.kernel.access import Actor


def shelf(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How many documents the zone and its sectors need, and how many are missing (R10)."""
    wanted, missing = queries.total(queries.shelves(actor))
    return {
        "as_of": now,
        "total": wanted,
        "missing": missing,
        "url": reverse("guidance:overview"),
        "tone": "danger" if missing else "ok",
    }


def ready(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How many units are how ready, each number opening its units; late ones first (R12, R14)."""
    counted = queries.graded(actor)
    url = f"{reverse('guidance:readiness')}?applied=1"
    grades = [(one, counted.get(one.code, 0)) for one in reversed(rules.GRADES.values())]
    return {
        "as_of": now if counted else None,
        "grades": [
            {"word": one.word, "tone": one.tone, "count": count, "url": f"{url}&grade={one.code}"}
            for one, count in grades
            if count or one.code == "ready"
        ],
        "all_url": url,
        "all": _("全部"),
        "tone": "danger" if counted.get("late") else "",
    }

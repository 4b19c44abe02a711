"""What the one screen shows of guides and plans."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from sibao.guidance import queries
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

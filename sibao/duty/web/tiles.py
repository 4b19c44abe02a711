"""What the one screen and the workbench show of duties."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.duty import queries
from sibao.kernel.access import Actor


def covered(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How many units need an officer, and how many have none, which should be zero (R120)."""
    charges = queries.charges(actor)
    missing = charges.filter(queries.without_officer(actor)).count()
    url = f"{reverse('duty:liaisons')}?applied=1"
    return {
        "as_of": now,
        "total": charges.count(),
        "missing": missing,
        "missing_url": f"{url}&missing=1",
        "all_url": url,
        "all": _("全部"),
        "tone": "danger" if missing else "ok",
    }


def answered(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """How much has to be answered for at sites, and for how much nobody does, which should be zero (R45)."""
    total, missing = queries.counted(queries.obligations(actor))
    siteless, url = queries.without_site(actor).count(), f"{reverse('duty:obligations')}?applied=1"
    return {
        "as_of": now,
        "total": total,
        "siteless": siteless,
        "siteless_url": f"{reverse('directory:units')}?applied=1&quality=responsible-siteless",
        "missing": missing,
        "missing_url": f"{url}&missing=1",
        "all_url": url,
        "all": _("全部"),
        "tone": "danger" if missing or siteless else "ok",
    }


def of_unit(actor: Actor, unit_id: int) -> Mapping[str, Any]:
    """The same of one unit, for its page."""
    total, missing = queries.counted(queries.obligations_of(actor, unit_id))
    return {
        "total": total,
        "missing": missing,
        "url": reverse("duty:unit-responsibles", args=[unit_id]),
    }


def mine(actor: Actor) -> Mapping[str, Any]:
    """The units that I look after."""
    rows = list(queries.own_units(actor)[:6])
    return {"rows": rows, "count": queries.own_units(actor).count()}

"""Why a listing is suspended: causes begin and end one by one, and each ends by a person (R32)."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from sibao.kernel.access import Actor
from sibao.kernel.refusals import WrongMove
from sibao.whitelist import queries
from sibao.whitelist.models import Listing, Suspension


def begin(listing: Listing, verdict_id: int | None, *, reason: str, actor: Actor, now: datetime) -> None:
    """Add a cause: the clauses that a verdict found unmet, or, without one, a pause by hand (人工暂停).

    Raises:
        WrongMove: that cause stands already.
    """
    cause = "pause" if verdict_id is None else "standard"
    if queries.causes(listing).filter(cause=cause).exists():
        raise WrongMove(_("这家单位已因同样的事由暂停"))
    Suspension.objects.create(
        zone_id=listing.zone_id,
        listing=listing,
        cause=cause,
        verdict_id=verdict_id,
        reason=reason,
        begun_at=now,
        begun_by=f"{actor.name} · {actor.position}"[:160],
    )


def end(listing: Listing, *, reason: str, actor: Actor, now: datetime) -> None:
    """End every cause that stands, by whoever acts."""
    queries.causes(listing).update(
        ended_at=Greatest(F("begun_at"), Value(now)),
        ended_by=f"{actor.name} · {actor.position}"[:160],
        door=actor.door,
        end_reason=reason,
    )


def must_be_cured(listing: Listing, now: datetime) -> None:
    """Refuse to resume a listing while a clause for which it was suspended is not met for certain.

    Raises:
        WrongMove: in words that name the clauses.
    """
    if left := queries.uncured(listing, now):
        raise WrongMove(_("还不能恢复，暂停的原因没有消除：%(clauses)s") % {"clauses": "；".join(left)})

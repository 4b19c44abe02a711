"""Saved filters and exports that the asker may see."""

from django.db.models import Q, QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.models import ExportRun, SavedFilter
from sibao.kernel.refusals import NotFound


def saved_filters(actor: Actor, list_key: str) -> list[SavedFilter]:
    """Return the asker's own filters of a list and those shared in her organisation."""
    mine = Q(account_id=actor.account_id)
    if actor.organisation_id:
        mine |= Q(organisation_id=actor.organisation_id)
    rows = SavedFilter.objects.filter(mine, zone_id=actor.zone_id, list_key=list_key).exclude(name="")
    return list(rows.order_by("-is_default", "name")[:20])


def default_filter(actor: Actor, list_key: str) -> dict[str, list[str]] | None:
    """Return the filter that the asker made her default, or None."""
    found = SavedFilter.objects.filter(
        zone_id=actor.zone_id, account_id=actor.account_id, list_key=list_key, is_default=True
    ).first()
    return {name: list(values) for name, values in found.values.items()} if found else None


def exports(actor: Actor) -> QuerySet[ExportRun]:
    """Return the asker's own exports, newest first."""
    require(actor, "kernel:export:read")
    rows = ExportRun.objects.filter(zone_id=actor.zone_id, account_id=actor.account_id)
    return rows.select_related("file").order_by("-id")


def export(actor: Actor, run_id: int) -> ExportRun:
    """Return one of the asker's own exports.

    Raises:
        NotFound: there is none of that id that is hers.
    """
    found = exports(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found

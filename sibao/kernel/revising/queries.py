"""Revisions that the asker may see: those that she chose in the position that she acts in."""

from collections.abc import Mapping

from django.db.models import Count, QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.models import Revision, RevisionRow, RunState
from sibao.kernel.refusals import NotFound

PREVIEW, APPLYING = RunState.PREVIEW, RunState.APPLYING


def revisions(actor: Actor) -> QuerySet[Revision]:
    """Return the actor's revisions, newest first."""
    require(actor, "kernel:revision:read")
    own = {"account_id": actor.account_id, "appointment_id": actor.appointment_id}
    return Revision.objects.filter(zone_id=actor.zone_id, **own).order_by("-id")


def revision(actor: Actor, revision_id: int) -> Revision:
    """Return one revision.

    Raises:
        NotFound: the actor has none of that id.
    """
    found = revisions(actor).filter(pk=revision_id).first()
    if found is None:
        raise NotFound
    return found


def access_revision(actor: Actor, revision_id: int) -> Revision:
    """Return one revision locked, the only way to hold it in order to change it; see `revision`."""
    found = revisions(actor).select_for_update().filter(pk=revision_id).first()
    if found is None:
        raise NotFound
    return found


def rows_of(found: Revision, verdict: str = "") -> QuerySet[RevisionRow]:
    """Return the rows of a revision that was read for the actor, all or those with one result."""
    rows = RevisionRow.objects.filter(revision=found).order_by("id")
    return rows.filter(verdict=verdict) if verdict else rows


def counts_of(found: Revision) -> Mapping[str, int]:
    """Return how many rows of a revision have which result."""
    rows = RevisionRow.objects.filter(revision=found).order_by()
    return dict(rows.values_list("verdict").annotate(rows=Count("pk")))

"""Attachments that the asker may see: those of things she reaches."""

from collections.abc import Collection
from typing import Any

from django.db.models import Count, QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.attaching.hanging import require_subject
from sibao.kernel.models import Attachment, StoredFile
from sibao.kernel.refusals import NotFound

READ = "kernel:attachment:read"


def attachments(actor: Actor, kind: str, subject_id: int) -> QuerySet[Attachment]:
    """Return a thing's attachments, newest first, also those that were removed.

    Raises:
        NotFound: the thing is not in the actor's scope, or nothing hangs on things of its kind.
    """
    require(actor, READ)
    require_subject(actor, kind, subject_id)
    rows = Attachment.objects.filter(zone_id=actor.zone_id, subject_kind=kind, subject_id=subject_id)
    return rows.order_by("-id")


def attachment(actor: Actor, attachment_id: int) -> Attachment:
    """Return one attachment that has not been removed.

    Raises:
        NotFound: there is none of that id on a thing that the actor reaches.
    """
    require(actor, READ)
    return _reached(actor, Attachment.objects.filter(pk=attachment_id))


def access_attachment(actor: Actor, attachment_id: int) -> Attachment:
    """Return one attachment locked, the only way to hold it in order to change it; see `attachment`."""
    return _reached(actor, Attachment.objects.select_for_update(of=("self",)).filter(pk=attachment_id))


def _reached(actor: Actor, rows: QuerySet[Attachment]) -> Attachment:
    found = rows.filter(zone_id=actor.zone_id, removed_at=None).first()
    if found is None:
        raise NotFound
    require_subject(actor, found.subject_kind, found.subject_id)
    return found


def is_of_house(actor: Actor, found: Attachment) -> bool:
    """Return whether an attachment was hung there by the actor, or by her organisation or unit: they may take it off."""
    if found.added_by == actor.account_id:
        return True
    mine: tuple[Any, ...] = (actor.organisation_id, actor.scope.unit_id)
    return any(mine) and mine == (found.organisation_id, found.unit_id)


def access_same_file(zone_id: int, sha256: str) -> StoredFile | None:
    """Return the kept bytes of a hash among a zone's attachments, locked so that no purge takes them meanwhile."""
    of_attachments = Attachment.objects.filter(zone_id=zone_id, sha256=sha256).exclude(file=None)
    kept = StoredFile.objects.select_for_update().defer("sealed")
    return kept.filter(zone_id=zone_id, pk__in=of_attachments.values("file")).order_by("pk").first()


def counted(kind: str, ids: Collection[int]) -> dict[int, int]:
    """Return how many attachments hang on each of some things that the caller has let the actor see; those without any are left out."""
    rows = Attachment.objects.filter(subject_kind=kind, subject_id__in=ids, removed_at=None).order_by()
    return dict(rows.values_list("subject_id").annotate(number=Count("pk")))

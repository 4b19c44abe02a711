"""Certificates of deletion as people read them."""

from collections.abc import Callable, Collection

from django.db.models import Max, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor, may, require
from sibao.kernel.documents import reading
from sibao.kernel.models import IssuedDocument
from sibao.kernel.refusals import NotFound
from sibao.prevention.models import Deletion, SignalDeletion, SignalKind
from sibao.prevention.queries.keeping import keepers
from sibao.prevention.rules.deletions import deletion_number, digest
from sibao.prevention.sql.retention import REJECTS, SIGNALS

READ_DELETIONS, DELETION = "prevention:deletion:read", "deletion"


def deletions(actor: Actor) -> QuerySet[Deletion]:
    """Return what was deleted of the zone's signals, newest first; they say of nobody whose they were."""
    require(actor, READ_DELETIONS)
    return Deletion.objects.filter(zone_id=actor.zone_id).order_by("-at", "-pk")


def deletion(actor: Actor, deletion_id: int) -> Deletion:
    """Return one of them.

    Raises:
        NotFound: the zone has none of that id.
    """
    found = deletions(actor).filter(pk=deletion_id).first()
    if found is None:
        raise NotFound
    return found


def held_deletion(zone_id: int, deletion_id: int) -> Deletion:
    """Return one of a zone's with the zone held, for who issues its document; see `deletion`."""
    directory.lock_zone(zone_id)
    found = Deletion.objects.filter(zone_id=zone_id, pk=deletion_id).first()
    if found is None:
        raise NotFound
    return found


def lines_of(row: Deletion) -> list[SignalDeletion]:
    """Return what went, in the order in which it was written."""
    return list(row.lines.order_by("pk"))


def number_of(row: Deletion) -> str:
    """Return a certificate's number."""
    return deletion_number(directory.zone(row.zone_id).list_prefix, row.year, row.serial)


def next_deletion(zone_id: int, year: int) -> int:
    """Return the next number of a year; the zone is held."""
    rows = Deletion.objects.filter(zone_id=zone_id, year=year)
    return int(rows.aggregate(Max("serial"))["serial__max"] or 0) + 1


def digest_of(row: Deletion, lines: list[SignalDeletion]) -> bytes:
    """Return the digest of what a certificate says now; another than the one it was written with, and somebody changed it."""
    return digest(row.zone_id, row.at, lines, ended_words(row))


def ended_words(row: Deletion) -> str:
    """Return what the digest of a hazard's end says besides its lines."""
    return f"{row.hazard} {row.by} {row.by_as} {row.reason}" if row.hazard else ""


def data_names(zone_id: int) -> Callable[[SignalDeletion], str]:
    """Return what says in the reader's language which data a line is about."""
    kinds = {row.key: row for row in SignalKind.objects.filter(zone_id=zone_id)}
    kept = {SIGNALS: _("信号"), REJECTS: _("退回的信号")} | {one.what: one.name for one in keepers()}
    english = (get_language() or "").startswith("en")

    def name(line: SignalDeletion) -> str:
        what, kind = str(kept.get(line.what, line.what)), kinds.get(line.kind)
        if kind is None:
            return f"{what} · {line.kind}" if line.kind else what
        return f"{what} · {kind.name_en if english else kind.name}"

    return name


def deletion_document(row: Deletion, *, with_content: bool = False) -> IssuedDocument | None:
    """Return the certificate's document as it was issued, or None before that."""
    rows = reading.documents_of(row.zone_id, DELETION, row.pk)
    return (rows.defer(None) if with_content else rows).first()


def undocumented_deletions(zone_id: int, most: int) -> list[int]:
    """Return the oldest deletions that have no document yet."""
    there = reading.documented(zone_id, DELETION).values("subject_id")
    rows = Deletion.objects.filter(zone_id=zone_id).exclude(pk__in=there).order_by("pk")
    return list(rows.values_list("pk", flat=True)[:most])


def reached_deletions(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some deletions that the actor may see."""
    if not may(actor, READ_DELETIONS):
        return set()
    return set(deletions(actor).filter(pk__in=ids).values_list("pk", flat=True))

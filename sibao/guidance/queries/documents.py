"""The documents of the zone and its sectors, and which of them are missing (R10)."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from sibao.directory import queries as directory
from sibao.guidance import rules
from sibao.guidance.models import GuideDocument
from sibao.guidance.states import DRAFT, IN_FORCE
from sibao.kernel.access import Actor, may, require
from sibao.kernel.lifecycle import Text
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ, EDIT, ENFORCE = "guidance:document:read", "guidance:document:edit", "guidance:document:enforce"
ZONE = "zone"


def documents(actor: Actor) -> QuerySet[GuideDocument]:
    """Return the documents of the sectors within reach and those over all; what never came into force only for those who may draft."""
    require(actor, READ)
    rows = GuideDocument.objects.filter(zone_id=actor.zone_id).select_related("sector", "supersedes")
    if actor.scope.sector_id:
        rows = rows.filter(Q(sector=None) | Q(sector=actor.scope.sector_id))
    return rows if may(actor, EDIT) else rows.filter(in_force_on__isnull=False)


def document(actor: Actor, document_id: int) -> GuideDocument:
    """Return one document; see `documents`.

    Raises:
        NotFound: there is none of that id within reach.
    """
    found = documents(actor).filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def editable(actor: Actor, document_id: int) -> GuideDocument:
    """Return one document that is the actor's to change: who stands for one sector changes nothing over all.

    Raises:
        NotFound: there is none of that id that she may change.
    """
    found = _own(actor, documents(actor)).filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def access_document(actor: Actor, document_id: int) -> GuideDocument:
    """Return one document locked, the only way to hold it in order to change it; see `editable`."""
    rows = GuideDocument.objects.select_for_update(of=("self",)).filter(zone_id=actor.zone_id)
    found = _own(actor, rows).filter(pk=document_id).first()
    if found is None:
        raise NotFound
    return found


def _own(actor: Actor, rows: QuerySet[GuideDocument]) -> QuerySet[GuideDocument]:
    if actor.scope.sector_id:
        return rows.filter(sector=actor.scope.sector_id)
    return rows if actor.scope.whole_zone else rows.none()


def is_own(actor: Actor, row: GuideDocument) -> bool:
    """Return whether a document is the actor's to change; see `editable`."""
    return actor.scope.whole_zone or (actor.scope.sector_id is not None and actor.scope.sector_id == row.sector_id)


def others_in_force(row: GuideDocument) -> list[GuideDocument] | None:
    """Return the special guides in force that may give way to one; None for what gives way by its kind."""
    if row.kind != rules.SEVERAL:
        return None
    same = {"zone": row.zone_id, "sector": row.sector_id, "kind": row.kind, "state": IN_FORCE}
    return list(GuideDocument.objects.filter(**same).order_by("title"))


def reached_documents(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some documents that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(documents(actor).filter(pk__in=ids).values_list("pk", flat=True))


def takes_files(actor: Actor, document_id: int) -> bool:
    """Return whether files may be hung on a document: while it is drafted by who drafts it, in force by who put it there."""
    states = [state for state, needed in ((DRAFT, EDIT), (IN_FORCE, ENFORCE)) if may(actor, needed)]
    return bool(states) and _own(actor, documents(actor)).filter(pk=document_id, state__in=states).exists()


def sector_options(actor: Actor) -> list[Option]:
    """Return whose documents may be asked for: those over all, and each sector's, by code."""
    return [Option(ZONE, rules.ZONE_WORD), *(Option(one.code, one.name) for one in directory.sectors(actor))]


def sectors_to_edit(actor: Actor) -> list[tuple[int | None, str]]:
    """Return whose documents the actor may draft."""
    if not (actor.scope.whole_zone or actor.scope.sector_id):
        return []
    own: list[tuple[int | None, str]] = [(one.pk, one.name) for one in directory.sectors(actor)]
    return own if actor.scope.sector_id else [(None, str(rules.ZONE_WORD)), *own]


def of_sectors(codes: Sequence[str]) -> Q:
    """Return the condition that a document is one of some sectors', or over all."""
    return Q(sector__code__in=codes) | (Q(sector=None) if ZONE in codes else Q(pk__in=[]))


@dataclass(frozen=True, slots=True)
class Cell:
    """How many documents of a kind are in force; none of a kind that is wanted is missing."""

    kind: str
    count: int
    wanted: bool

    @property
    def word(self) -> Text:
        """What the kind is called."""
        return rules.KINDS[self.kind]

    @property
    def missing(self) -> bool:
        """Whether there is none though there has to be one."""
        return self.wanted and not self.count


@dataclass(frozen=True, slots=True)
class Shelf:
    """The documents in force of a sector, or over all where `sector_id` is None."""

    sector_id: int | None
    code: str
    name: str
    cells: tuple[Cell, ...]

    @property
    def missing(self) -> int:
        """How many kinds are missing."""
        return sum(cell.missing for cell in self.cells)


def shelves(actor: Actor) -> list[Shelf]:
    """Return for the zone and each sector within reach what is in force and what is missing (1+1+N)."""
    counts: dict[tuple[int | None, str], int] = {
        (row["sector"], row["kind"]): row["count"]
        for row in documents(actor)
        .filter(state=IN_FORCE)
        .order_by()
        .values("sector", "kind")
        .annotate(count=Count("pk"))
    }
    whose: list[tuple[int | None, str, str]] = [
        (None, ZONE, str(rules.ZONE_WORD)),
        *((one.pk, one.code, one.name) for one in directory.sectors(actor)),
    ]
    return [
        Shelf(pk, code, name, tuple(_cell(kind, counts.get((pk, kind), 0), pk) for kind in rules.KINDS))
        for pk, code, name in whose
    ]


def _cell(kind: str, count: int, sector_id: int | None) -> Cell:
    return Cell(kind, count, rules.is_wanted(kind, of_sector=sector_id is not None))


def total(found: Sequence[Shelf]) -> tuple[int, int]:
    """Return how many documents there have to be on some shelves, and how many are missing."""
    cells = [cell for shelf in found for cell in shelf.cells if cell.wanted]
    return len(cells), sum(cell.missing for cell in cells)

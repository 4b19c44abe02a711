"""Imports that the asker may see: her own and her organisation's."""

from django.db.models import Q, QuerySet

from sibao.kernel.access import Actor, require
from sibao.kernel.imports.importers import IMPORTERS, Importer
from sibao.kernel.models import HeadingMemory, ImportRow, ImportRun
from sibao.kernel.refusals import NotFound

PARKED = (ImportRow.Verdict.BAD, ImportRow.Verdict.ASK)


def importer_of(actor: Actor, key: str) -> Importer:
    """Return a registered importer that the actor may use.

    Raises:
        NotFound: no context registered that key.
        Denied: the actor may not use it.
    """
    found = IMPORTERS.get(key)
    if found is None:
        raise NotFound
    require(actor, found.may)
    return found


def runs(actor: Actor) -> QuerySet[ImportRun]:
    """Return the imports that the actor or a colleague in her organisation started, newest first.

    What an importer marks as `own` is for whoever started it: a colleague may reach fewer of the people in it.
    """
    require(actor, "kernel:import:read")
    mine = Q(account_id=actor.account_id, appointment_id=actor.appointment_id)
    if actor.organisation_id and not actor.scope.unit_id:
        own = [key for key, importer in IMPORTERS.items() if importer.own]
        mine |= Q(organisation_id=actor.organisation_id) & ~Q(importer__in=own)
    return ImportRun.objects.filter(mine, zone_id=actor.zone_id).select_related("file").order_by("-id")


def run(actor: Actor, run_id: int) -> ImportRun:
    """Return one import.

    Raises:
        NotFound: there is none of that id that the actor may see.
    """
    found = runs(actor).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def access_run(actor: Actor, run_id: int) -> ImportRun:
    """Return one import locked, the only way to hold it in order to change it; see `run`."""
    found = runs(actor).select_for_update(of=("self",)).filter(pk=run_id).first()
    if found is None:
        raise NotFound
    return found


def rows(actor: Actor, run_id: int, *verdicts: str) -> QuerySet[ImportRow]:
    """Return an import's rows with these verdicts, or all, in the order of the workbook."""
    found = ImportRow.objects.filter(run_id=run(actor, run_id).id).order_by("number")
    return found.filter(verdict__in=verdicts) if verdicts else found


def parked(actor: Actor) -> QuerySet[ImportRow]:
    """Return the rows that stayed behind in applied imports, waiting to be corrected or confirmed."""
    mine = runs(actor).filter(state="applied").values("pk")
    return (
        ImportRow.objects.filter(run__in=mine, verdict__in=PARKED).select_related("run__file").order_by("run", "number")
    )


def house(actor: Actor) -> dict[str, int | None]:
    """Return the columns that say for whom headings are remembered: her organisation, or the unit whose user she is."""
    return {"zone_id": actor.zone_id, "organisation_id": actor.organisation_id, "unit_id": actor.scope.unit_id}


def remembered(actor: Actor, importer: str) -> dict[str, str]:
    """Return how the headings of an organisation or a unit were read before."""
    rows = HeadingMemory.objects.filter(**house(actor), importer=importer)
    return dict(rows.values_list("heading", "field"))


def same_file_before(actor: Actor, found: ImportRun) -> ImportRun | None:
    """Return the last earlier import of the same bytes that was applied, so that the preview can say so."""
    same = runs(actor).filter(file__sha256=found.file.sha256, importer=found.importer, state="applied")
    return same.filter(pk__lt=found.pk).first()

"""1,000 units changed at once in the background, each with its result, beside one bare UPDATE of as many rows."""

from itertools import pairwise
from time import perf_counter

from django.db import connection, transaction

from bench.province import province
from bench.tables import Line, Table
from sibao.directory.models import Unit
from sibao.kernel.access import acting
from sibao.kernel.models import RevisionRow
from sibao.kernel.revising import services, working
from sibao.kernel.revising.inputs import ApplyRevision, PreviewRevision, StartRevision
from tests import world

ROWS = 1_000
MOST = 5.0
BARE = "update directory_unit set city_lifeline = not city_lifeline, version = version + 1 where id = any(%s)"


def run() -> Table:
    """Measure choosing, previewing and writing 1,000 rows in a province of 15,000 units."""
    with province() as zone:
        actor = world.person(zone, "hq_office_clerk")
        ids = list(Unit.objects.filter(city_lifeline=False).order_by("pk").values_list("pk", flat=True)[:ROWS])
        with acting(actor):
            seen, (chosen, previewed, written, refused) = _bare(ids), _revised(actor, ids)
    return Table(
        "One field of 1,000 units changed at once, in a province",
        (
            Line("a bare UPDATE of the rows, history by its trigger", seen, 1.0),
            Line("rows chosen and pinned", chosen, chosen / seen),
            Line("preview of each row", previewed, previewed / seen),
            Line("written with results, record, coverage", written, written / seen, within=MOST),
        ),
        (f"{ROWS:,} rows, {refused} refused; the bare UPDATE is rolled back before the others begin",),
    )


def _bare(ids: list[int]) -> float:
    with transaction.atomic():
        begun = perf_counter()
        with connection.cursor() as cursor:
            cursor.execute(BARE, [ids])
        took = perf_counter() - begun
        transaction.set_rollback(True)
    return took


def _revised(actor, ids: list[int]) -> tuple[float, float, float, int]:  # type: ignore[no-untyped-def]
    marks = [perf_counter()]
    run = services.start_revision(actor=actor, given=StartRevision(list_key="directory:units", ids=ids))
    marks.append(perf_counter())
    wanted = PreviewRevision(revision_id=run.pk, version=run.version, field="city_lifeline", value="1")
    run = services.preview_revision(actor=actor, given=wanted)
    marks.append(perf_counter())
    services.apply_revision(actor=actor, given=ApplyRevision(revision_id=run.pk, version=run.version))
    working.write_revision(run.pk)
    marks.append(perf_counter())
    refused = RevisionRow.objects.filter(revision=run, verdict="refused").count()
    chosen, previewed, written = (later - earlier for earlier, later in pairwise(marks))
    return chosen, previewed, written, refused

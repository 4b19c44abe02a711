"""Steps of an import as tests tell them."""

from collections.abc import Callable
from typing import Any

from sibao.directory.models import Unit, UnitMeasure
from sibao.kernel.access import Actor, acting
from sibao.kernel.files import Upload
from sibao.kernel.imports import queries, services, working
from sibao.kernel.imports.inputs import ApplyImport, StartImport
from sibao.kernel.models import ImportRun
from tests.kernel.sheets.messy import units

KEY = "directory:units"
DEFECTS = ("lost_code", "about", "month_13")
FIELDS = ("id", "code", "name", "area_id", "sector_id", "staff_count", "founded_on", "industry_code", "version")


def work(step: Callable[[int], None], run: ImportRun) -> None:
    """Do a step of an import as the queue does it: on nobody's behalf until the run says on whose."""
    with acting(None):
        step(run.id)


def upload(actor: Actor, content: bytes, name: str = "名单.xlsx", *, importer: str = KEY) -> ImportRun:
    """Upload a workbook and have it read, as the queue does it."""
    run = services.start_import(actor=actor, given=StartImport(importer=importer, upload=Upload(name, "", content)))
    work(working.read_run, run)
    run.refresh_from_db()
    return run


def apply(actor: Actor, run: ImportRun, **more: Any) -> ImportRun:
    """Apply a preview and have it written, as the queue does it."""
    services.apply_import(actor=actor, given=ApplyImport(run_id=run.id, version=run.version, **more))
    work(working.write_run, run)
    run.refresh_from_db()
    return run


def listed(count, *, bad=0):
    made = units(count)
    for unit, defect in zip(made, DEFECTS[:bad], strict=False):
        unit.defects = frozenset({defect, "date_slash"} - ({"date_slash"} if defect == "month_13" else set()))
    return made


def verdicts(actor, run):
    with acting(actor):
        return {row.number: row.verdict for row in queries.rows(actor, run.id)}


def counts(run):
    return {key: run.counts.get(key, 0) for key in ("new", "changed", "unchanged", "bad", "ask")}


def kept():
    return list(Unit.objects.order_by("id").values_list(*FIELDS))


def measure(unit_code, year=2021):
    return UnitMeasure.objects.get(unit__code=unit_code, measure__code="output", year=year).value

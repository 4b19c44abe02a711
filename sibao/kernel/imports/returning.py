"""Workbooks that go back to people: their own with problems marked, and empty ones to fill in."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from sibao.kernel import files
from sibao.kernel.access import Actor
from sibao.kernel.imports import preview, queries
from sibao.kernel.imports.importers import Importer
from sibao.kernel.imports.language import spoken
from sibao.kernel.imports.queries import importer_of
from sibao.kernel.models import ImportRun
from sibao.kernel.refusals import Invalid
from sibao.kernel.sheets.annotate import annotate
from sibao.kernel.sheets.results import CellProblem
from sibao.kernel.sheets.template import write_template
from sibao.kernel.sheets.words import Problem, Refused


def with_problems(actor: Actor, run: ImportRun) -> bytes:
    """Return the run's workbook with its problems beside the bad cells, and what rows as a whole wait for.

    Raises:
        Invalid: the workbook cannot be written back, in words.
    """
    try:
        return _annotated(actor, run, importer_of(actor, run.importer))
    except Refused as refused:
        raise Invalid(refused.said(spoken())) from refused


def _annotated(actor: Actor, run: ImportRun, importer: Importer) -> bytes:
    reading = preview.understood(actor, run, importer, preview.read(actor, run))
    with tempfile.TemporaryDirectory(prefix="sibao-return-") as folder:
        original = Path(folder) / ("workbook" + Path(run.file.name).suffix.lower()[:8])
        original.write_bytes(files.content_of(actor, run.file_id))
        target = Path(folder) / "returned.xlsx"
        annotate(original, reading, target, also=_of_rows(actor, run), language=spoken())
        return target.read_bytes()


def _of_rows(actor: Actor, run: ImportRun) -> Iterator[CellProblem]:
    """What is wrong with rows as a whole, or asked about them."""
    for row in queries.rows(actor, run.id, *queries.PARKED):
        for found in row.problems:
            if not found["cell"]:
                yield CellProblem(row.number, 0, "", "", Problem(found["code"], found["params"]))
        if row.candidates:
            names = "、".join(one["label"] for one in row.candidates[:3])
            words = {
                "why": _("没有代码，可能是：%(names)s") % {"names": names},
                "cure": _("请补填代码，或在预览页确认"),
            }
            yield CellProblem(row.number, 0, "", "", Problem("refused", words))


def template(actor: Actor, importer: Importer) -> bytes:
    """Return an empty workbook with the importer's headings, its choices and one marked example."""
    with tempfile.TemporaryDirectory(prefix="sibao-template-") as folder:
        target = Path(folder) / "template.xlsx"
        write_template(importer.layout(actor), target, choices=importer.choices(actor))
        return target.read_bytes()

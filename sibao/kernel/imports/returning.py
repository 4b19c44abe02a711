"""Workbooks that go back to people: their own with problems marked, and empty ones to fill in."""

import tempfile
from pathlib import Path

from sibao.kernel import files
from sibao.kernel.access import Actor
from sibao.kernel.imports import preview
from sibao.kernel.imports.importers import Importer
from sibao.kernel.imports.queries import importer_of
from sibao.kernel.models import ImportRun
from sibao.kernel.sheets.annotate import annotate
from sibao.kernel.sheets.template import write_template


def with_problems(actor: Actor, run: ImportRun) -> bytes:
    """Return the run's workbook with its problems beside the bad cells."""
    importer = importer_of(actor, run.importer)
    reading = preview.understood(actor, run, importer, preview.read(actor, run))
    with tempfile.TemporaryDirectory(prefix="sibao-return-") as folder:
        original = Path(folder) / ("workbook" + Path(run.file.name).suffix.lower()[:8])
        original.write_bytes(files.content_of(actor, run.file_id))
        target = Path(folder) / "returned.xlsx"
        annotate(original, reading, target)
        return target.read_bytes()


def template(actor: Actor, importer: Importer) -> bytes:
    """Return an empty workbook with the importer's headings, its choices and one marked example."""
    with tempfile.TemporaryDirectory(prefix="sibao-template-") as folder:
        target = Path(folder) / "template.xlsx"
        write_template(importer.layout(actor), target, choices=importer.choices(actor))
        return target.read_bytes()

"""From a stored workbook to a preview: read in a process of its own, understood, planned, kept row by row."""

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from sibao.kernel import files
from sibao.kernel.access import Actor
from sibao.kernel.imports import stored
from sibao.kernel.imports.importers import Importer, Plan
from sibao.kernel.imports.language import spoken
from sibao.kernel.models import ImportRow, ImportRun
from sibao.kernel.sheets.columns import Column
from sibao.kernel.sheets.grid import Workbook
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.understand import CellProblem, Row, Understanding, understand

CHUNK = 500
MASKED = "••••"
TO_WRITE = (ImportRow.Verdict.NEW, ImportRow.Verdict.CHANGED)


def read(actor: Actor, run: ImportRun) -> Workbook:
    """Return the run's workbook as plain values.

    Raises:
        Refused: the file is not read, in words.
    """
    with tempfile.TemporaryDirectory(prefix="sibao-import-") as folder:
        path = Path(folder) / ("workbook" + Path(run.file.name).suffix.lower()[:8])
        path.write_bytes(files.content_of(actor, run.file_id))
        return read_workbook(path)


def understood(actor: Actor, run: ImportRun, importer: Importer, workbook: Workbook) -> Understanding:
    """Return how the workbook reads, with the answers people gave for this run and before."""
    return understand(
        workbook,
        importer.layout(actor),
        sheet=run.mapping.get("sheet") or None,
        remembered=run.mapping.get("headings", {}),
        choices=importer.choices(actor),
        settled=run.mapping.get("settled", {}),
    )


def rows_of(actor: Actor, run: ImportRun, importer: Importer, reading: Understanding) -> Iterator[list[ImportRow]]:
    """Plan the rows and hand them over in chunks, ready to be kept."""
    confirmed = {int(number): found for number, found in run.mapping.get("confirmed", {}).items()}
    asked = _rows_asked(reading)
    rows = iter(reading.rows)
    while chunk := list(islice(rows, CHUNK)):
        good = [row for row in chunk if not row.problems]
        plans = {plan.row.number: plan for plan in importer.plan(actor, good, confirmed)}
        yield [_kept(run, importer, row, plans.get(row.number), asked.get(row.number, ())) for row in chunk]


def absent_rows(actor: Actor, run: ImportRun, importer: Importer, reading: Understanding) -> list[ImportRow]:
    """Return a row for each thing that the workbook no longer names, numbered behind its own rows."""
    last = max((row.number for row in reading.rows), default=0)
    return [
        ImportRow(
            run=run,
            zone_id=run.zone_id,
            number=number,
            verdict=ImportRow.Verdict.ABSENT,
            label=one.label[:200],
            matched_id=one.id,
        )
        for number, one in enumerate(importer.absent(actor, reading.rows), start=last + 1)
    ]


def _rows_asked(reading: Understanding) -> dict[int, list[str]]:
    asked: dict[int, list[str]] = {}
    for question in reading.questions:
        for number in question.rows:
            asked.setdefault(number, []).append(question.text)
    return asked


def _kept(run: ImportRun, importer: Importer, row: Row, plan: Plan | None, asked: Sequence[str]) -> ImportRow:
    problems = [_cell(problem, importer.personal) for problem in row.problems]
    if plan is not None:
        problems += [{"cell": "", "key": one.key, "raw": "", **_words(one.problem)} for one in plan.problems]
    verdict = ImportRow.Verdict.BAD if plan is None or plan.problems else ImportRow.Verdict(plan.verdict)
    waits = {key: read.value for key, read in row.values.items()} if verdict in TO_WRITE else {}
    values, sealed = stored.split(waits, importer.personal)
    return ImportRow(
        run=run,
        zone_id=run.zone_id,
        number=row.number,
        verdict=verdict,
        label=(plan.label if plan else importer.label(row))[:200],
        values=values,
        sealed=sealed,
        changes=[[one.label, one.before, one.after] for one in plan.changes] if plan else [],
        problems=problems,
        notes=[{"question": text} for text in asked],
        candidates=[{"id": one.id, "label": one.label, "why": one.why} for one in plan.candidates] if plan else [],
        matched_id=plan.matched_id if plan else None,
    )


def _cell(problem: CellProblem, personal: frozenset[str]) -> dict[str, Any]:
    hidden = problem.key.partition("@")[0] in personal
    place = {"cell": problem.cell, "row": problem.row, "column": problem.column, "key": problem.key}
    return {**place, "raw": MASKED if hidden else problem.raw[:80], **_words(problem.problem)}


def _words(problem: Any) -> dict[str, Any]:
    return {"code": problem.code, "params": dict(problem.params)}


def summary(reading: Understanding, personal: frozenset[str]) -> dict[str, Any]:
    """Return what the preview's left side shows: how each heading was read, what was skipped, what is asked."""
    return {
        "columns": [_column(column, personal) for column in reading.columns],
        "skipped": {reason: len(numbers) for reason, numbers in reading.skipped.items()},
        "questions": [
            {
                "column": question.column.letter,
                "heading": question.column.heading,
                "key": question.column.field.key if question.column.field else "",
                "text": question.text,
                "rows": len(question.rows),
                "candidates": [{"key": one.key, "label": one.zh} for one in question.candidates[:8]],
            }
            for question in reading.questions
        ],
        "sheets": [{"name": name, "score": score} for name, score in reading.sheets.items()],
        "sheet": reading.sheet,
        "missing": [getattr(one, spoken()) for one in reading.missing],
        "width": reading.width,
        "header": list(reading.header),
    }


def _column(column: Column, personal: frozenset[str]) -> dict[str, Any]:
    return {
        "letter": column.letter,
        "heading": column.heading,
        "key": column.field.key if column.field else "",
        "label": column.field.zh if column.field else "",
        "year": column.year,
        "unit": column.unit,
        "unit_from": column.unit_from,
        "how": str(column.how),
        "reason": column.reason,
        "candidates": list(column.candidates),
        "example": _example(column, personal),
        "notes": dict(column.notes),
    }


def _example(column: Column, personal: frozenset[str]) -> list[str]:
    """A first cell to recognise the column by; none of personal columns, nor of those that may hold anything."""
    if column.field is None:
        return ["", ""]
    return [text and MASKED for text in column.example] if column.field.key in personal else list(column.example)


def counts(rows: Sequence[ImportRow]) -> Counter[str]:
    """Count rows by verdict."""
    return Counter(str(row.verdict) for row in rows)

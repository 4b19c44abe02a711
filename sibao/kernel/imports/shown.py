"""How an import is shown: steps, counters, columns, rows, in the user's words."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.kernel.imports.importers import Importer
from sibao.kernel.imports.language import spoken
from sibao.kernel.models import ImportRow, ImportRun, RunState
from sibao.kernel.sheets.layout import Layout
from sibao.kernel.sheets.words import Problem

TONES = {
    RunState.QUEUED: "muted",
    RunState.READING: "primary",
    RunState.PREVIEW: "info",
    RunState.APPLYING: "primary",
    RunState.APPLIED: "ok",
    RunState.REFUSED: "danger",
    RunState.CANCELLED: "muted",
    RunState.FAILED: "danger",
}
HOW = {
    "recognised": ("ok", gettext_lazy("认出")),
    "converted": ("primary", gettext_lazy("换算")),
    "remembered": ("ok", gettext_lazy("沿用上次")),
    "unclear": ("warn", gettext_lazy("请确认")),
    "unknown": ("muted", gettext_lazy("不认识，不导入")),
    "skipped": ("muted", gettext_lazy("略过")),
}
SKIPPED = {
    "title": gettext_lazy("标题"),
    "subtotal": gettext_lazy("小计、合计"),
    "note": gettext_lazy("表下说明与签字"),
    "section": gettext_lazy("分节"),
    "blank": gettext_lazy("空行"),
    "example": gettext_lazy("示例"),
    "header": gettext_lazy("重复表头"),
}
ORDER = (
    ("new", "plus", "ok", gettext_lazy("新增"), gettext_lazy("系统里还没有的")),
    ("changed", "arrows-exchange", "primary", gettext_lazy("变更"), gettext_lazy("逐项列出前后值")),
    ("unchanged", "equal", "muted", gettext_lazy("不变"), gettext_lazy("再导一次也不会改")),
    ("bad", "pencil-exclamation", "warn", gettext_lazy("待更正"), gettext_lazy("留下等您改，不挡别的行")),
)
ABSENT = ("absent", "user-question", "warn", gettext_lazy("表中没有"), gettext_lazy("不勾选就不动"))
VERDICTS = frozenset(ImportRow.Verdict.values)
TITLES = {**{key: label for key, _icon, _tone, label, _note in (*ORDER, ABSENT)}, "applied": gettext_lazy("已写入")}


def run_line(run: ImportRun, importers: Mapping[str, Importer]) -> dict[str, Any]:
    """Return an import as one line of a list."""
    importer = importers.get(run.importer)
    busy = run.state in (RunState.QUEUED, RunState.READING, RunState.APPLYING)
    return {
        "id": run.id,
        "url": reverse("kernel:import", args=[run.id]),
        "name": run.file.name,
        "title": importer.title if importer else run.importer,
        "state": run.get_state_display(),
        "tone": TONES[RunState(run.state)],
        "busy": busy,
        "percent": run.progress * 100 // run.total if run.total else None,
        "progress": run.progress,
        "total": run.total,
        "counts": _counted(run),
        "bad": run.counts.get("bad", 0) + run.counts.get("ask", 0),
        "at": run.created_at,
        "message": run.message,
    }


def _counted(run: ImportRun) -> str:
    words = [f"{run.counts[key]} {label}" for key, _icon, _tone, label, _note in ORDER if run.counts.get(key)]
    return " · ".join(str(word) for word in words)


def kinds(run: ImportRun, asked: str) -> list[str]:
    """Return the kinds of rows to show: the one asked for, else what was written, else what would be."""
    if asked in VERDICTS:
        return [asked]
    if run.state == RunState.APPLIED:
        return ["applied"]
    return [key for key in ("changed", "new") if run.counts.get(key)]


def steps(run: ImportRun) -> list[dict[str, str]]:
    """Return the four steps with their states."""
    labels = (_("上传"), _("识别"), _("预览"), _("应用"))
    at = {RunState.QUEUED: 1, RunState.READING: 1, RunState.PREVIEW: 2, RunState.APPLYING: 3, RunState.APPLIED: 4}
    here = at.get(RunState(run.state), 1)
    failed = run.state in (RunState.REFUSED, RunState.FAILED, RunState.CANCELLED)
    return [
        {
            "label": label,
            "state": "done" if place < here else ("failed" if failed else "current") if place == here else "todo",
        }
        for place, label in enumerate(labels)
    ]


def counters(run: ImportRun, show: str) -> list[dict[str, Any]]:
    """Return the four counters, each opening its rows, and a fifth for what a full workbook no longer names."""
    bad = {"bad": run.counts.get("bad", 0) + run.counts.get("ask", 0)}
    return [
        {
            "value": bad.get(key, run.counts.get(key, 0)),
            "word": label,
            "note": note,
            "tone": tone,
            "icon": icon,
            "href": f"{reverse('kernel:import', args=[run.id])}?show={key}#rows",
            "current": key == show,
        }
        for key, icon, tone, label, note in (ORDER if not run.counts.get("absent") else (*ORDER, ABSENT))
    ]


def columns(run: ImportRun, layout: Layout) -> list[dict[str, Any]]:
    """Return how each heading was read."""
    labels = dict(field_choices(layout))
    return [
        column
        | {
            "tone": HOW[column["how"]][0],
            "word": HOW[column["how"]][1],
            "meaning": _meaning(column, labels),
            "ask": column["how"] in ("unclear", "unknown"),
            "options": [(key, labels.get(key.partition("@")[0], key)) for key in column["candidates"]],
        }
        for column in run.columns
    ]


def _meaning(column: Mapping[str, Any], labels: Mapping[str, str]) -> str:
    if not column["key"] or column["how"] in ("skipped", "unknown"):
        return _("不导入")
    return " ".join(filter(None, (labels.get(column["key"], column["key"]), str(column["year"] or ""))))


def field_choices(layout: Layout) -> list[tuple[str, str]]:
    """Return every field a heading may be read as."""
    return [(field.key, getattr(field, spoken())) for field in layout.fields]


def skipped(run: ImportRun) -> str:
    """Return what was skipped, in one sentence."""
    parts = [
        _("%(reason)s %(count)s 行") % {"reason": SKIPPED.get(reason, reason), "count": count}
        for reason, count in run.skipped.items()
    ]
    return (", " if spoken() == "en" else "、").join(parts)


def row(found: ImportRow) -> dict[str, Any]:
    """Return a row as it is shown."""
    return {
        "id": found.id,
        "number": found.number,
        "label": found.label,
        "verdict": found.verdict,
        "changes": found.changes,
        "problems": [problem(one) for one in found.problems],
        "questions": [one["question"] for one in found.notes],
        "candidates": found.candidates,
        "matched_id": found.matched_id,
    }


def problem(kept: Mapping[str, Any]) -> dict[str, str]:
    """Return a kept problem in words."""
    said = Problem(kept["code"], kept["params"])
    return {"cell": kept["cell"], "raw": kept["raw"], "text": said.text(spoken()), "cure": said.cure(spoken())}

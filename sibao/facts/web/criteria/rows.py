"""The flat part of a criterion as a workbook: its top-level conditions a row each, written out and read back.

Groups inside stand in no row: they stay where they are. What cannot be read as a condition is said with row and column,
and then nothing is taken.
"""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from sibao.criteria import Catalogue, CriterionError, Fact, Kind
from sibao.criteria.operators import OPERATORS
from sibao.criteria.tree import MOST_LEAVES
from sibao.facts import rules
from sibao.facts.web.criteria.tree import Row, Rows, operators_of, to_data
from sibao.facts.web.criteria.typed import LONGEST, Typed
from sibao.kernel.files import Upload
from sibao.kernel.imports.language import spoken
from sibao.kernel.refusals import Invalid
from sibao.kernel.sheets import layout, results
from sibao.kernel.sheets.export import Exported, Note, write_xlsx
from sibao.kernel.sheets.reading import read_workbook
from sibao.kernel.sheets.rows import Skip
from sibao.kernel.sheets.text import tidy
from sibao.kernel.sheets.understand import understand
from sibao.kernel.sheets.words import Refused

SECONDS = 20.0
"""A criterion's workbook is small; what takes longer is none."""
PLACE, FACT, OP, VALUE, UNIT, NOTE, CITE = ("place", "fact", "op", "value", "unit", "note", "cite")
LAYOUT = layout.Layout(
    "criterion_rows",
    "条件",
    (
        layout.Field(PLACE, "条款号", "Clause", layout.Kind.INTEGER, ("条款",), identity=True, base=("条",)),
        layout.Field(FACT, "事实", "Fact", layout.Kind.CHOICE, ("事实名称",), required=True),
        layout.Field(OP, "比较", "Comparison", layout.Kind.CHOICE, ("比较方式",), required=True),
        layout.Field(VALUE, "值", "Value", layout.Kind.TEXT, ("比较值",), length=LONGEST),
        layout.Field(UNIT, "单位词", "Unit", layout.Kind.TEXT, ("值的单位",), length=10),
        layout.Field(NOTE, "原文", "Wording", layout.Kind.TEXT, ("条款原文",), length=500),
        layout.Field(CITE, "依据出处", "Source", layout.Kind.TEXT, ("出处",), length=500),
    ),
)
WAN, YUAN = "万元", "元"
YES_NO = {"yes": "是", "no": "否"}
BETWEEN, AND, LISTED = "至", "、", re.compile("[、，,;；]")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a workbook asks for: the tree with its rows, and in words what is wrong with them, each with its row."""

    tree: dict[str, Any]
    problems: tuple[str, ...]


def written(root: Rows, catalogue: Catalogue, note: Note) -> bytes:
    """Return the workbook of a tree's top-level conditions."""
    records = [_record(row, catalogue.facts[row.fact], place) for place, row in _flat(root, catalogue)]
    with tempfile.TemporaryDirectory(prefix="sibao-rows-") as folder:
        target = Path(folder) / "rows.xlsx"
        columns = [Exported(field) for field in LAYOUT.fields]
        write_xlsx(target, columns, records, note=note, choices=_choices(catalogue))
        return target.read_bytes()


def _flat(root: Rows, catalogue: Catalogue) -> Iterator[tuple[int, Row]]:
    """The top-level conditions that a row can say, with their places from 1."""
    for place, part in enumerate(root.parts, start=1):
        if isinstance(part, Row) and part.fact in catalogue.facts and part.op in OPERATORS:
            yield place, part


def _record(row: Row, fact: Fact, place: int) -> dict[str, Any]:
    said = {PLACE: place, FACT: row.fact, OP: row.op, NOTE: row.note or None, CITE: row.cite or None}
    takes = OPERATORS[row.op].takes
    named = _named(fact)
    texts = [named.get(text, text) for text in row.typed.texts]
    unit = {"none": None, "hours": "小时"}.get(takes, _unit(fact, row.typed.unit) or None)
    value = (BETWEEN if takes == "two" else AND).join(texts)
    return {**said, VALUE: value or None, UNIT: unit}


def _unit(fact: Fact, unit: str) -> str:
    if fact.kind is Kind.MONEY:
        return YUAN if unit == "yuan" else WAN
    return "%" if fact.kind is Kind.RATIO else fact.unit.zh


def _named(fact: Fact) -> Mapping[str, str]:
    """What keys are called in a cell: labels by their names, yes and no."""
    return YES_NO if fact.kind is Kind.FLAG else {key: words.zh for key, words in fact.labels.items()}


def _choices(catalogue: Catalogue) -> layout.Choices:
    return {
        FACT: [layout.Choice(key, fact.name.zh, (fact.name.en,)) for key, fact in catalogue.facts.items()],
        OP: [layout.Choice(op, one.words.zh.replace("{}", "…").strip("… ")) for op, one in OPERATORS.items()],
    }


def read(upload: Upload, root: Rows, catalogue: Catalogue) -> Taken:
    """Return what a workbook makes of a tree: rows by their place, new ones at the end, groups as they are.

    Raises:
        Invalid: it is no workbook with these columns, in words.
    """
    found = _understood(upload, catalogue)
    problems = [_cell(one) for one in found.problems] + list(_skipped(found.skipped))
    taken: dict[int, Row] = {}
    new: list[Row] = []
    for row in (one for one in found.rows if not one.problems):
        try:
            place, read_row = _row(row, root, catalogue)
        except Invalid as refusal:
            problems.append(_("第 %(row)d 行：%(why)s") % {"row": row.number, "why": refusal})
            continue
        if place is None:
            new.append(read_row)
        else:
            taken[place] = read_row
    flat = {place for place, _row in _flat(root, catalogue)}
    kept = [(place, part) for place, part in enumerate(root.parts, 1) if place in taken or place not in flat]
    whole = Rows(root.word, root.count, [*(taken.get(place, part) for place, part in kept), *new])
    if not found.rows:
        problems.append(_("表里没有一条条件"))
    if len(whole.parts) > MOST_LEAVES:
        problems.append(_("一个标准最多 %(most)d 条条件") % {"most": MOST_LEAVES})
    return Taken(to_data(whole, catalogue), tuple(problems))


def _understood(upload: Upload, catalogue: Catalogue) -> results.Understanding:
    with tempfile.TemporaryDirectory(prefix="sibao-rows-") as folder:
        path = Path(folder) / "rows.xlsx"
        path.write_bytes(upload.content)
        try:
            found = understand(read_workbook(path, seconds=SECONDS), LAYOUT, choices=_choices(catalogue))
        except Refused as refused:
            raise Invalid(fields={"file": refused.said(spoken())}) from refused
    if found.missing or not any(column.key == PLACE for column in found.columns if column.taken):
        lacking = "、".join(field.zh for field in (found.missing or [LAYOUT.field(PLACE)]))
        raise Invalid(fields={"file": _("这不是条件的表：缺少“%(columns)s”这一列") % {"columns": lacking}})
    return found


def _cell(found: results.CellProblem) -> str:
    field, language = LAYOUT.field(found.key), spoken()
    name = field.en if language == "en" else field.zh
    why = {"why": found.problem.text(language), "cure": found.problem.cure(language)}
    return _("第 %(row)d 行“%(field)s”（%(cell)s）：%(why)s，%(cure)s") % {
        "row": found.row,
        "field": name,
        "cell": found.cell,
        **why,
    }


def _skipped(skipped: Mapping[str, Sequence[int]]) -> Iterator[str]:
    """Rows below the headings that read like notes: they are not passed over in silence."""
    harmless = {Skip.TITLE.value, Skip.BLANK.value, Skip.HEADER.value}
    for number in sorted(number for reason, rows in skipped.items() if reason not in harmless for number in rows):
        yield _("第 %(row)d 行：不像一条条件，请填全事实、比较和值，或删去这一行") % {"row": number}


def _row(found: results.Row, root: Rows, catalogue: Catalogue) -> tuple[int | None, Row]:
    """One row as a condition, and the place that it stands for; None for a new one."""
    said = {key: read.value for key, read in found.values.items()}
    place = said.get(PLACE)
    if place is not None and not (1 <= place <= len(root.parts) and isinstance(root.parts[place - 1], Row)):
        raise Invalid(_("条款号 %(place)d 不是表里的条件；新增的请把条款号留空") % {"place": place})
    fact, op = catalogue.facts[said[FACT]], said[OP]
    if op not in operators_of(fact.kind):
        raise Invalid(_("“%(fact)s”不能这样比较") % {"fact": fact.name.zh})
    former = root.parts[place - 1] if place is not None else None
    row = Row(fact.key, op, _typed(fact, op, said), said.get(NOTE, ""), said.get(CITE, ""))
    if isinstance(former, Row):
        row.id, row.note, row.cite = former.id, _as_was(former.note, row.note), _as_was(former.cite, row.cite)
    _check(row, catalogue)
    return place, row


def _as_was(before: str, now: str) -> str:
    """A text that a cell has only tidied has not changed."""
    return before if tidy(before) == now else now


def _typed(fact: Fact, op: str, said: Mapping[str, Any]) -> Typed:
    takes, unit, text = OPERATORS[op].takes, said.get(UNIT, ""), said.get(VALUE, "")
    wanted = {"none": [""], "hours": ["小时"]}.get(takes, [WAN, YUAN] if fact.kind is Kind.MONEY else [_unit(fact, "")])
    if unit and unit not in wanted:
        raise Invalid(_("单位词“%(unit)s”不对，应为“%(wanted)s”") % {"unit": unit, "wanted": "”或“".join(wanted)})
    if takes == "none" and text:
        raise Invalid(_("这种比较不用填值"))
    keys = {name: key for key, name in _named(fact).items()}
    parts = text.split(BETWEEN) if takes == "two" else LISTED.split(text) if takes == "many" and keys else [text]
    texts = tuple(keys.get(part.strip(), part.strip().removesuffix(" 00:00:00")) for part in parts)
    return Typed(texts, "yuan" if unit == YUAN else "wan")


def _check(row: Row, catalogue: Catalogue) -> None:
    data = to_data(row, catalogue)
    if row.wrong:
        raise Invalid(row.wrong)
    try:
        catalogue.atom(data["f"], data["op"], data.get("v"))
    except CriterionError as error:
        raise Invalid(rules.in_language(error.problems[0].words)) from error

"""The empty workbook that a layout asks for: headings, text columns for codes, lists for choices, one marked example."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlsxwriter

from sibao.kernel.sheets.layout import AMOUNTS, EXAMPLE_MARK, Choice, Choices, Field, Kind, Layout

_AS_TEXT = frozenset({Kind.TEXT, Kind.LONG_CODE, Kind.SHORT_CODE, Kind.PHONE, Kind.CHOICE, Kind.FLAG})
_LAST_ROW = 5_000
_NOTES, _LISTS = "填写说明", "选项"
_HOW_TO = {
    Kind.LONG_CODE: "文本格式，{length} 位",
    Kind.SHORT_CODE: "文本格式，{length} 位",
    Kind.INTEGER: "整数",
    Kind.MONEY: "数字，可有小数",
    Kind.QUANTITY: "数字，可有小数",
    Kind.YEAR: "四位年份，如 2021",
    Kind.DATE: "如 2018-03-01",
    Kind.PHONE: "手机 11 位，或区号-座机",
    Kind.CHOICE: "从下拉列表中选",
    Kind.FLAG: "是 或 否",
    Kind.TEXT: "文字",
}


def write_template(
    layout: Layout, target: Path | str, *, choices: Choices | None = None, years: Sequence[int] = ()
) -> None:
    """Writes the workbook that an import of this layout reads without a question.

    Args:
        layout: the fields, in the order of columns.
        target: the .xlsx to write.
        choices: what choice fields may be, where the layout does not say.
        years: a yearly field gets a column for each; none leaves the year to be written into the heading.
    """
    columns = [(field, year) for field in layout.fields for year in (years if field.yearly and years else (None,))]
    with xlsxwriter.Workbook(str(target), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        page = workbook.add_worksheet(layout.zh[:31])
        lists = workbook.add_worksheet(_LISTS)
        lists.hide()
        looks = _looks(workbook)
        for index, (field, year) in enumerate(columns):
            _column(page, lists, index, field, year, looks, (choices or {}).get(field.key, field.choices))
        page.freeze_panes(1, 0)
        _explain(workbook.add_worksheet(_NOTES), layout, looks)


def heading(field: Field, year: int | None = None) -> str:
    """A field's heading with year and unit, such as `2021年产值（万元）`."""
    unit = f"（{field.unit}）" if field.unit and field.kind in AMOUNTS else ""
    return f"{f'{year}年' if year and field.yearly else ''}{field.zh}{unit}"


def _looks(workbook: Any) -> dict[str, Any]:
    head = {"bold": True, "bg_color": "#EAF2FB", "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"}
    return {
        "head": workbook.add_format(head),
        "must": workbook.add_format({**head, "font_color": "#B42318"}),
        "text": workbook.add_format({"num_format": "@"}),
        "day": workbook.add_format({"num_format": "yyyy-mm-dd"}),
        "number": workbook.add_format({"num_format": "#,##0.######"}),
        "whole": workbook.add_format({"num_format": "0"}),
        "example": workbook.add_format({"italic": True, "font_color": "#667085", "num_format": "@"}),
    }


def _look(field: Field, looks: dict[str, Any]) -> Any:
    if field.kind in _AS_TEXT:
        return looks["text"]
    return looks["day" if field.kind is Kind.DATE else "number" if field.kind in AMOUNTS else "whole"]


def _column(
    page: Any, lists: Any, index: int, field: Field, year: int | None, looks: dict[str, Any], options: Sequence[Choice]
) -> None:
    title = heading(field, year)
    page.set_column(index, index, max(12, 2 * len(title) + 2), _look(field, looks))
    page.write_string(0, index, f"{title}*" if field.required else title, looks["must" if field.required else "head"])
    page.write_string(1, index, f"{EXAMPLE_MARK if index == 0 else ''}{_example(field, options)}", looks["example"])
    labels = ["是", "否"] if field.kind is Kind.FLAG else list(dict.fromkeys(option.zh for option in options))
    if labels and field.kind in (Kind.CHOICE, Kind.FLAG):
        lists.write_string(0, index, field.zh)
        lists.write_column(1, index, labels)
        source = f"={_LISTS}!{_absolute(1, index)}:{_absolute(len(labels), index)}"
        page.data_validation(
            1, index, _LAST_ROW, index, {"validate": "list", "source": source, "error_type": "warning"}
        )


def _absolute(row: int, column: int) -> str:
    cell: str = xlsxwriter.utility.xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    return cell


def _example(field: Field, options: Sequence[Choice]) -> str:
    if field.example:
        return field.example
    usual = {Kind.DATE: "2018-03-01", Kind.FLAG: "是", Kind.YEAR: "2021", Kind.PHONE: "0391-6630000"}
    if field.kind is Kind.CHOICE and options:
        return options[0].zh
    return usual.get(field.kind, "1286" if field.kind in AMOUNTS else "")


def _explain(page: Any, layout: Layout, looks: dict[str, Any]) -> None:
    for index, (title, width) in enumerate((("栏目", 28), ("必填", 8), ("怎么填", 30), ("也认得的表头", 60))):
        page.set_column(index, index, width)
        page.write_string(0, index, title, looks["head"])
    for number, field in enumerate(layout.fields, 1):
        how = _HOW_TO[field.kind].format(length=field.length)
        cells = (heading(field), "是" if field.required else "", how, "、".join(field.synonyms))
        for index, text in enumerate(cells):
            page.write_string(number, index, text)
    page.write_string(len(layout.fields) + 2, 0, f"以“{EXAMPLE_MARK}”开头的示例行不会导入，可以保留，也可以删掉。")

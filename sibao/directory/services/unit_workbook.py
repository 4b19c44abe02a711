"""The workbook of units: which fields it may hold, what a row would change, and the rows that are written."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.inputs import ImportedUnit, ImportUnits
from sibao.directory.models import Measure
from sibao.directory.services.imports import import_units
from sibao.directory.services.unit_matching import Matcher
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Plan, Ready
from sibao.kernel.refusals import Text
from sibao.kernel.sheets.layout import Choice, Choices, Field, Kind, Layout, split_key
from sibao.kernel.sheets.understand import Row

KEY = "directory:units"
PEOPLE = ("人", "名")
PLAIN = ("name", "address", "owner_code", "founded_on", "staff_count", "revenue_fen", "assets_fen", "city_lifeline")

FIXED = (
    Field("name", "单位名称", "Name", Kind.TEXT, ("企业名称", "项目名称", "企业（项目）名称", "名称", "单位", "企业全称", "单位全称", "企业名称全称"), required=True, length=120, example="济源示例铅材有限公司"),
    Field("code", "统一社会信用代码", "USCC", Kind.LONG_CODE, ("统一信用代码", "信用代码", "社会信用代码", "USCC"), identity=True, length=18, check=lambda text: rules.uscc_problem(text) is None, example="91419001MA00000012"),
    Field("project_code", "项目代码", "Project code", Kind.TEXT, ("项目编码", "投资项目代码"), identity=True, length=40, example=""),
    Field("owner_code", "建设单位信用代码", "USCC of the owner", Kind.LONG_CODE, ("业主信用代码", "项目单位信用代码"), length=18, check=lambda text: rules.uscc_problem(text) is None),
    Field("area", "镇（街道）", "Town", Kind.CHOICE, ("所属镇办", "所属镇街", "镇办", "镇街", "所在镇", "乡镇", "乡镇街道", "所属乡镇", "属地", "所在镇（街道）", "所属镇（街道）"), example="轵城镇"),
    Field("sector", "领域", "Sector", Kind.CHOICE, ("行业领域", "所属领域"), example="工业生产"),
    Field("industry", "国标行业", "Industry (GB/T 4754)", Kind.CHOICE, ("行业", "所属行业", "行业代码", "国民经济行业", "行业类别"), ask=True, example="3212"),
    Field("staff_count", "员工数", "Staff", Kind.INTEGER, ("从业人数", "从业人员", "职工人数", "员工人数", "用工人数", "人数"), unit="人", base=PEOPLE, maximum=2_000_000, example="214"),
    Field("revenue_fen", "营业收入", "Revenue", Kind.MONEY, ("营收", "主营业务收入", "年营业收入"), unit="万元", example="12860"),
    Field("assets_fen", "资产总额", "Assets", Kind.MONEY, ("总资产", "资产总计"), unit="万元", example="9405"),
    Field("founded_on", "投产日期", "Operating since", Kind.DATE, ("投产时间", "成立日期", "成立时间", "开工日期", "开业时间", "注册日期"), example="2009-10-01"),
    Field("city_lifeline", "城市运行保障", "City lifeline", Kind.FLAG, ("城市运行保障企业", "保供企业", "是否保供"), example="否"),
    Field("address", "地址", "Address", Kind.TEXT, ("详细地址", "经营地址", "生产地址", "单位地址"), length=200, example=""),
    Field("former_name", "曾用名", "Former name", Kind.TEXT, ("原名称", "原名"), length=120, example=""),
    Field("contact_name", "联系人", "Contact", Kind.TEXT, ("负责人", "联系人姓名", "企业联系人", "负责人姓名"), length=40, example=""),
    Field("contact_phone", "联系电话", "Phone", Kind.PHONE, ("负责人电话", "电话", "手机", "联系方式", "手机号码", "联系人电话"), example=""),
)  # fmt: skip

SYNONYMS = {
    "output": ("年产值", "工业总产值", "总产值"),
    "sales": ("销售收入", "年销售额", "商品销售额"),
    "freight_turnover": ("周转量", "货物周转量", "年货运周转量"),
    "tourism_revenue": ("旅游总收入", "年旅游收入", "接待收入"),
    "planned_investment": ("总投资", "计划总投资", "固投", "固定资产投资", "投资额"),
}


class UnitWorkbook:
    """企业（项目）名单: the workbook a department keeps of its units."""

    key = KEY
    may = "directory:unit:import"
    title: Text = _("企业（项目）名单")
    personal = frozenset({"contact_name", "contact_phone"})
    own = False

    def layout(self, actor: Actor) -> Layout:
        """Return the fixed fields and one yearly field for each measure of the zone."""
        measures = tuple(_measure_field(measure) for measure in queries.measures(actor.zone_id))
        return Layout(self.key, str(self.title), (*FIXED, *measures))

    def choices(self, actor: Actor) -> Choices:
        """Return towns and sectors in the actor's scope, and every industry."""
        return {
            "area": [Choice(str(area.id), area.name, (area.short_name, area.code)) for area in queries.towns(actor)],
            "sector": [Choice(str(one.id), one.name, (one.short_name, one.code)) for one in queries.sectors(actor)],
            "industry": [Choice(one.code, f"{one.code} {one.name}", (one.name,)) for one in queries.industries()],
        }

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Match each row with a unit and say what would change."""
        return Matcher(actor, rows, confirmed).plans()

    def label(self, row: Row) -> str:
        """Return the unit's name."""
        return row.values["name"].shown if "name" in row.values else ""

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return nothing: no workbook of units claims to name them all."""
        return ()

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows by the command `directory:unit:import`."""
        given = ImportUnits(rows=[imported(row) for row in rows], source=source[:120], run_id=run_id)
        import_units(actor=actor, given=given, now=now)


def _measure_field(measure: Measure) -> Field:
    names = SYNONYMS.get(measure.code, ())
    if measure.dimension == Measure.Dimension.MONEY:
        return Field(measure.code, measure.name, measure.name_en, Kind.MONEY, names, yearly=True, unit=None)
    base = (measure.entry_units[0],) if measure.entry_units else ("个",)
    return Field(measure.code, measure.name, measure.name_en, Kind.QUANTITY, names, yearly=True, base=base)


def imported(row: Ready) -> ImportedUnit:
    """Return a row's values as the command takes them."""
    fields: dict[str, Any] = {}
    measures: dict[tuple[str, int], int] = {}
    for key, value in row.values.items():
        name, year = split_key(key)
        if year is not None:
            measures[name, year] = int(value) if isinstance(value, Decimal) else value
        elif name in PLAIN:
            fields[name] = value
    _place(fields, row.values)
    texts = {name: str(row.values.get(name) or "") for name in ("former_name", "contact_name", "contact_phone")}
    return ImportedUnit(number=row.number, unit_id=row.matched_id, fields=fields, measures=measures, **texts)


def _place(fields: dict[str, Any], values: Mapping[str, Any]) -> None:
    """Codes and choices by the names of the unit's own columns."""
    if project := values.get("project_code"):
        fields |= {"kind": "project", "code": str(project).upper()}
    elif code := values.get("code"):
        fields |= {"kind": "enterprise", "code": code}
    for choice, column in (("area", "area_id"), ("sector", "sector_id")):
        if values.get(choice):
            fields[column] = int(values[choice])
    if values.get("industry"):
        fields["industry_code"] = values["industry"]

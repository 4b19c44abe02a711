"""The headings of a workbook of units: fixed fields, the zone's measures, and the fields that it has added."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.models import Measure, UnitField
from sibao.directory.queries.fields import OWN
from sibao.kernel.refusals import Text
from sibao.kernel.sheets.columns import Matcher
from sibao.kernel.sheets.layout import Field, Kind, Layout

KEY = "directory:units"
TITLE: Text = _("企业（项目）名单")
PEOPLE = ("人", "名")
KINDS = {"text": Kind.TEXT, "number": Kind.INTEGER, "date": Kind.DATE, "flag": Kind.FLAG, "choice": Kind.CHOICE}
MOST = 10**15 - 1

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


def layout_with(zone_id: int, fields: Iterable[UnitField]) -> Layout:
    """Return the layout of a zone's workbook of units with some optional fields."""
    measures = (_measure_field(measure) for measure in queries.measures(zone_id))
    return Layout(KEY, str(TITLE), (*FIXED, *measures, *(_own_field(field) for field in fields)))


def is_understood(zone_id: int, field: UnitField, others: Iterable[UnitField]) -> bool:
    """Return whether a heading that is the field's name, in Chinese or English, is read as this field and no other."""
    matcher = Matcher(layout_with(zone_id, [*others, field]))
    columns = [matcher.column(1, (name,)) for name in (field.name, field.name_en) if name]
    return all(column.taken and column.key == OWN + field.key for column in columns)


def _measure_field(measure: Measure) -> Field:
    names = SYNONYMS.get(measure.code, ())
    if measure.dimension == Measure.Dimension.MONEY:
        return Field(measure.code, measure.name, measure.name_en, Kind.MONEY, names, yearly=True, unit=None)
    base = (measure.entry_units[0],) if measure.entry_units else ("个",)
    return Field(measure.code, measure.name, measure.name_en, Kind.QUANTITY, names, yearly=True, base=base)


def _own_field(field: UnitField) -> Field:
    if field.kind == UnitField.Kind.NUMBER:
        return Field(OWN + field.key, field.name, field.name_en, Kind.INTEGER, minimum=-MOST, maximum=MOST)
    length = rules.FIELD_TEXT if field.kind == UnitField.Kind.TEXT else None
    return Field(OWN + field.key, field.name, field.name_en, KINDS[field.kind], length=length)

"""Which documents a zone and its sectors need (1+1+N), and how a guide is divided."""

from django.utils.translation import gettext_lazy as _

KINDS = {
    "plan": _("工作方案"),
    "guide": _("工作指南"),
    "emergency": _("应急预案"),
    "special": _("专项指南"),
}
"""Kinds of documents; of each but the last a zone or sector has one in force at a time (R10)."""
SEVERAL = "special"
ZONE_WORD = _("全区")
WANTED = {"zone": frozenset({"plan", "guide"}), "sector": frozenset({"plan", "guide", "emergency"})}
"""What may not be missing: one plan and one guide over all, and for each sector its own."""

CHAPTERS = {
    "places": _("场所设置"),
    "facilities": _("设施配备"),
    "process": _("防疫流程"),
    "people": _("人员管理"),
    "living": _("生活保障"),
}
"""The chapters of every sector's guide, in the notice's order (三（三）)."""
POSTURES = {"normal": _("日常状态"), "emergency": _("应急状态")}
EVIDENCE = {"none": _("不需要"), "note": _("文字说明"), "photo": _("照片"), "document": _("文件")}
ITEM_KINDS = {"declaration": _("自查"), "criterion": _("系统判断")}
"""A criterion is judged from facts by the rule that `use` and `rule_key` name; until then everything is declared."""
CERTAINTIES = {"sourced": _("有出处"), "to_confirm": _("待确认")}


def is_wanted(kind: str, *, of_sector: bool) -> bool:
    """Return whether a zone, or a sector, may not do without a document of a kind (R10)."""
    return kind in WANTED["sector" if of_sector else "zone"]

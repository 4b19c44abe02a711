"""Which documents a zone and its sectors need (1+1+N), how a guide is divided, and whose answer about an item counts."""

from dataclasses import dataclass
from datetime import date, timedelta

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
"""A criterion is judged from facts by the rule that `use` and `rule_key` name; everything else is declared."""
CERTAINTIES = {"sourced": _("有出处"), "to_confirm": _("待确认")}
CHECK_KINDS = {"self": _("自查"), "site": _("现场检查")}
ANSWERS = {"met": _("符合"), "unmet": _("不符合"), "na": _("不适用"), "unknown": _("未知")}
DECLARED = ("met", "unmet", "na")
"""What may be said of an item; unknown is only ever what a criterion says."""
GOOD = frozenset({"met", "na"})
SOON = timedelta(days=30)
"""How long before it runs out an item is announced (R12)."""
WITH_FILE = frozenset({"photo", "document"})
"""Kinds of evidence that are a file."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of an item: the unit itself or an authority, good until a day."""

    said: str
    by: str
    good_until: date | None = None

    def is_good(self, day: date) -> bool:
        """Return whether the item counts as met on a day; unknown and run out never do."""
        return self.said in GOOD and self.good_until is not None and day <= self.good_until

    def runs_out_soon(self, day: date) -> bool:
        """Return whether it is good on a day, but not much longer."""
        return self.is_good(day) and self.good_until is not None and self.good_until - day <= SOON


WHY_OPEN = {"unasked": _("还没有查过"), "unmet": _("不符合"), "unknown": _("未知"), "ran_out": _("已过有效期")}
"""Why an item counts as open."""
LOOK = {
    "met": ("ok", "circle-check", ANSWERS["met"]),
    "na": ("muted", "circle-minus", ANSWERS["na"]),
    "unmet": ("danger", "circle-x", ANSWERS["unmet"]),
    "unknown": ("unknown", "help-circle", ANSWERS["unknown"]),
    "unasked": ("unknown", "help-circle", WHY_OPEN["unasked"]),
    "ran_out": ("warn", "clock-x", WHY_OPEN["ran_out"]),
}
"""How an answer, or why an item is open, looks: tone, icon, word."""


def why_open(said: Said | None, day: date) -> str:
    """Return why an item counts as open on a day; empty when it counts as met."""
    if said is None:
        return "unasked"
    if said.said in GOOD:
        return "" if said.is_good(day) else "ran_out"
    return said.said


def takes_over(new: Said, now: Said | None, day: date) -> bool:
    """Return whether a new answer about an item stands from a day on in place of the one before (R30).

    An authority's always does. The unit's own never lifts what was found not to be met, which takes a confirmed
    rectification or a site check, nor shortens or lengthens what an authority found in order; that something is not
    met it can always say.
    """
    if new.by == "site" or now is None or new.said == "unmet":
        return True
    return now.said != "unmet" and not (now.by == "site" and now.is_good(day))


def good_until(said: str, day: date, valid_days: int, given: date | None) -> date | None:
    """Return the last day on which an answer given on a day is good: as long as the item says, or the paper itself."""
    if said not in GOOD:
        return None
    end = day + timedelta(days=valid_days)
    return min(end, given) if given else end


def is_wanted(kind: str, *, of_sector: bool) -> bool:
    """Return whether a zone, or a sector, may not do without a document of a kind (R10)."""
    return kind in WANTED["sector" if of_sector else "zone"]

"""Which documents a zone and its sectors need (1+1+N), how a guide is divided, and whose answer about an item counts."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Text

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


PLANS = {"none": _("没有预案"), "pending": _("预案待批准"), "stale": _("预案跟的是旧版指南"), "current": _("预案有效")}
"""How a unit's work plan stands to the guide in force (R11)."""


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade of readiness (备战等级) and how it looks."""

    code: str
    word: Text
    tone: str
    icon: str


GRADES = {
    one.code: one
    for one in (
        Grade("ready", _("就绪"), "ok", "circle-check"),
        Grade("near", _("基本就绪"), "info", "progress-check"),
        Grade("lacking", _("有缺项"), "warn", "alert-triangle"),
        Grade("late", _("整改逾期"), "danger", "alert-octagon"),
        Grade("unknown", _("没有查过"), "unknown", "help-circle"),
    )
}


@dataclass(frozen=True, slots=True)
class Count:
    """What a grade is made of: items by their state, rectifications, what runs out, the plan, and what is kept ready."""

    known: int
    normal_open: int
    emergency_open: int
    to_put_right: int
    overdue: int
    soon: int
    next_on: date | None
    plan: str
    stock_missing: int
    stock_old: int


def grade(found: Count) -> str:
    """Return the grade of readiness (R14): the worst thing that is so decides.

    Late: something is to be put right and its time is over. Unknown: nothing was ever checked. Lacking: something that
    the normal state asks is open. Near: only what an emergency asks, the plan, or something of what is to be kept ready
    (R12) is missing or not known of late. Ready: nothing is.
    """
    if found.overdue:
        return "late"
    if not found.known:
        return "unknown"
    if found.normal_open:
        return "lacking"
    lacks = found.emergency_open or found.plan != "current" or found.stock_missing or found.stock_old
    return "near" if lacks else "ready"


def reasons(found: Count) -> list[Text]:
    """Return why a grade is no better, the weightiest first; empty for what is ready."""
    said: list[Text] = []
    if found.overdue:
        said.append(_("%(count)d 项整改已逾期") % {"count": found.overdue})
    if not found.known:
        said.append(_("还没有自查或现场检查"))
    elif found.normal_open:
        said.append(_("日常状态 %(count)d 条没有落实") % {"count": found.normal_open})
    if found.known and found.emergency_open:
        said.append(_("应急状态 %(count)d 条没有落实") % {"count": found.emergency_open})
    if found.plan != "current":
        said.append(PLANS[found.plan])
    if found.stock_missing:
        said.append(_("备战储备 %(count)d 项没有数据") % {"count": found.stock_missing})
    if found.stock_old:
        said.append(_("备战储备 %(count)d 项数据过期") % {"count": found.stock_old})
    return said

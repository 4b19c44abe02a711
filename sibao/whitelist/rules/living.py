"""Listings that live (动态调整, R32): what may be proposed, what a person makes of it, and when a suspension's reason is gone."""

import re
from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

KINDS = {"add": _("建议纳入"), "remove": _("建议移出"), "lift": _("建议恢复")}
"""What is proposed of a unit."""
OUTCOMES = {
    "add": {"batch": _("加入批次"), "invite": _("联系单位申报")},
    "remove": {"remove": _("移出名单"), "suspend": _("先暂停，条款符合后再恢复")},
    "lift": {"resume": _("恢复在册")},
}
"""What a person may make of a proposal of each kind."""
NEEDS = {
    "batch": "whitelist:batch:fill",
    "invite": "whitelist:outreach:record",
    "remove": "whitelist:listing:remove",
    "suspend": "whitelist:listing:suspend",
    "resume": "whitelist:listing:resume",
}
"""What each takes besides accepting the proposal."""
CAUSES = {"pause": _("人工暂停"), "standard": _("不再符合标准")}
"""Why a listing is suspended: somebody paused it, or clauses of the standard are not met."""
AUTOMATIC = ("queue", "schedule")
"""Doors through which nobody comes: what works by itself."""

BY_WHICH = re.compile(r".+?(?:第\d+版|, version \d+)(?=[：:])")


def brief(kind: str, why: str) -> str:
    """Return as much of a proposal's sentence as a list has room for.

    Who is to come in meets every clause, so that it is enough to say by which version; who is to go or to come back is told
    by the few clauses that have changed.
    """
    found = BY_WHICH.match(why) if kind == "add" else None
    return found[0] if found else why


def uncured(clauses: Collection[str], now: Mapping[str, bool | None], whole: bool | None) -> list[str]:
    """Return those of a suspension's clauses that are not met for certain now.

    Args:
        clauses: in the words of the standard by which it was suspended; a clause that the standard in force no longer has
            counts as met once that standard is met as a whole.
        now, whole: how the unit stands to the standard in force, by clause and as a whole.
    """
    return [one for one in clauses if now.get(one, whole) is not True]

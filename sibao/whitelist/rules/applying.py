"""May a unit apply now, and what comes of an application (自愿申报、达标即入, R28)?"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Situation:
    """What may stand against a new application.

    Attributes:
        place: where the unit stands on the list or in a batch already, in words; empty = nowhere.
        standard: whether its sector has a standard in force.
        open: whether it has an open application in its sector.
        cooling_until: the first day on which it may apply again after a refusal or removal; None = at once.
        open_items: how many items of its sector's guide it is not known to meet (R30).
    """

    place: str
    standard: bool
    open: bool
    cooling_until: date | None
    open_items: int = 0


ASKED = ("contact", "statement", "declared")
"""All that the form asks for (简化申报程序, R31); everything else is known or hung on as proof."""
Ground = Callable[[Situation, date], Text]


def _stands(one: Situation, today: date) -> Text:
    return one.place


def _without_standard(one: Situation, today: date) -> Text:
    return "" if one.standard else _("本领域现在没有公布的标准，公布后即可申报")


def _twice(one: Situation, today: date) -> Text:
    return _("本领域已有一份没有办结的申报，请在那一份上办理或先撤回") if one.open else ""


def _cooling(one: Situation, today: date) -> Text:
    if one.cooling_until is None or today >= one.cooling_until:
        return ""
    return _("上次未通过或被移出后还在等待期，%(day)s起可以再申报；认为决定有误的可以申诉") % {"day": one.cooling_until}


def _guide(one: Situation, today: date) -> Text:
    if not one.open_items:
        return ""
    return _("本领域防控工作指南还有 %(count)d 条不知道是否符合，请先自查、整改") % {"count": one.open_items}


GROUNDS: tuple[Ground, ...] = (_stands, _without_standard, _twice, _cooling, _guide)
"""Whatever keeps a unit from applying, in the order in which it is told; a further ground has its place here."""


def barred(one: Situation, today: date) -> Text:
    """Return why a unit may not apply now; empty = it may."""
    return next((why for ground in GROUNDS if (why := ground(one, today))), "")


def cooling_until(refused_on: date | None, removed_on: date | None, days: int) -> date | None:
    """Return the first day on which a unit may apply again, by its last refusal and its last removal."""
    last = max((day for day in (refused_on, removed_on) if day is not None), default=None)
    return None if last is None or not days else last + timedelta(days=days)


def outcome(answer: bool | None, *, eyes: bool) -> str:
    """Return what handing in leads to: the verdict decides, unless it is unknown or somebody has to look at proof.

    Args:
        answer: the verdict's; None = unknown.
        eyes: whether a yes rests on what the unit says of itself.
    """
    if answer is None:
        return "review"
    return "miss" if not answer else "review" if eyes else "meet"


def prefill_rate(held: int, asked: int) -> int:
    """Return which part of what an application shows was known already (预填率), in whole percent."""
    return 100 * held // (held + asked) if held + asked else 0

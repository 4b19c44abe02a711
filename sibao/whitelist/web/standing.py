"""How far each target of the notice is reached, in words (R124, R125)."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from sibao.kernel.clock import SHANGHAI
from sibao.whitelist import rules

if TYPE_CHECKING:
    from sibao.whitelist.models import Batch, Target
    from sibao.whitelist.queries import SectorCoverage

Standing = tuple[str, str]
"""Tone and words."""


def standing(target: "Target", first: "Batch | None", rows: "Sequence[SectorCoverage]", total: Any) -> Standing:
    """Say how far a target is reached.

    Args:
        first: the first batch that was published.
        rows, total: coverage as the asker sees it; a part of the zone is held against no target.
    """
    if target.threshold_bp is None:
        return _by_day(target.due_on, first)
    if any(row.partial for row in rows):
        return "unknown", _("按全示范区计算")
    if target.of == "total":
        return _reached(rules.reach(total.value, total.denominator, target.threshold_bp), target)
    reached = [_reached(row.reach, target)[0] for row in rows]
    tone = "ok" if set(reached) == {"ok"} else "danger" if "danger" in reached else "unknown"
    words = _("%(reached)d 个达标，%(missed)d 个未达标，%(unknown)d 个未知")
    counts = {"reached": reached.count("ok"), "missed": reached.count("danger"), "unknown": reached.count("unknown")}
    return tone, words % counts


def _reached(reach: rules.Reach | None, target: "Target") -> Standing:
    if reach is None:
        return "unknown", _("未知")
    return ("ok", _("达标")) if (reach.above if target.strict else reach.at_least) else ("danger", _("未达标"))


def _by_day(due_on: date, first: "Batch | None") -> Standing:
    if first is None or first.published_at is None:
        return "unknown", _("还没有公布过")
    published = first.published_at.astimezone(SHANGHAI).date()
    late = (published - due_on).days
    given = {"day": published, "late": late}
    return ("ok", _("%(day)s 公布") % given) if late <= 0 else ("warn", _("%(day)s 公布，晚 %(late)d 天") % given)

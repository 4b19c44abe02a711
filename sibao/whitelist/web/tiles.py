"""What the whitelist shows on the one screen and on the workbench."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sibao.kernel import clock
from sibao.kernel.access import Actor, may
from sibao.whitelist import queries, states
from sibao.whitelist.queries import SectorCoverage
from sibao.whitelist.web.lists import listings_url

WEEK = timedelta(days=7)
BATCHES_SHOWN = 4
CHANGES_SHOWN = 6
LOOK_BACK = timedelta(days=7)


def economy(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """The economy line: how many units the list holds, and what is not as it should be."""
    found = queries.standing(actor)
    return {
        "as_of": now,
        "standing": found,
        "active_url": listings_url(state="active"),
        "pending_url": listings_url(state="pending"),
        "suspended_url": listings_url(state="suspended"),
        "unknown_url": listings_url(state="active", unknown="1"),
        "all_url": listings_url(state="active"),
        "all": _("全部"),
    }


def coverage(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """Coverage of each sector against its threshold, last week's beside it, and the total with what it leaves out."""
    rows = queries.coverage(actor)
    partial = any(row.partial for row in rows)
    before = {} if partial else queries.coverage_on(actor.zone_id, now.astimezone(clock.SHANGHAI).date() - WEEK)
    return {
        "as_of": now,
        "rows": [_bar(row, before.get(row.sector.id)) for row in rows],
        "partial": partial,
        "target": "" if partial or not rows else rows[0].threshold_bp / 100,
        "total": queries.total_coverage(rows) if len(rows) > 1 else None,
        "all_url": reverse("whitelist:coverage"),
        "all": _("口径与目标"),
    }


def _bar(row: SectorCoverage, before: int | None) -> dict[str, Any]:
    tone, note = _judged(row)
    return {
        "name": row.sector.short_name,
        "sub": _("在册 %(count)d 家") % {"count": row.listed},
        "value": None if row.coverage_bp is None else row.coverage_bp // 10 / 10,
        "last": None if before is None else before / 100,
        "tone": tone,
        "note": note,
        "url": listings_url(sector=row.sector.code, state="active"),
    }


def _judged(row: SectorCoverage) -> tuple[str, str]:
    """Both readings of the notice: 以上 includes the threshold, 超过 does not; they are told apart where they differ."""
    if row.denominator is None or row.gap_bp is None:
        return "unknown", _("未知 缺分母")
    if row.reach is None:
        return "primary", _("范围内贡献")
    threshold = f"{row.threshold_bp / 100:g}%"
    if row.reach.above:
        return "ok", _("达标 高 %(points).1f 点") % {"points": row.gap_bp // 10 / 10}
    if row.reach.at_least:
        return "warn", _("≥%(at)s 达标，>%(at)s 未达标") % {"at": threshold}
    return "danger", _("未达标 差 %(points).1f 点") % {"points": -(row.gap_bp // 10) / 10}


def marginal(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """The fewest units that would bring each sector over its threshold, by name."""
    rows = [row for row in queries.coverage(actor) if row.reach is not None and not row.reach.above]
    return {
        "as_of": now,
        "rows": [{"sector": row.sector, "values": queries.marginal(actor, row)} for row in rows],
        "threshold": f"{rows[0].threshold_bp / 100:g}" if rows else "",
        "partial": bool(actor.scope.area_path or actor.scope.unit_id),
        "all_url": reverse("whitelist:coverage"),
        "all": _("逐家看"),
    }


def batches(actor: Actor, now: datetime) -> Mapping[str, Any]:
    """The newest batches: where each stands and until when it is publicised."""
    rows = [_batch(one, now) for one in queries.batches(actor).exclude(state="withdrawn")[:BATCHES_SHOWN]]
    return {"as_of": now, "rows": rows, "all_url": reverse("whitelist:batches"), "all": _("全部批次")}


def _batch(batch: Any, now: datetime) -> dict[str, Any]:
    until = batch.objection_until
    return {
        "name": queries.batch_label(batch.number),
        "state": states.BATCH.states[batch.state],
        "units": batch.mine,
        "until": until,
        "over": batch.state == "publicised" and until is not None and until <= now,
        "published_at": batch.published_at,
        "number": batch.notice_number or batch.publicity_number,
        "url": reverse("whitelist:batch", args=[batch.pk]),
    }


def waiting_batches(actor: Actor) -> Mapping[str, Any]:
    """Batches that are not published yet, each with what it waits for."""
    now = clock.now()
    waiting = queries.batches(actor).filter(state__in=["draft", "publicised"])
    return {
        "rows": [_batch(one, now) | {"waits_for": _waits_for(one, now)} for one in waiting[:BATCHES_SHOWN]],
        "may_create": may(actor, "whitelist:batch:create"),
    }


def _waits_for(batch: Any, now: datetime) -> str:
    if batch.state == "draft":
        return _("加入单位后公示") if not batch.mine else _("可以公示")
    return _("公示期已满，可以发布") if batch.objection_until <= now else _("公示期未满")


def recent_changes(actor: Actor) -> Mapping[str, Any]:
    """What happened to the list within reach in the last days."""
    found = queries.recent_changes(actor, clock.now() - LOOK_BACK, CHANGES_SHOWN)
    return {"rows": [_change(one) for one in found], "days": LOOK_BACK.days}


def _change(one: Mapping[str, Any]) -> dict[str, Any]:
    state = states.LISTING.states[one["to_state"]]
    batch = queries.batch_label(one["batch__number"]) if one["batch_id"] else ""
    alone = one["units"] == 1
    return {
        "icon": state.icon,
        "tone": state.tone,
        "title": one["unit_name"] if alone else _("%(batch)s %(count)d 家") % {"batch": batch, "count": one["units"]},
        "note": f"{state.label} · {one['reason']}",
        "at": one["at"],
        "url": reverse("directory:unit", args=[one["first_unit_id"]])
        if alone
        else reverse("whitelist:batch", args=[one["batch_id"]]),
    }

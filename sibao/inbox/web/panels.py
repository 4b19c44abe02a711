"""What the inbox shows in the shell and on the workbench."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from sibao.inbox import queries
from sibao.inbox.web import announcement_shown, shown
from sibao.kernel import clock
from sibao.kernel.access import Actor

SHOWN = 12
ANNOUNCED = 6
WEEK = timedelta(days=7)


def my_tasks(actor: Actor) -> Mapping[str, Any]:
    """The open tasks that lie with the actor, by when they fall due, and how many of hers lie with others."""
    now, calendar = clock.now(), queries.calendar(actor.zone_id)
    rows = queries.my_open(actor)
    lines = [shown.line(task, calendar, now) for task in rows[:SHOWN]]
    groups: list[dict[str, Any]] = []
    for line in lines:
        label = _group(line["task"], now)
        if not groups or groups[-1]["label"] != label:
            groups.append({"label": label, "rows": []})
        groups[-1]["rows"].append(line)
    return {"groups": groups, "given": queries.handed_out(actor).count()}


def _group(task: Any, now: datetime) -> str:
    today = now.astimezone(clock.SHANGHAI).date()
    day = task.due_at.astimezone(clock.SHANGHAI).date()
    if task.state == "waiting":
        return _("暂停计时")
    if task.due_at <= now:
        return _("已超时")
    if day == today:
        return _("今天")
    return _("七天内") if day - today < WEEK else _("以后")


def in_head(actor: Actor) -> Mapping[str, Any]:
    """How many open tasks lie with the actor, and how many messages she has not read, for the head of every page."""
    counted = queries.in_head(actor)
    return {"tasks": counted.tasks, "unread": counted.unread}


def announcements(actor: Actor) -> Mapping[str, Any]:
    """The announcements that hold now for the actor's seat: urgent ones first, then those not taken note of."""
    rows = queries.current_announcements(actor, clock.now())[:ANNOUNCED]
    return {"rows": [_announced(one) for one in rows]}


def _announced(found: Any) -> dict[str, Any]:
    return {
        "id": found.pk,
        "url": announcement_shown.url(found),
        "title": found.title,
        "urgent": found.urgent,
        "must": found.must_acknowledge,
        "taken": found.taken,
        "until": found.ends_at,
    }

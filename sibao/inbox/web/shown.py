"""How tasks and their clocks look."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from sibao.inbox import rules, states
from sibao.kernel import subjects
from sibao.kernel.lists.definition import Tag
from sibao.kernel.standing import in_words
from sibao.kernel.templatetags.faces import span
from sibao.kernel.templatetags.shown import moment

NEARLY = 75
"""From how many percent of its time on a task looks urgent."""
TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.TASK.states.values()}
ACTIONS = {
    "assign": (gettext_lazy("交办"), "send", "primary"),
    "accept": (gettext_lazy("接收"), "inbox", "info"),
    "decline": (gettext_lazy("退回"), "arrow-back-up", "warn"),
    "transfer": (gettext_lazy("转办"), "arrow-right", "primary"),
    "pause": (gettext_lazy("暂停计时"), "player-pause", "muted"),
    "resume": (gettext_lazy("恢复计时"), "player-play", "info"),
    "complete": (gettext_lazy("办结"), "circle-check", "ok"),
    "reopen": (gettext_lazy("重新办理"), "refresh", "warn"),
    "cancel": (gettext_lazy("撤销"), "circle-minus", "muted"),
    "remind": (gettext_lazy("临期提醒"), "bell", "warn"),
    "overdue": (gettext_lazy("已超时"), "alert-octagon", "danger"),
    "escalate": (gettext_lazy("逐级上报"), "arrow-up", "danger"),
    "release": (gettext_lazy("离岗退回岗位"), "user-minus", "warn"),
    "reckon": (gettext_lazy("重新计算时限"), "calendar", "muted"),
}
DIRECTIONS = {"up": gettext_lazy("向上"), "down": gettext_lazy("向下"), "across": gettext_lazy("跨部门")}


def number(task: Any) -> str:
    """Return a task's number."""
    return rules.task_number(task.zone.list_prefix, task.year, task.serial)


def url(task: Any) -> str:
    """Return a task's page."""
    return reverse("inbox:task", args=[task.pk])


def title(task: Any) -> str:
    """Return what is to be done: in the reader's language where the product itself asks for it, else as it was written."""
    return str(task.title_en if task.title_en and (get_language() or "").startswith("en") else task.title)


def kind_name(task: Any) -> str:
    """Return the name of a task's kind in the reader's language."""
    return str(task.kind.name_en if (get_language() or "").startswith("en") else task.kind.name)


def seat_name(position: Any, unit: Any = None) -> str:
    """Return a seat in words: body or unit, and title."""
    if position is None:
        return _("系统")
    body = unit.name if unit else position.organisation.short_name if position.organisation else ""
    return rules.seat_words(body, position.title)


def holder_name(task: Any) -> str:
    """Return with whom a task lies: the seat, and who of it has taken it."""
    seat = seat_name(task.position, task.seat_unit)
    return f"{seat} · {task.holder.name}" if task.holder else seat


def due(task: Any, calendar: rules.Calendar, now: datetime) -> dict[str, Any]:
    """Return what the clock of a task shows: tone, icon, word, share used, and when it runs out."""
    if task.state == "waiting":
        left = timedelta(minutes=task.quantity)
        word = _("已暂停，剩 %(span)s") % {"span": span(left)}
        used = rules.used(calendar, task.clock_from, task.paused_at, task.due_at)
        return _shown("muted", "player-pause", word, used, _("恢复后顺延"))
    if task.state not in states.OPEN:
        late = task.state == "done" and task.ended_at > task.due_at
        word = _("超时办结") if late else str(TAGS[task.state].label)
        return _shown("warn" if late else TAGS[task.state].tone, TAGS[task.state].icon, word, 100, when(task))
    if now >= task.due_at:
        word = _("超时 %(span)s") % {"span": span(now - task.due_at)}
        return _shown("danger", "alert-triangle", word, 100, when(task))
    used = rules.used(calendar, task.clock_from, now, task.due_at)
    word = _("剩 %(span)s") % {"span": span(task.due_at - now)}
    return _shown("warn" if used >= NEARLY else "", "clock", word, used, when(task))


def when(task: Any) -> str:
    """Return when a task falls due, and whether that is provisional (暂定)."""
    text = _("%(moment)s 到期") % {"moment": moment(task.due_at)}
    return f"{text} · {_('暂定')}" if task.provisional else text


def _shown(tone: str, icon: str, word: Any, used: int, note: str) -> dict[str, Any]:
    return {"tone": tone, "icon": icon, "word": word, "used": used, "note": note}


def line(task: Any, calendar: rules.Calendar, now: datetime) -> dict[str, Any]:
    """Return a task as a row of a card."""
    return {
        "task": task,
        "number": number(task),
        "title": title(task),
        "url": url(task),
        "due": due(task, calendar, now),
        "state": states.TASK.states[task.state],
        "note": " · ".join(filter(None, (kind_name(task), task.unit.name if task.unit else "", number(task)))),
        "subject_url": subjects.url_of(task.subject_kind, task.subject_id),
    }


def entry(step: Any) -> dict[str, Any]:
    """Return a step as an entry of a timeline: who, from where to where, with which words."""
    title, icon, tone = ACTIONS[step.action]
    words = [str(DIRECTIONS[step.direction])] if step.action == "transfer" and step.direction else []
    if step.action in ("assign", "transfer", "decline", "escalate", "reopen") and step.to_position:
        words.append(f"→ {seat_name(step.to_position, step.to_unit)}")
    return {
        "at": step.recorded_at,
        "icon": icon,
        "tone": tone,
        "title": f"{title} {' '.join(words)}".strip(),
        "note": " · ".join(filter(None, (in_words(step.by), step.note))),
    }


def seat_options(positions: Any) -> list[tuple[int, str]]:
    """Return seats as choices of a form."""
    return [(one.pk, seat_name(one)) for one in positions]

"""How deliveries look."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.inbox import states
from sibao.inbox.web import message_shown
from sibao.kernel.lists.definition import Tag

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.DELIVERY.states.values()}
CHANNELS = {"mail": gettext_lazy("邮件"), "robot": gettext_lazy("群机器人"), "sms": gettext_lazy("短信")}
STEPS = {
    "claim": (gettext_lazy("开始连接"), "plug-connected", "muted"),
    "begin": (gettext_lazy("开始发出"), "send", "info"),
    "retry": (gettext_lazy("没有发出，稍后再试"), "refresh", "warn"),
    "give-up": (gettext_lazy("放弃"), "circle-x", "danger"),
    "sent": (gettext_lazy("已发出"), "circle-check", "ok"),
    "lose": (gettext_lazy("结果不明"), "help-hexagon", "unknown"),
    "resend": (gettext_lazy("重新发送"), "send", "primary"),
    "confirm": (gettext_lazy("确认已送达"), "circle-check", "ok"),
}


def channel(delivery: Any) -> str:
    """Return a delivery's channel in words."""
    return str(CHANNELS[delivery.channel])


def url(delivery: Any) -> str:
    """Return a delivery's page."""
    return reverse("inbox:delivery", args=[delivery.pk])


def label(delivery: Any) -> str:
    """Return what a delivery is called: its channel and the kind of its message."""
    return f"{channel(delivery)} · {message_shown.label(delivery.message)}"


def row(delivery: Any) -> dict[str, Any]:
    """Return a delivery as its page shows it."""
    state = states.DELIVERY.states[delivery.state]
    return {"label": label(delivery), "state": state, "url": url(delivery), "channel": channel(delivery)}


def entry(step: Any) -> dict[str, Any]:
    """Return a step as an entry of a timeline."""
    title, icon, tone = STEPS[step.action]
    words = _("第 %(number)d 次：%(what)s") % {"number": step.attempt, "what": title}
    return {"at": step.recorded_at, "icon": icon, "tone": tone, "title": words, "note": step.note}

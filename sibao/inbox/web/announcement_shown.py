"""How announcements look."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sibao.inbox import queries
from sibao.kernel import clock
from sibao.kernel.lists.definition import Tag

WITHDRAWN = Tag(gettext_lazy("已撤回"), "muted", "circle-minus")
COMING = Tag(gettext_lazy("未开始"), "info", "clock")
OVER = Tag(gettext_lazy("已到期"), "muted", "clock-off")
URGENT = Tag(gettext_lazy("紧急公告"), "danger", "urgent")
HOLDS = Tag(gettext_lazy("公告中"), "ok", "speakerphone")


def tag(found: Any, now: datetime | None = None) -> Tag:
    """Return whether an announcement holds, is to come, is over or was withdrawn."""
    at = now or clock.now()
    if found.withdrawn_at:
        return WITHDRAWN
    if found.starts_at > at:
        return COMING
    if found.ends_at <= at:
        return OVER
    return URGENT if found.urgent else HOLDS


def holds(found: Any, now: datetime) -> bool:
    """Return whether an announcement holds at a moment."""
    return found.withdrawn_at is None and found.starts_at <= now < found.ends_at


def url(found: Any) -> str:
    """Return an announcement's page."""
    return reverse("inbox:announcement", args=[found.pk])


def whom(found: Any) -> str:
    """Return whom an announcement reaches, in words."""
    area, sector, roles = queries.whom(found)
    return " · ".join(filter(None, (area, sector, "、".join(roles)))) or _("全部人员")

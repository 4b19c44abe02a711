"""The list of one's own messages."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries, services
from sibao.inbox.inputs import OneMessage
from sibao.inbox.web import message_shown
from sibao.inbox.web.lists import GUARANTEE_TAGS
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import BulkAction, Chip, Column, Empty, Kind, ListDefinition
from sibao.kernel.lists.filters import Choice, DateRange, Flag
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.message_kinds import KINDS


def _kinds(actor: Actor) -> Sequence[Option]:
    return [Option(kind.code, kind.label) for kind in KINDS.values()]


def _read(actor: Actor, message: Any, choice: str) -> object:
    return services.read_message(actor=actor, given=OneMessage(message_id=message.pk))


MESSAGES = ListDefinition(
    key="inbox:messages",
    may="inbox:message:read",
    title=_("消息"),
    rows=queries.messages,
    unit=_("条"),
    columns=(
        Column("state", _("状态"), Kind.TAG, value=message_shown.tag),
        Column("said", _("内容"), Kind.LINK, value=message_shown.said),
        Column("kind", _("种类"), value=message_shown.label),
        Column("guarantee", _("哪一保"), Kind.TAG, value=lambda message: GUARANTEE_TAGS.get(message.guarantee)),
        Column("told_at", _("时间"), Kind.MOMENT, sort="told_at", nullable=False),
    ),
    filters=(
        Choice(key="kind", label=_("种类"), options=_kinds, column="kind"),
        Flag(key="unread", label=_("未读"), condition=lambda actor: Q(read_at=None), main=True),
        Flag(key="urgent", label=_("紧急"), condition=lambda actor: Q(urgent=True)),
        DateRange(key="told", label=_("时间"), column="told_at", moment=True),
    ),
    default_sort="-told_at",
    chips=(Chip("unread", _("未读"), {"unread": ("1",)}, "mail"),),
    bulk=(BulkAction("read", _("标为已读"), "inbox:message:mark", _read, "mail-opened"),),
    row_url=message_shown.url,
    label=message_shown.label,
    empty=Empty(_("没有消息"), _("交给您的任务、提醒和公告会列在这里。")),
)
lists.add(MESSAGES)

"""Lists of one's own messages, of announcements, and of deliveries for those who look after them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries, services
from sibao.inbox.inputs import OneMessage
from sibao.inbox.web import announcement_shown, delivery_shown, message_shown
from sibao.inbox.web.lists import GUARANTEE_TAGS
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, BulkAction, Chip, Column, Counts, Empty, Kind, ListDefinition, Rows
from sibao.kernel.lists.filters import Choice, DateRange, Flag, TextFilter
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
    actions=(Action(_("消息设置"), "inbox:preferences", "inbox:preference:edit", "settings"),),
    empty=Empty(_("没有消息"), _("交给您的任务、提醒和公告会列在这里。")),
)


def _channels(actor: Actor) -> Sequence[Option]:
    return [Option(code, label) for code, label in delivery_shown.CHANNELS.items()]


def _states(actor: Actor) -> Sequence[Option]:
    return [Option(code, tag.label) for code, tag in delivery_shown.TAGS.items()]


DELIVERIES = ListDefinition(
    key="inbox:deliveries",
    may="inbox:delivery:read",
    title=_("消息投递"),
    rows=queries.deliveries,
    unit=_("次"),
    columns=(
        Column("label", _("投递"), Kind.LINK, value=delivery_shown.label, sort="id", nullable=False),
        Column("state", _("状态"), Kind.TAG, value=lambda row: delivery_shown.TAGS[row.state]),
        Column("account", _("收件人"), value=lambda row: row.message.account.name),
        Column("attempt", _("已试次数"), Kind.NUMBER, sort="attempt", nullable=False),
        Column("next_at", _("下次发送"), Kind.MOMENT, sort="next_at", nullable=False),
        Column("sent_at", _("发出时间"), Kind.MOMENT, sort="sent_at"),
        Column("note", _("说明")),
    ),
    filters=(
        Choice(key="state", label=_("状态"), options=_states, column="state"),
        Choice(key="channel", label=_("渠道"), options=_channels, column="channel"),
        Flag(key="stuck", label=_("等人处理"), condition=lambda actor: queries.stuck(), main=True),
    ),
    counts=Counts("state", delivery_shown.TAGS, name="state"),
    default_sort="-label",
    chips=(Chip("stuck", _("等人处理"), {"stuck": ("1",)}, "help-hexagon"),),
    row_url=delivery_shown.url,
    label=delivery_shown.label,
    empty=Empty(_("没有投递"), _("消息要发邮件、短信或群机器人时，会列在这里。")),
)


def _title(rows: Rows, text: str) -> Rows:
    return rows.filter(Q(title__icontains=text) | Q(text__icontains=text))


ANNOUNCEMENTS = ListDefinition(
    key="inbox:announcements",
    may="inbox:announcement:read",
    title=_("公告"),
    rows=queries.announcements,
    unit=_("份"),
    columns=(
        Column("title", _("标题"), Kind.LINK),
        Column("state", _("状态"), Kind.TAG, value=announcement_shown.tag),
        Column("by", _("发布")),
        Column("starts_at", _("从"), Kind.MOMENT, sort="starts_at", nullable=False),
        Column("ends_at", _("到"), Kind.MOMENT, sort="ends_at", nullable=False),
    ),
    filters=(
        TextFilter(key="q", label=_("搜索"), search=_title, placeholder=_("标题或内容")),
        Flag(key="current", label=_("公告中"), condition=lambda actor: queries.in_force(clock.now()), main=True),
        Flag(key="must", label=_("须签收"), condition=lambda actor: Q(must_acknowledge=True)),
        DateRange(key="starts", label=_("从"), column="starts_at", moment=True),
    ),
    default_sort="-starts_at",
    chips=(Chip("current", _("公告中"), {"current": ("1",)}, "speakerphone"),),
    row_url=announcement_shown.url,
    label=lambda row: str(row.title),
    actions=(Action(_("发布公告"), "inbox:announcement-publish", "inbox:announcement:publish", "speakerphone"),),
    empty=Empty(_("没有公告")),
)
lists.add(MESSAGES, DELIVERIES, ANNOUNCEMENTS)

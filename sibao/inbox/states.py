"""What a task and a delivery can be, and what they can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

OPEN = ("offered", "doing", "waiting")

TASK = Lifecycle(
    "task",
    states=(
        State("offered", _("待接收"), "info", "inbox"),
        State("doing", _("办理中"), "primary", "progress"),
        State("waiting", _("暂停计时"), "muted", "player-pause"),
        State("done", _("已办结"), "ok", "circle-check"),
        State("cancelled", _("已撤销"), "muted", "circle-minus"),
    ),
    moves=(
        Move("offered", "accept", "doing", "inbox:task:accept", _("接收")),
        Move("offered", "decline", "offered", "inbox:task:decline", _("退回")),
        Move("offered", "transfer", "offered", "inbox:task:transfer", _("转办")),
        Move("offered", "complete", "done", "inbox:task:complete", _("办结")),
        Move("offered", "cancel", "cancelled", "inbox:task:cancel", _("撤销")),
        Move("doing", "complete", "done", "inbox:task:complete", _("办结")),
        Move("doing", "transfer", "offered", "inbox:task:transfer", _("转办")),
        Move("doing", "pause", "waiting", "inbox:task:pause", _("暂停计时")),
        Move("doing", "release", "offered", "inbox:task:release", _("退回岗位")),
        Move("doing", "cancel", "cancelled", "inbox:task:cancel", _("撤销")),
        Move("waiting", "resume", "doing", "inbox:task:resume", _("恢复计时")),
        Move("waiting", "complete", "done", "inbox:task:complete", _("办结")),
        Move("waiting", "release", "waiting", "inbox:task:release", _("退回岗位")),
        Move("waiting", "cancel", "cancelled", "inbox:task:cancel", _("撤销")),
        Move("done", "reopen", "doing", "inbox:task:reopen", _("重新办理")),
    ),
)

BEGUN = ("claimed", "sending")
"""States in which a worker holds a delivery."""
SEND, RESEND, CONFIRM = "inbox:message:send", "inbox:delivery:resend", "inbox:delivery:confirm"

DELIVERY = Lifecycle(
    "delivery",
    states=(
        State("waiting", _("待发送"), "info", "clock"),
        State("claimed", _("正在连接"), "primary", "plug-connected"),
        State("sending", _("正在发出"), "primary", "send"),
        State("sent", _("已发出"), "ok", "circle-check"),
        State("unknown", _("结果不明"), "unknown", "help-hexagon"),
        State("given_up", _("已放弃"), "danger", "circle-x"),
    ),
    moves=(
        Move("waiting", "claim", "claimed", SEND, _("连接")),
        Move("claimed", "begin", "sending", SEND, _("发出")),
        Move("claimed", "retry", "waiting", SEND, _("再试")),
        Move("claimed", "give-up", "given_up", SEND, _("放弃")),
        Move("sending", "sent", "sent", SEND, _("已发出")),
        Move("sending", "retry", "waiting", SEND, _("再试")),
        Move("sending", "give-up", "given_up", SEND, _("放弃")),
        Move("sending", "lose", "unknown", SEND, _("结果不明")),
        Move("unknown", "resend", "waiting", RESEND, _("重新发送")),
        Move("unknown", "confirm", "sent", CONFIRM, _("确认已送达")),
        Move("given_up", "resend", "waiting", RESEND, _("重新发送")),
    ),
)

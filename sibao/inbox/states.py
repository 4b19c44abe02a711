"""What a task can be, and what it can become."""

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

"""What a version of a criterion and a correction can be, and what they can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

CRITERION = Lifecycle(
    "criterion",
    states=(
        State("draft", _("草稿"), "muted", "pencil"),
        State("published", _("已发布"), "ok", "circle-check"),
        State("withdrawn", _("已撤回"), "muted", "arrow-back-up"),
    ),
    moves=(
        Move("draft", "publish", "published", "facts:criterion:publish", _("发布")),
        Move("draft", "withdraw", "withdrawn", "facts:criterion:withdraw", _("撤回")),
        Move("published", "withdraw", "withdrawn", "facts:criterion:withdraw", _("撤回")),
    ),
)

ASK, ACCEPT = "facts:correction:ask", "facts:correction:accept"
DECLINE, TAKE_BACK = "facts:correction:decline", "facts:correction:withdraw"

CORRECTION = Lifecycle(
    "correction",
    states=(
        State("asked", _("待答复"), "info", "message-question"),
        State("accepted", _("已更正"), "ok", "circle-check"),
        State("declined", _("不予更正"), "danger", "circle-x"),
        State("withdrawn", _("已撤回"), "muted", "arrow-back-up"),
    ),
    moves=(
        Move("asked", "accept", "accepted", ACCEPT, _("同意更正")),
        Move("asked", "decline", "declined", DECLINE, _("不予更正")),
        Move("asked", "withdraw", "withdrawn", TAKE_BACK, _("撤回")),
    ),
)

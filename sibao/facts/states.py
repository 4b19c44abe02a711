"""What a version of a criterion can be, and what it can become."""

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

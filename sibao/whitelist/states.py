"""What a batch, a listing and the rules of the list can be, and what each can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

BATCH = Lifecycle(
    "batch",
    states=(
        State("draft", _("草稿"), "muted", "pencil"),
        State("publicised", _("公示中"), "info", "speakerphone"),
        State("published", _("已发布"), "ok", "circle-check"),
        State("withdrawn", _("已撤回"), "muted", "arrow-back-up"),
    ),
    moves=(
        Move("draft", "publicise", "publicised", "whitelist:batch:publicise", _("公示")),
        Move("draft", "withdraw", "withdrawn", "whitelist:batch:withdraw", _("撤回")),
        Move("publicised", "publish", "published", "whitelist:batch:publish", _("发布")),
        Move("publicised", "withdraw", "withdrawn", "whitelist:batch:withdraw", _("撤回")),
    ),
)

LIST_RULES = Lifecycle(
    "list_rules",
    states=(
        State("draft", _("草稿"), "muted", "pencil"),
        State("published", _("已公布"), "ok", "circle-check"),
        State("withdrawn", _("已作废"), "muted", "arrow-back-up"),
    ),
    moves=(
        Move("draft", "publish", "published", "whitelist:rules:publish", _("公布")),
        Move("draft", "withdraw", "withdrawn", "whitelist:rules:withdraw", _("作废")),
    ),
)

LISTING = Lifecycle(
    "listing",
    states=(
        State("pending", _("公示中"), "info", "speakerphone"),
        State("active", _("在册"), "ok", "circle-check"),
        State("suspended", _("暂停"), "danger", "player-pause"),
        State("removed", _("已移出"), "muted", "circle-minus"),
    ),
    moves=(
        Move("pending", "publish", "active", "whitelist:batch:publish", _("发布")),
        Move("pending", "withdraw", "removed", "whitelist:batch:withdraw", _("撤回")),
        Move("active", "suspend", "suspended", "whitelist:listing:suspend", _("暂停")),
        Move("suspended", "resume", "active", "whitelist:listing:resume", _("恢复")),
        Move("active", "remove", "removed", "whitelist:listing:remove", _("移出")),
        Move("suspended", "remove", "removed", "whitelist:listing:remove", _("移出")),
    ),
)

"""What a batch, a listing, an application, a proposal and the rules of the list can be, and what each can become."""

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
        Move("suspended", "suspend", "suspended", "whitelist:listing:suspend", _("再加一项暂停事由")),
        Move("suspended", "resume", "active", "whitelist:listing:resume", _("恢复")),
        Move("active", "remove", "removed", "whitelist:listing:remove", _("移出")),
        Move("suspended", "remove", "removed", "whitelist:listing:remove", _("移出")),
    ),
)

OPEN = ["draft", "reviewing", "returned", "accepted"]
"""States of an application that keep a unit from starting another one in its sector."""
SUBMIT, DECIDE, OVERRIDE = (f"whitelist:application:{verb}" for verb in ("submit", "decide", "override"))
WITHDRAW, RETURN = "whitelist:application:withdraw", "whitelist:application:return"

APPLICATION = Lifecycle(
    "application",
    states=(
        State("draft", _("草稿"), "muted", "pencil"),
        State("reviewing", _("审核中"), "info", "eye"),
        State("returned", _("已退回"), "warn", "arrow-back-up"),
        State("accepted", _("达标待入批"), "ok", "circle-check"),
        State("listed", _("已入册"), "ok", "list-check"),
        State("refused", _("不达标"), "danger", "circle-x"),
        State("withdrawn", _("已撤回"), "muted", "circle-minus"),
    ),
    moves=(
        *(
            move
            for frm in ("draft", "returned")
            for move in (
                Move(frm, "meet", "accepted", SUBMIT, _("提交：达标")),
                Move(frm, "miss", "refused", SUBMIT, _("提交：不达标")),
                Move(frm, "review", "reviewing", SUBMIT, _("提交：待审核")),
            )
        ),
        Move("reviewing", "accept", "accepted", DECIDE, _("审核：达标")),
        Move("reviewing", "refuse", "refused", DECIDE, _("审核：不达标")),
        Move("reviewing", "return", "returned", RETURN, _("退回")),
        Move("reviewing", "admit", "accepted", OVERRIDE, _("例外准入")),
        Move("reviewing", "bar", "refused", OVERRIDE, _("例外不准")),
        Move("accepted", "bar", "refused", OVERRIDE, _("例外不准")),
        Move("refused", "admit", "accepted", OVERRIDE, _("例外准入")),
        Move("refused", "reconsider", "reviewing", "whitelist:appeal:answer", _("申诉成立，重新审核")),
        Move("accepted", "recheck", "reviewing", "whitelist:application:recheck", _("情况有变，重新审核")),
        Move("accepted", "list", "listed", "whitelist:batch:publish", _("发布")),
        *(Move(frm, "withdraw", "withdrawn", WITHDRAW, _("撤回")) for frm in OPEN),
    ),
)

APPEAL = Lifecycle(
    "appeal",
    states=(
        State("open", _("待答复"), "info", "message-circle"),
        State("upheld", _("成立"), "ok", "circle-check"),
        State("dismissed", _("不成立"), "muted", "circle-x"),
    ),
    moves=(
        Move("open", "uphold", "upheld", "whitelist:appeal:answer", _("成立")),
        Move("open", "dismiss", "dismissed", "whitelist:appeal:answer", _("不成立")),
    ),
)

PROPOSAL = Lifecycle(
    "proposal",
    states=(
        State("open", _("待办"), "info", "bulb"),
        State("accepted", _("已采纳"), "ok", "circle-check"),
        State("declined", _("未采纳"), "muted", "circle-x"),
        State("lapsed", _("已失效"), "muted", "clock-off"),
    ),
    moves=(
        Move("open", "accept", "accepted", "whitelist:proposal:accept", _("采纳")),
        Move("open", "decline", "declined", "whitelist:proposal:decline", _("不采纳")),
        Move("open", "lapse", "lapsed", "whitelist:proposal:renew", _("失效")),
    ),
)

OBJECTION = Lifecycle(
    "objection",
    states=(
        State("open", _("待答复"), "info", "message-circle"),
        State("upheld", _("成立"), "ok", "circle-check"),
        State("dismissed", _("不成立"), "muted", "circle-x"),
    ),
    moves=(
        Move("open", "uphold", "upheld", "whitelist:objection:answer", _("成立")),
        Move("open", "dismiss", "dismissed", "whitelist:objection:answer", _("不成立")),
    ),
)

"""What a consultation can be, and what it can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

OPEN = "open"
AGREED = "agreed"
LIVING = (OPEN, AGREED)
"""States in which the same may not be asked again."""
DECIDED = ("agreed", "carried_out", "not_carried_out", "disagreed")
"""States in which the opinions have led to a decision."""

CONSULTATION = Lifecycle(
    "consultation",
    states=(
        State("open", _("征求意见"), "info", "users"),
        State("agreed", _("已同意，待系统办理"), "primary", "circle-check"),
        State("carried_out", _("已同意并办理"), "ok", "circle-check"),
        State("not_carried_out", _("已同意，未能办理"), "warn", "alert-triangle"),
        State("disagreed", _("未同意"), "danger", "circle-x"),
        State("withdrawn", _("已撤回"), "muted", "arrow-back-up"),
        State("expired", _("逾期未决"), "muted", "clock-x"),
    ),
    moves=(
        Move("open", "agree", "agreed", "approvals:opinion:give", _("同意")),
        Move("open", "disagree", "disagreed", "approvals:opinion:give", _("不同意")),
        Move("open", "withdraw", "withdrawn", "approvals:consultation:withdraw", _("撤回")),
        Move("open", "expire", "expired", "approvals:consultation:expire", _("到期")),
        Move("agreed", "carry_out", "carried_out", "approvals:consultation:conclude", _("办理")),
        Move("agreed", "conclude", "not_carried_out", "approvals:consultation:conclude", _("未能办理")),
    ),
)

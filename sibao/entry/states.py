"""What an arrival and an appeal can be, and what they can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

REGISTERED, ARRIVED, CLOSED, CANCELLED = "registered", "arrived", "closed", "cancelled"
LODGED, UPHELD, REJECTED = "lodged", "upheld", "rejected"
DECIDE = "entry:appeal:decide"

ARRIVAL = Lifecycle(
    "arrival_registration",
    states=(
        State(REGISTERED, _("已报备"), "info", "calendar-plus"),
        State(ARRIVED, _("已抵达"), "warn", "map-pin"),
        State(CLOSED, _("已办结"), "ok", "circle-check"),
        State(CANCELLED, _("已取消"), "muted", "circle-x"),
    ),
    moves=(
        Move(REGISTERED, "receive", ARRIVED, "entry:arrival:receive", _("登记抵达")),
        Move(REGISTERED, "cancel", CANCELLED, "entry:arrival:cancel", _("取消报备")),
        Move(ARRIVED, "close", CLOSED, "entry:arrival:close", _("办结")),
    ),
)
APPEAL = Lifecycle(
    "code_appeal",
    states=(
        State(LODGED, _("待答复"), "warn", "hourglass"),
        State(UPHELD, _("申诉成立"), "ok", "circle-check"),
        State(REJECTED, _("申诉不成立"), "muted", "circle-x"),
    ),
    moves=(
        Move(LODGED, "uphold", UPHELD, DECIDE, _("成立，解除赋码")),
        Move(LODGED, "reject", REJECTED, DECIDE, _("不成立")),
    ),
)

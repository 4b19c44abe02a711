"""What a document, a check and a rectification can be, and what they can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

DRAFT, IN_FORCE, SUPERSEDED, WITHDRAWN = "draft", "in_force", "superseded", "withdrawn"
OPEN = (DRAFT, IN_FORCE)
ENFORCE, WITHDRAW = "guidance:document:enforce", "guidance:document:withdraw"

DOCUMENT = Lifecycle(
    "guide_document",
    states=(
        State(DRAFT, _("草稿"), "info", "pencil"),
        State(IN_FORCE, _("施行"), "ok", "circle-check"),
        State(SUPERSEDED, _("已被替代"), "muted", "history"),
        State(WITHDRAWN, _("已废止"), "muted", "circle-minus"),
    ),
    moves=(
        Move(DRAFT, "enforce", IN_FORCE, ENFORCE, _("施行")),
        Move(DRAFT, "withdraw", WITHDRAWN, WITHDRAW, _("作废")),
        Move(IN_FORCE, "supersede", SUPERSEDED, ENFORCE, _("由新版替代")),
        Move(IN_FORCE, "withdraw", WITHDRAWN, WITHDRAW, _("废止")),
    ),
)

SUBMITTED = "submitted"
SUBMIT = "guidance:check:submit"

CHECK = Lifecycle(
    "guide_check",
    states=(
        State(DRAFT, _("填写中"), "info", "pencil"),
        State(SUBMITTED, _("已提交"), "ok", "circle-check"),
    ),
    moves=(Move(DRAFT, "submit", SUBMITTED, SUBMIT, _("提交")),),
)

OPEN_RECTIFICATION = ("open", "reported")
REPORT, CONFIRM = "guidance:rectification:report", "guidance:rectification:confirm"
RETURN, CANCEL = "guidance:rectification:return", "guidance:rectification:cancel"

RECTIFICATION = Lifecycle(
    "rectification",
    states=(
        State("open", _("待整改"), "warn", "tool"),
        State("reported", _("待确认"), "info", "eye-check"),
        State("confirmed", _("已整改"), "ok", "circle-check"),
        State("cancelled", _("已撤销"), "muted", "circle-minus"),
    ),
    moves=(
        Move("open", "report", "reported", REPORT, _("报告完成")),
        Move("reported", "confirm", "confirmed", CONFIRM, _("确认整改")),
        Move("reported", "return", "open", RETURN, _("退回整改")),
        Move("open", "find-met", "confirmed", SUBMIT, _("现场检查符合")),
        Move("open", "cancel", "cancelled", CANCEL, _("撤销整改")),
        Move("reported", "cancel", "cancelled", CANCEL, _("撤销整改")),
    ),
)

APPROVED_PLAN = "approved"
LIVING_PLANS = (DRAFT, SUBMITTED)
HAND_IN, APPROVE, GIVE_BACK = "guidance:plan:submit", "guidance:plan:approve", "guidance:plan:return"

WORK_PLAN = Lifecycle(
    "work_plan",
    states=(
        State(DRAFT, _("草稿"), "info", "pencil"),
        State(SUBMITTED, _("待批准"), "info", "eye-check"),
        State(APPROVED_PLAN, _("已批准"), "ok", "circle-check"),
        State(SUPERSEDED, _("已被替代"), "muted", "history"),
    ),
    moves=(
        Move(DRAFT, "submit", SUBMITTED, HAND_IN, _("报批")),
        Move(SUBMITTED, "approve", APPROVED_PLAN, APPROVE, _("批准")),
        Move(SUBMITTED, "return", DRAFT, GIVE_BACK, _("退回修改")),
        Move(APPROVED_PLAN, "supersede", SUPERSEDED, APPROVE, _("由新版替代")),
    ),
)

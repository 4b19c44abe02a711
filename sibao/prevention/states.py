"""What an alert and a draft of a rule can be, and what they can become."""

from django.utils.translation import gettext_lazy as _

from sibao.kernel.lifecycle import Lifecycle, Move, State

RAISED, ACKNOWLEDGED, ASSESSING, CONSULTING, ACTING = "raised", "acknowledged", "assessing", "consulting", "acting"
RESOLVED, CLOSED, FALSE = "resolved", "closed", "false_alarm"
OPEN = (RAISED, ACKNOWLEDGED, ASSESSING, CONSULTING, ACTING)
OVER = (CLOSED, FALSE)
ACKNOWLEDGE, ASSESS = "prevention:alert:acknowledge", "prevention:alert:assess"
CONSULT, ACT = "prevention:alert:consult", "prevention:alert:act"
RESOLVE, DISMISS, CLOSE = "prevention:alert:resolve", "prevention:alert:dismiss", "prevention:alert:close"
BY_FACTS, BY_RULES = "prevention:signal:deliver", "prevention:pack:load"
GRAVEST = 1
"""An alert of this severity ends by a person's word even where the facts have ended it (R19)."""

ALERT = Lifecycle(
    "alert",
    states=(
        State(RAISED, _("待接收"), "danger", "bell-ringing"),
        State(ACKNOWLEDGED, _("已接收"), "warn", "eye"),
        State(ASSESSING, _("研判中"), "warn", "zoom-question"),
        State(CONSULTING, _("会商中"), "warn", "users"),
        State(ACTING, _("处置中"), "warn", "run"),
        State(RESOLVED, _("已消除，待销号"), "info", "hourglass"),
        State(CLOSED, _("已销号"), "ok", "circle-check"),
        State(FALSE, _("误报"), "muted", "circle-x"),
    ),
    moves=(
        Move(RAISED, "acknowledge", ACKNOWLEDGED, ACKNOWLEDGE, _("接收")),
        Move(ACKNOWLEDGED, "assess", ASSESSING, ASSESS, _("开始研判")),
        Move(ASSESSING, "consult", CONSULTING, CONSULT, _("提请会商")),
        Move(ASSESSING, "act", ACTING, ACT, _("交办处置")),
        Move(CONSULTING, "act", ACTING, ACT, _("交办处置")),
        Move(ACTING, "resolve", RESOLVED, RESOLVE, _("处置完毕")),
        Move(RESOLVED, "close", CLOSED, CLOSE, _("销号")),
        *(Move(state, "dismiss", FALSE, DISMISS, _("认定误报")) for state in (ACKNOWLEDGED, ASSESSING, CONSULTING)),
        *(Move(state, "cure", RESOLVED, BY_FACTS, _("情况消失")) for state in OPEN),
        *(Move(state, "settle", CLOSED, BY_FACTS, _("情况消失")) for state in (*OPEN, RESOLVED)),
        *(Move(state, "withdraw", CLOSED, BY_RULES, _("规则停用")) for state in OPEN),
        Move(RESOLVED, "recur", RAISED, BY_FACTS, _("再次发生")),
    ),
)

PUBLISHED = "published"
RULE_DRAFT = Lifecycle(
    "rule_draft",
    states=(
        State("draft", _("草稿"), "warn", "pencil"),
        State(PUBLISHED, _("已发布"), "ok", "circle-check"),
        State("withdrawn", _("已撤回"), "muted", "arrow-back-up"),
    ),
    moves=(
        Move("draft", "publish", PUBLISHED, "prevention:rule:publish", _("发布")),
        Move("draft", "withdraw", "withdrawn", "prevention:rule:withdraw", _("撤回")),
    ),
)

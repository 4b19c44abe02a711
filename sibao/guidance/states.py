"""What a document can be, and what it can become."""

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

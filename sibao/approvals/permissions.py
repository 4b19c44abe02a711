"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("approvals:consultation:read", "查看会签", "See consultations"),
    Permission("approvals:consultation:oversee", "查看全区会签", "See every consultation of the zone"),
    Permission("approvals:consultation:ask", "提请会签", "Ask for a consultation"),
    Permission("approvals:consultation:withdraw", "撤回会签", "Withdraw a consultation"),
    Permission("approvals:consultation:export", "导出会签", "Export consultations"),
    Permission("approvals:opinion:give", "签署会签意见", "Give an opinion"),
    Permission("approvals:consultation:expire", "会签到期", "Let a consultation expire"),
    Permission("approvals:consultation:conclude", "办结会签", "Conclude a consultation"),
    Permission("approvals:decision:issue", "出具会签决定", "Issue the decision of a consultation"),
    Permission("approvals:pack:load", "装载会签规定", "Load rules of consultations"),
)

"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("guidance:document:read", "查看指南预案", "See guides and plans"),
    Permission("guidance:document:edit", "起草指南预案", "Draft guides and plans"),
    Permission("guidance:document:enforce", "施行指南预案", "Put guides and plans in force"),
    Permission("guidance:document:withdraw", "废止指南预案", "Withdraw guides and plans"),
    Permission("guidance:item:read", "查看指南条目", "See the items of guides"),
    Permission("guidance:pack:load", "装载指南条目", "Load a pack's guide items"),
    Permission("guidance:check:read", "查看自查与现场检查", "See checks of units"),
    Permission("guidance:check:open", "开始自查或现场检查", "Begin a check"),
    Permission("guidance:check:answer", "填写自查或现场检查", "Answer the items of a check"),
    Permission("guidance:check:submit", "提交自查或现场检查", "Submit a check"),
    Permission("guidance:check:export", "导出自查与现场检查", "Export checks of units"),
    Permission("guidance:rectification:read", "查看整改", "See rectifications"),
    Permission("guidance:rectification:open", "提出整改", "Ask for a rectification"),
    Permission("guidance:rectification:report", "报告整改完成", "Report a rectification done"),
    Permission("guidance:rectification:confirm", "确认整改", "Confirm a rectification"),
    Permission("guidance:rectification:return", "退回整改", "Send a rectification back"),
    Permission("guidance:rectification:cancel", "撤销整改", "Call a rectification off"),
    Permission("guidance:rectification:export", "导出整改", "Export rectifications"),
    Permission("guidance:readiness:read", "查看备战情况", "See how ready units are"),
    Permission("guidance:plan:read", "查看工作预案", "See work plans"),
    Permission("guidance:plan:edit", "起草工作预案", "Draft a work plan"),
    Permission("guidance:plan:submit", "报批工作预案", "Hand a work plan in"),
    Permission("guidance:plan:approve", "批准工作预案", "Approve a work plan"),
    Permission("guidance:plan:return", "退回工作预案", "Send a work plan back"),
)

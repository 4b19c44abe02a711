"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("facts:correction:accept", "同意更正事实", "Accept a correction of a fact"),
    Permission("facts:correction:ask", "申请更正事实", "Ask for a fact to be corrected"),
    Permission("facts:correction:decline", "不予更正事实", "Decline a correction of a fact"),
    Permission("facts:correction:read", "查看事实更正", "See corrections of facts"),
    Permission("facts:correction:withdraw", "撤回更正申请", "Withdraw a correction of a fact"),
    Permission("facts:criterion:draft", "起草条件", "Draft a criterion"),
    Permission("facts:criterion:edit", "修改条件草稿", "Edit a draft of a criterion"),
    Permission("facts:criterion:load", "装入示例条件", "Load example criteria"),
    Permission("facts:criterion:publish", "发布条件", "Publish a criterion", consultation=True),
    Permission("facts:criterion:read", "查看条件", "See criteria"),
    Permission("facts:criterion:withdraw", "撤回条件", "Withdraw a criterion"),
    Permission("facts:owed:ask", "交办补报事实", "Ask a department for the facts it owes"),
    Permission("facts:owed:follow", "跟进欠报的事实", "Follow up the facts that departments owe"),
    Permission("facts:pack:load", "装入事实目录", "Load the catalogue of facts"),
    Permission("facts:definition:read", "查看事实目录", "See the catalogue of facts"),
    Permission("facts:value:read", "查看单位的事实", "See what is known about units"),
    Permission("facts:value:import", "按表填报事实", "Report facts of many units from a workbook"),
    Permission("facts:value:record", "填报本部门（单位）掌握的事实", "Report the facts one is the source of"),
    Permission("facts:verdict:record", "留存判定", "Keep a verdict"),
    Permission("facts:verdict:keep", "留存一批判定", "Keep many verdicts"),
)

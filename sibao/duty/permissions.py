"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("duty:liaison:read", "查看包保", "See liaison officers of units"),
    Permission("duty:liaison:own", "查看本人包保的单位", "See the units one looks after"),
    Permission("duty:liaison:assign", "指定与交接包保干部", "Assign and hand over liaison officers"),
    Permission("duty:liaison:distribute", "批量分配包保干部", "Distribute units among liaison officers"),
    Permission("duty:liaison:export", "导出包保", "Export liaison officers of units"),
    Permission("duty:officer:read", "查看包保干部名册", "See the roll of liaison officers"),
    Permission("duty:officer:edit", "维护包保干部名册", "Keep the roll of liaison officers"),
    Permission("duty:responsible:read", "查看责任人（脱敏）", "See responsible persons masked"),
    Permission("duty:responsible:assign", "指定责任人", "Name responsible persons"),
    Permission("duty:responsible:end", "结束责任人任期", "End what a responsible person answers for"),
    Permission("duty:responsible:import", "导入责任人", "Import responsible persons"),
    Permission("duty:responsible:export", "导出责任人（脱敏）", "Export responsible persons masked"),
    Permission("duty:responsible:reveal", "显示责任人", "Show responsible persons unmasked", reveals=True),
    Permission("duty:responsible:lapse", "离职即止责任", "End what somebody answered for who has left"),
    Permission("duty:opening:notice", "提醒补定责任人", "Tell units where nobody answers"),
    Permission("duty:group:read", "查看工作组与专班", "See work groups and task forces"),
    Permission("duty:group:appoint", "列为牵头或成员", "Let bodies lead or join groups"),
    Permission("duty:group:release", "退出工作组或专班", "Let bodies leave groups"),
    Permission("duty:group:confirm", "核实牵头部门", "Confirm leads of groups"),
    Permission("duty:pack:load", "装载责任事项", "Load a pack's matters"),
)

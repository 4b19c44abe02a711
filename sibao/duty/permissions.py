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
)

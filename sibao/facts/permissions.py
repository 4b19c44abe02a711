"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("facts:pack:load", "装入事实目录", "Load the catalogue of facts"),
    Permission("facts:definition:read", "查看事实目录", "See the catalogue of facts"),
    Permission("facts:value:read", "查看单位的事实", "See what is known about units"),
    Permission("facts:value:import", "按表填报事实", "Report facts of many units from a workbook"),
    Permission("facts:value:record", "填报本部门（单位）掌握的事实", "Report the facts one is the source of"),
)

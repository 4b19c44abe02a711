"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("tracing:pack:load", "装载排查规则", "Load a pack's rules of tracing"),
    Permission("tracing:screening:read", "查看排查", "See screenings"),
    Permission("tracing:screening:run", "开展排查", "Run a screening"),
    Permission("tracing:screening:assign", "交办排查", "Turn a screening into tasks"),
    Permission(
        "tracing:screening:export",
        "导出排查结果（不脱敏须会签）",
        "Export what a screening found, unmasked when agreed to",
        consultation="unmasked",
    ),
)

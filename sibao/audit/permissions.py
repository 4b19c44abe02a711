"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("audit:line:read", "查看操作记录", "See the record"),
    Permission("audit:line:export", "导出操作记录", "Export the record"),
)

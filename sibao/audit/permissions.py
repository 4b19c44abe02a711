"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("audit:line:read", "查看操作记录", "See the record"),
    Permission("audit:line:export", "导出操作记录", "Export the record"),
    Permission("audit:line:seal", "立即封存操作记录", "Seal the record now"),
    Permission("audit:seal:read", "查看封存情况", "See how far the record is sealed"),
    Permission("audit:checkpoint:sign", "签发校验点", "Sign a checkpoint"),
    Permission("audit:checkpoint:take", "下载校验点", "Download a checkpoint"),
    Permission("audit:record:verify", "核验操作记录", "Examine the record"),
)

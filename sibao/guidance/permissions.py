"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("guidance:document:read", "查看指南预案", "See guides and plans"),
    Permission("guidance:document:edit", "起草指南预案", "Draft guides and plans"),
    Permission("guidance:document:enforce", "施行指南预案", "Put guides and plans in force"),
    Permission("guidance:document:withdraw", "废止指南预案", "Withdraw guides and plans"),
    Permission("guidance:item:read", "查看指南条目", "See the items of guides"),
    Permission("guidance:pack:load", "装载指南条目", "Load a pack's guide items"),
)

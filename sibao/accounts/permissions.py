"""What roles may be allowed to do in this context."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("accounts:account:read", "查看账号", "See accounts"),
    Permission("accounts:account:create", "新建账号", "Create an account"),
    Permission("accounts:account:reset", "重置密码", "Reset a password"),
    Permission("accounts:account:unlock", "解除锁定", "Unlock an account"),
    Permission("accounts:account:close", "停用账号", "Close an account"),
    Permission("accounts:appointment:create", "任命", "Appoint"),
    Permission("accounts:appointment:end", "免去任职", "End an appointment"),
    Permission("accounts:role:read", "查看角色", "See roles"),
    Permission("accounts:matrix:read", "查看权限矩阵", "See the permission matrix"),
    Permission("accounts:pack:load", "装载角色与岗位", "Load roles and positions"),
)

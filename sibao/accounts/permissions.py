"""What roles may be allowed to do in this context, and what every account may do for itself."""

from sibao.kernel.permissions import Permission, declare

declare(
    Permission("accounts:account:read", "查看账号", "See accounts"),
    Permission("accounts:account:create", "新建账号", "Create an account"),
    Permission("accounts:account:reset", "重置密码", "Reset a password"),
    Permission("accounts:account:unlock", "解除锁定", "Unlock an account"),
    Permission("accounts:account:sign-out", "让账号下线", "Sign an account out everywhere"),
    Permission("accounts:factor:reset", "清除他人的第二因素", "Clear somebody's second factors"),
    Permission("accounts:factor:reseal", "重新加密第二因素", "Seal second factors anew"),
    Permission("accounts:identity:unbind", "解除统一身份绑定", "End the binding to a provider's identity"),
    Permission("accounts:account:close", "停用账号", "Close an account"),
    Permission("accounts:appointment:create", "任命", "Appoint", consultation=True),
    Permission("accounts:appointment:end", "免去任职", "End an appointment"),
    Permission("accounts:delegation:grant", "委托他人代行", "Delegate one's position"),
    Permission("accounts:access:ask", "申请开通账号", "Ask for access"),
    Permission("accounts:invitation:create", "邀请企业开通账号", "Invite a unit"),
    Permission("accounts:invitation:withdraw", "撤回邀请", "Withdraw an invitation"),
    Permission("accounts:invitation:answer", "应邀申请开通", "Answer an invitation"),
    Permission("accounts:access:read", "查看开通申请", "See requests for access"),
    Permission("accounts:access:reveal", "显示开通申请人", "Show who asks for access", reveals=True),
    Permission("accounts:access:approve", "开通企业账号", "Open a unit's account"),
    Permission("accounts:access:grant", "开通工作人员账号", "Open an official's account"),
    Permission("accounts:access:decline", "退回开通申请", "Decline a request for access"),
    Permission("accounts:machine:create", "新建机器账号", "Create a machine account"),
    Permission("accounts:key:read", "查看机器密钥", "See machines' keys"),
    Permission("accounts:key:issue", "发机器密钥", "Issue a machine's key"),
    Permission("accounts:key:revoke", "停用机器密钥", "Revoke a machine's key"),
    Permission("accounts:role:read", "查看角色", "See roles"),
    Permission("accounts:matrix:read", "查看权限矩阵", "See the permission matrix"),
    Permission("accounts:pack:load", "装载角色与岗位", "Load roles and positions"),
    Permission("accounts:demo:load", "装载演示账号", "Load demo accounts"),
)

_OF_ONES_OWN = (
    Permission("accounts:session:open", "登录", "Sign in"),
    Permission("accounts:session:close", "退出登录", "Sign out"),
    Permission("accounts:session:end", "让自己的设备下线", "Sign out one's own devices"),
    Permission("accounts:authenticator:add", "登记验证器", "Add an authenticator app"),
    Permission("accounts:passkey:add", "登记通行密钥", "Add a passkey"),
    Permission("accounts:identity:bind", "绑定统一身份", "Bind one's own account to a provider's identity"),
    Permission("accounts:factor:remove", "删除第二因素", "Remove a second factor"),
    Permission("accounts:codes:renew", "重新生成恢复码", "Make new recovery codes"),
    Permission("accounts:password:change", "修改自己的密码", "Change one's own password"),
    Permission("accounts:position:act", "切换自己的岗位", "Switch between one's own positions"),
    Permission("accounts:key:use", "用密钥调用接口", "Call the API by key"),
    Permission("accounts:delegation:end", "终止委托", "End a delegation"),
    Permission("accounts:language:choose", "选择界面语言", "Choose the language of pages"),
)
declare(*_OF_ONES_OWN)

OWN = frozenset(permission.name for permission in _OF_ONES_OWN)
"""What every signed-in account may do, whatever its position: keep its own sign-in. No role holds these."""

NEVER_DELEGATED = frozenset({"accounts:delegation:grant"})
"""What stays with the holder of a position when somebody stands in for her: a delegation is not passed on."""

"""What accounts give to the kernel: who jobs act as, the list of accounts, menu entries."""

from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.web import asked
from sibao.accounts.web.lists import ACCESS, ACCOUNTS, INVITATIONS, KEYS
from sibao.kernel import jobs, merging, slots
from sibao.kernel.consultation import explain
from sibao.kernel.doors import SIGNED_IN
from sibao.kernel.lists.registry import lists
from sibao.kernel.personal.kept import tell
from sibao.kernel.slots import MenuEntry
from sibao.kernel.zoned import switches
from sibao.kernel.zoned.switches import Switch

CHECKS, KEEPING = _("查证"), _("管理")

jobs.set_resolver(queries.actor_by_appointment)
tell("accounts", queries.own_account)
tell("access", queries.own_requests)
tell("factors", queries.own_factors)
merging.follow(*queries.FOLLOWERS)
explain("accounts:appointment:create", asked.appointment)
switches.add(
    Switch(
        queries.MACHINES,
        _("机器接口"),
        _("关闭后，任何机器密钥都进不来，也不能发新密钥；已发的密钥仍可查看和停用。人登录后的页面不受影响。"),
        frozenset({"accounts:key:issue", "accounts:machine:create"}),
    )
)
lists.add(ACCOUNTS)
lists.add(KEYS)
lists.add(ACCESS)
lists.add(INVITATIONS)
slots.menu.add(
    MenuEntry(
        "accounts:headquarters",
        720,
        "directory:organisation:read",
        CHECKS,
        _("指挥部"),
        "building-fortress",
        "accounts:headquarters",
    ),
    MenuEntry("accounts:accounts", 910, "accounts:account:read", KEEPING, _("账号"), "users", "accounts:accounts"),
    MenuEntry(
        "accounts:positions", 920, "accounts:role:read", KEEPING, _("岗位与角色"), "id-badge-2", "accounts:positions"
    ),
    MenuEntry("accounts:access", 905, "accounts:access:read", KEEPING, _("开通申请"), "user-plus", "accounts:access"),
    MenuEntry(
        "accounts:invitations",
        907,
        "accounts:access:read",
        KEEPING,
        _("企业邀请"),
        "mail-forward",
        "accounts:invitations",
    ),
    MenuEntry("accounts:keys", 925, "accounts:key:read", KEEPING, _("机器密钥"), "api", "accounts:keys"),
    MenuEntry("accounts:matrix", 930, "accounts:matrix:read", KEEPING, _("权限矩阵"), "table", "accounts:matrix"),
)
slots.own.add(
    MenuEntry("accounts:rights", 10, SIGNED_IN, "", _("我的权限"), "list-check", "accounts:rights"),
    MenuEntry("accounts:delegations", 12, SIGNED_IN, "", _("委托代行"), "user-share", "accounts:delegations"),
    MenuEntry("accounts:factors", 14, SIGNED_IN, "", _("第二因素"), "shield-lock", "mfa_index"),
    MenuEntry("accounts:sessions", 16, SIGNED_IN, "", _("登录设备"), "devices", "accounts:sessions"),
    MenuEntry("accounts:password", 20, SIGNED_IN, "", _("修改密码"), "key", "account_change_password"),
)

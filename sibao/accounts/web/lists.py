"""The list of accounts."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Column, Empty, Kind, ListDefinition, Rows, Tag
from sibao.kernel.lists.filters import Choice, TextFilter
from sibao.kernel.lists.pickers import Option

_STATES = {
    "active": (Tag(_("正常"), "ok"), Q(is_active=True, must_change_password=False)),
    "first": (Tag(_("待改首次密码"), "warn", "key"), Q(is_active=True, must_change_password=True)),
    "closed": (Tag(_("已停用"), "muted", "user-off"), Q(is_active=False)),
}


def _rows(actor: Actor) -> Rows:
    return queries.first_positions(queries.accounts(actor), clock.now())


def _search(rows: Rows, text: str) -> Rows:
    return rows.filter(Q(username__icontains=text) | Q(name__icontains=text))


def _state(account: Any) -> Tag:
    key = "closed" if not account.is_active else "first" if account.must_change_password else "active"
    return _STATES[key][0]


def _states(actor: Actor) -> list[Option]:
    return [Option(key, tag.label) for key, (tag, _condition) in _STATES.items()]


def _in_states(chosen: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for key in chosen:
        condition |= _STATES[key][1]
    return condition


ACCOUNTS = ListDefinition(
    key="accounts:accounts",
    may="accounts:account:read",
    title=_("账号"),
    rows=_rows,
    columns=(
        Column("username", _("登录名"), sort="username", nullable=False),
        Column("name", _("姓名"), sort="name", nullable=False),
        Column("position", _("岗位"), value=lambda account: account.position_title or ""),
        Column("state", _("状态"), Kind.TAG, value=_state),
        Column("last_login", _("最近登录"), Kind.MOMENT, sort="last_login"),
        Column("created", _("建立"), Kind.MOMENT, value="created_at", sort="created_at", nullable=False, default=False),
    ),
    filters=(
        TextFilter(key="q", label=_("搜索"), search=_search, placeholder=_("登录名或姓名")),
        Choice(key="state", label=_("状态"), options=_states, condition=_in_states),
    ),
    default_sort="username",
    row_url=lambda account: reverse("accounts:account", args=[account.pk]),
    label=lambda account: account.username,
    empty=Empty(
        _("还没有账号"),
        _("先新建账号，再任命到岗位"),
        _("新建账号"),
        "accounts:new",
        "accounts:account:create",
    ),
    unit=_("个"),
    actions=(Action(_("新建账号"), "accounts:new", "accounts:account:create"),),
)

_KEY_STATES = {
    "good": Tag(_("有效"), "ok", "key"),
    "expired": Tag(_("已过期"), "muted", "clock-off"),
    "revoked": Tag(_("已停用"), "muted", "key-off"),
}


def _key_state(key: Any) -> Tag:
    if key.revoked_at is not None:
        return _KEY_STATES["revoked"]
    return _KEY_STATES["expired" if key.expires_at <= clock.now() else "good"]


def _search_keys(rows: Rows, text: str) -> Rows:
    return rows.filter(Q(name__icontains=text) | Q(account__name__icontains=text) | Q(prefix=text))


KEYS = ListDefinition(
    key="accounts:keys",
    may="accounts:key:read",
    title=_("机器密钥"),
    rows=queries.keys,
    columns=(
        Column("name", _("用途"), sort="name", nullable=False),
        Column("account", _("机器账号"), value="account.name"),
        Column("prefix", _("开头"), value="prefix"),
        Column("state", _("状态"), Kind.TAG, value=_key_state),
        Column("expires", _("有效期至"), Kind.MOMENT, value="expires_at", sort="expires_at", nullable=False),
        Column("used", _("最近使用"), Kind.MOMENT, value="used_at", sort="used_at"),
        Column("uses", _("近 30 天次数"), Kind.NUMBER, value="use_count"),
        Column("refused", _("其中被拒"), Kind.NUMBER, value="refused_count"),
    ),
    filters=(TextFilter(key="q", label=_("搜索"), search=_search_keys, placeholder=_("用途、账号或密钥开头")),),
    default_sort="-expires",
    row_url=lambda key: reverse("accounts:key", args=[key.pk]),
    label=lambda key: key.name,
    empty=Empty(
        _("还没有机器密钥"),
        _("先新建机器账号并任命到接口岗位，再从账号页发密钥"),
        _("新建机器账号"),
        "accounts:machine-new",
        "accounts:machine:create",
    ),
    unit=_("个"),
    actions=(Action(_("新建机器账号"), "accounts:machine-new", "accounts:machine:create"),),
)

_ACCESS_STATES = {
    "waiting": Tag(_("待核实"), "warn", "hourglass"),
    "lapsed": Tag(_("已过期"), "muted", "clock-off"),
    "approved": Tag(_("已开通"), "ok"),
    "declined": Tag(_("已退回"), "muted", "user-x"),
}


def _access_state(found: Any) -> Tag:
    lapsed = found.state == "waiting" and found.lapses_at <= clock.now()
    return _ACCESS_STATES["lapsed" if lapsed else found.state]


def _access_options(actor: Actor) -> list[Option]:
    return [Option(key, _ACCESS_STATES[key].label) for key in ("waiting", "approved", "declined")]


ACCESS = ListDefinition(
    key="accounts:access",
    may="accounts:access:read",
    title=_("开通申请"),
    rows=queries.access_requests,
    columns=(
        Column("body", _("单位"), value=lambda found: found.unit.name if found.unit else found.body or found.code),
        Column("asker", _("申请人"), value=lambda found: queries.masked_asker(found)["name"]),
        Column("state", _("状态"), Kind.TAG, value=_access_state),
        Column("asked", _("申请时间"), Kind.MOMENT, value="asked_at", sort="asked_at", nullable=False),
        Column("lapses", _("失效"), Kind.MOMENT, value="lapses_at", sort="lapses_at", nullable=False),
    ),
    filters=(
        Choice(key="state", label=_("状态"), options=_access_options, condition=lambda chosen: Q(state__in=chosen)),
    ),
    default_sort="-asked",
    row_url=lambda found: reverse("accounts:access-request", args=[found.pk]),
    label=lambda found: str(found.pk),
    actions=(Action(_("邀请企业"), "accounts:invite", "accounts:invitation:create"),),
    empty=Empty(_("没有开通申请"), _("企业代表和工作人员从登录页、公开页提出的申请会列在这里")),
    unit=_("份"),
)

INVITATION_STATES = {
    "open": Tag(_("待应邀"), "warn", "hourglass"),
    "used": Tag(_("已应邀"), "ok"),
    "withdrawn": Tag(_("已撤回"), "muted", "user-x"),
    "lapsed": Tag(_("已过期"), "muted", "clock-off"),
}


def _invitation_conditions(chosen: Sequence[str]) -> Q:
    now = clock.now()
    each = {
        "open": queries.open_invitations(now),
        "used": Q(used_at__isnull=False),
        "withdrawn": Q(withdrawn_at__isnull=False),
        "lapsed": Q(used_at=None, withdrawn_at=None, lapses_at__lte=now),
    }
    condition = Q(pk__in=[])
    for key in chosen:
        condition |= each[key]
    return condition


INVITATIONS = ListDefinition(
    key="accounts:invitations",
    may="accounts:access:read",
    title=_("企业邀请"),
    rows=queries.invitations,
    columns=(
        Column("unit", _("单位"), value="unit.name"),
        Column(
            "state",
            _("状态"),
            Kind.TAG,
            value=lambda found: INVITATION_STATES[queries.state_of_invitation(found, clock.now())],
        ),
        Column("inviter", _("邀请人"), value="invited_by.account.name"),
        Column("invited", _("邀请时间"), Kind.MOMENT, value="invited_at", sort="invited_at", nullable=False),
        Column("lapses", _("失效"), Kind.MOMENT, value="lapses_at", sort="lapses_at", nullable=False),
    ),
    filters=(
        TextFilter(
            key="q",
            label=_("搜索"),
            search=lambda rows, text: rows.filter(Q(unit__name__icontains=text) | Q(unit__code=text.strip().upper())),
            placeholder=_("单位名称或统一社会信用代码"),
        ),
        Choice(
            key="state",
            label=_("状态"),
            options=lambda actor: [Option(key, tag.label) for key, tag in INVITATION_STATES.items()],
            condition=_invitation_conditions,
        ),
    ),
    default_sort="-invited",
    row_url=lambda found: reverse("accounts:invitation", args=[found.pk]),
    label=lambda found: str(found.pk),
    empty=Empty(
        _("还没有邀请过企业"),
        _("邀请一家单位，把链接发给它的负责人，对方应邀后由另一位经办人核实开通"),
        _("邀请企业"),
        "accounts:invite",
        "accounts:invitation:create",
    ),
    unit=_("份"),
    actions=(Action(_("邀请企业"), "accounts:invite", "accounts:invitation:create"),),
)

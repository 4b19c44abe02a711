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

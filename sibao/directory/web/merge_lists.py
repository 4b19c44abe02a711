"""The lists of pairs that may be one, and of merges."""

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, Flag
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists

REASONS = {
    "code": _("代码主体相同"),
    "name": _("名称相同"),
    "former": _("与曾用名相同"),
    "pinyin": _("名称读音相同"),
    "contact": _("联系电话相同"),
    "owner": _("建设单位相同"),
    "address": _("地址相同"),
}
STATES = {"open": Tag(_("待核对"), "warn"), "apart": Tag(_("不是同一家"), "muted")}
STANDS, UNDONE = Tag(_("已合并"), "ok"), Tag(_("已撤销"), "muted")


def reasons_of(row: Any) -> list[str]:
    """Return in words why two units may be one."""
    return [str(REASONS[reason]) for reason in row.reasons]


def _states(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in STATES.items()]


def _reasons(actor: Actor) -> list[Option]:
    return [Option(code, label) for code, label in REASONS.items()]


LIKENESSES = ListDefinition(
    key="directory:likenesses",
    may="directory:likeness:read",
    title=_("疑似重复"),
    rows=queries.likenesses,
    unit=_("对"),
    columns=(
        Column("first", _("一方"), Kind.LINK, value="first.name", sort="first__name_pinyin", nullable=False),
        Column("first_code", _("一方代码"), value="first.code"),
        Column("second", _("另一方"), value="second.name", sort="second__name_pinyin", nullable=False),
        Column("second_code", _("另一方代码"), value="second.code"),
        Column("reasons", _("为什么"), value=lambda row: "、".join(reasons_of(row))),
        Column("weight", _("相似度"), Kind.NUMBER, sort="weight", nullable=False),
        Column("town", _("镇（街道）"), value="first.area.name", default=False),
        Column("state", _("状态"), Kind.TAG, value=lambda row: STATES[row.state]),
        Column("note", _("核对说明"), default=False),
        Column("found_at", _("发现"), Kind.MOMENT, sort="found_at", nullable=False, default=False),
    ),
    filters=(
        Choice(key="state", label=_("状态"), options=_states, column="state"),
        Choice(
            key="reason",
            label=_("为什么"),
            options=_reasons,
            condition=lambda chosen: Q(reasons__overlap=list(chosen)),
        ),
        *queries.place_filters("first__")[1:],
    ),
    default_sort="-weight",
    default_for=lambda actor: {"state": ("open",)},
    chips=(
        Chip("open", STATES["open"].label, {"state": ("open",)}, "zoom-question"),
        Chip("apart", STATES["apart"].label, {"state": ("apart",)}, "arrows-split"),
    ),
    row_url=lambda row: reverse("directory:likeness", args=[row.pk]),
    label=lambda row: f"{row.first.name} / {row.second.name}",
    empty=Empty(_("没有疑似重复"), _("单位登记、修改、导入后自动查找。")),
    actions=(Action(_("合并记录"), "directory:merges", "directory:likeness:read", "history"),),
)

MERGES = ListDefinition(
    key="directory:merges",
    may="directory:likeness:read",
    title=_("合并记录"),
    rows=queries.merges,
    unit=_("次"),
    columns=(
        Column(
            "retired", _("并入的一家"), Kind.LINK, value="retired.name", sort="retired__name_pinyin", nullable=False
        ),
        Column("survivor", _("保留的一家"), value="survivor.name", sort="survivor__name_pinyin", nullable=False),
        Column("reason", _("理由")),
        Column("merged_at", _("合并"), Kind.MOMENT, sort="merged_at", nullable=False),
        Column("state", _("状态"), Kind.TAG, value=lambda row: UNDONE if row.undone_at else STANDS),
        Column("undone_at", _("撤销"), Kind.MOMENT, sort="undone_at", default=False),
    ),
    filters=(
        Flag(key="undone", label=_("已撤销"), condition=lambda actor: Q(undone_at__isnull=False)),
        *queries.place_filters("survivor__")[1:],
    ),
    default_sort="-merged_at",
    row_url=lambda row: reverse("directory:merge", args=[row.pk]),
    label=lambda row: f"{row.retired.name} → {row.survivor.name}",
    empty=Empty(_("还没有合并过"), _("在“疑似重复”里核对，或在单位页上合并。")),
)
lists.add(LIKENESSES, MERGES)

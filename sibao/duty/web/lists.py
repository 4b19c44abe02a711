"""Lists of duties: units with their officers, and the roll."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries, services
from sibao.kernel import clock
from sibao.kernel.lists.definition import Action, Chip, Column, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Flag
from sibao.kernel.lists.registry import lists

MISSING, THERE = Tag(_("没有包保干部"), "danger", "alert-octagon"), Tag(_("已落实"), "ok", "circle-check")
STOPPED, ACTIVE = Tag(_("已不担任"), "muted", "circle-minus"), Tag(_("在册"), "ok", "circle-check")

LIAISONS = ListDefinition(
    key="duty:liaisons",
    may="duty:liaison:read",
    title=_("包保"),
    rows=queries.charges,
    unit=_("家"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, sort="name_pinyin", nullable=False),
        Column("area", _("镇（街道）"), value="area.name", sort="area__code", nullable=False),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("state", _("情况"), Kind.TAG, value=lambda row: THERE if row.officer_name else MISSING),
        Column("officer_name", _("包保干部"), sort="officer_name"),
        Column("officer_post", _("单位和职务")),
        Column("deputy_name", _("协助包保")),
        Column("since", _("自"), Kind.DATE, sort="since"),
        Column("code", _("信用代码或项目代码"), sort="code", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters(),
        Flag(key="missing", label=_("没有包保干部"), condition=queries.without_officer),
    ),
    default_sort="name",
    chips=(Chip("missing", _("没有包保干部"), {"missing": ("1",)}, "alert-octagon"),),
    row_url=lambda row: reverse("duty:unit", args=[row.pk]),
    label=lambda row: str(row.name),
    actions=(Action(_("批量分配"), "duty:distribute", "duty:liaison:distribute", "users-plus"),),
    empty=Empty(_("还没有需要包保的单位"), _("单位进入白名单后会列在这里。")),
    export=services.export_liaisons,
    export_may="duty:liaison:export",
)


def _standing(row: Any) -> Tag:
    return STOPPED if row.stopped_on and row.stopped_on < clock.today() else ACTIVE


OFFICERS = ListDefinition(
    key="duty:officers",
    may="duty:officer:read",
    title=_("包保干部名册"),
    rows=queries.officers,
    unit=_("人"),
    columns=(
        Column("name", _("姓名"), Kind.LINK, sort="name", nullable=False),
        Column("post", _("单位和职务")),
        Column("area", _("包保哪里的单位"), value="area.name", sort="area__code", nullable=False),
        Column("units", _("包保家数"), Kind.NUMBER, sort="units", nullable=False),
        Column("most", _("最多包保几家"), Kind.NUMBER, sort="most", nullable=False),
        Column("account", _("账号"), value=lambda row: row.account.username if row.account else ""),
        Column("state", _("情况"), Kind.TAG, value=_standing),
    ),
    default_sort="area",
    row_url=lambda row: reverse("duty:officer", args=[row.pk]),
    label=lambda row: str(row.name),
    actions=(Action(_("登记干部"), "duty:officer-new", "duty:officer:edit"),),
    empty=Empty(
        _("名册还是空的"), _("先登记包保干部，再批量分配单位。"), _("登记干部"), "duty:officer-new", "duty:officer:edit"
    ),
)
lists.add(LIAISONS, OFFICERS)

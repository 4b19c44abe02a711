"""Lists of the whitelist: what is listed, what could be, and the batches."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import (
    Action,
    BulkAction,
    Chip,
    Column,
    Counts,
    Empty,
    Kind,
    ListDefinition,
    Sort,
    Tag,
)
from sibao.kernel.lists.filters import Choice, Day, Flag
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.refusals import Invalid
from sibao.whitelist import queries, rules, services, states
from sibao.whitelist.inputs import FillBatch

LISTING_TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.LISTING.states.values()}
BATCH_TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.BATCH.states.values()}


def listings_url(**chosen: str) -> str:
    """Return the list of listings, filtered: `sector`, `town` and `area` (with all below it) by code, `state`, `unknown`."""
    return f"{reverse('whitelist:listings')}?{urlencode(chosen)}"


def _state_options(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in LISTING_TAGS.items()]


def _batch_options(actor: Actor) -> list[Option]:
    return [Option(str(batch.id), queries.batch_label(batch.number)) for batch in queries.batches(actor)]


def _drafts(actor: Actor) -> Sequence[Option]:
    drafts = queries.batches(actor).filter(state="draft")
    return [
        Option(str(batch.id), _now("加入%(batch)s") % {"batch": queries.batch_label(batch.number)}) for batch in drafts
    ]


def _put_in(actor: Actor, unit: Any, batch_id: str) -> None:
    """Put one unit into the chosen draft; its refusal becomes the row's result."""
    if not (batch_id.isascii() and batch_id.isdigit()):
        raise Invalid(_("请先选择批次；没有草稿时先新建批次"))
    filled = services.fill_batch(actor=actor, given=FillBatch(batch_id=int(batch_id), unit_ids=[unit.pk]))
    if filled.refused:
        raise Invalid(filled.refused[0].why)


def unit_url(row: Any) -> str:
    """Return the page of the unit that a row is about."""
    return reverse("directory:unit", args=[getattr(row, "unit_id", row.pk)])


def _number(listing: Any) -> str:
    return rules.list_number(listing.zone.list_prefix, listing.number)


LISTINGS = ListDefinition(
    key="whitelist:listings",
    may="whitelist:listing:read",
    title=_("白名单"),
    rows=queries.listings,
    enrich=queries.add_values,
    unit=_("家"),
    columns=(
        Column("number", _("编号"), value=_number, sort="number"),
        Column("name", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("code", _("信用代码或项目代码"), value="unit.code", sort="unit__code", nullable=False),
        Column("sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False),
        Column("batch", _("批次"), value=lambda row: queries.batch_label(row.batch.number), sort="batch__number"),
        Column("state", _("状态"), Kind.TAG, value=lambda row: LISTING_TAGS[row.state]),
        Column("value", _("指标值"), Kind.MEASURED, value=lambda row: row.shown_value),
        Column("share", _("占领域比重"), Kind.MEASURED, value=lambda row: row.shown_share),
        Column("priority", _("优先"), value=lambda row: _("城市运行") if row.priority == 1 else "", sort="priority"),
        Column("listed_at", _("公布"), Kind.DATE, sort="listed_at"),
        Column("reason", _("变动理由"), value="state_reason", default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="batch", label=_("批次"), options=_batch_options, column="batch_id"),
        Choice(key="state", label=_("状态"), options=_state_options, column="state"),
        Flag(key="lifeline", label=_("城市运行保障"), condition=lambda actor: queries.LIFELINE),
        Flag(key="unknown", label=_("缺指标值"), condition=queries.without_value),
        Day(key="on", label=_("某日在册"), rows=queries.on_the_list_at),
    ),
    counts=Counts("state", LISTING_TAGS, name="state"),
    default_sort="number",
    chips=(
        Chip("active", _("在册"), {"state": ("active",)}, "circle-check"),
        Chip("pending", _("公示中"), {"state": ("pending",)}, "speakerphone"),
        Chip("unknown", _("缺指标值"), {"unknown": ("1",), "state": ("active",)}, "help-hexagon"),
    ),
    row_url=unit_url,
    label=lambda row: row.unit.name,
    empty=Empty(
        _("名单还是空的"),
        _("先建批次，把够条件的单位加进去，公示期满后发布。"),
        _("看批次"),
        "whitelist:batches",
        "whitelist:batch:read",
    ),
    export=services.export_listings,
    export_may="whitelist:listing:export",
)
CANDIDATES = ListDefinition(
    key="whitelist:candidates",
    may="whitelist:batch:fill",
    title=_("未列入的企业（项目）"),
    rows=queries.candidates,
    enrich=queries.add_unit_values,
    unit=_("家"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, sort="name_pinyin", nullable=False),
        Column("code", _("信用代码或项目代码"), sort="code", nullable=False),
        Column("sector", _("领域"), value="sector.name", sort="sector__order", nullable=False),
        Column("area", _("镇（街道）"), value="area.name", sort="area__code", nullable=False),
        Column("value", _("指标值"), Kind.MEASURED, value=lambda row: row.shown_value, sort="measured"),
        Column("share", _("占领域比重"), Kind.MEASURED, value=lambda row: row.shown_share),
        Column("staff_count", _("员工数"), Kind.NUMBER, sort="staff_count", unit=_("人")),
        Column("lifeline", _("优先"), value=lambda row: _("城市运行") if row.city_lifeline else ""),
    ),
    filters=(
        *directory.place_filters(),
        Flag(key="lifeline", label=_("城市运行保障"), condition=lambda actor: directory.LIFELINE),
    ),
    default_sort="-precedence",
    sorts=(Sort("precedence", _("城市运行在前，再看指标值"), "precedence"),),
    bulk=(
        BulkAction(
            "fill", _("加入批次"), "whitelist:batch:fill", _put_in, icon="stack-2", kind="primary", options=_drafts
        ),
    ),
    row_url=unit_url,
    label=lambda row: row.name,
    empty=Empty(_("范围内的单位都已列入或在批次里")),
)
BATCHES = ListDefinition(
    key="whitelist:batches",
    may="whitelist:batch:read",
    title=_("批次与公告"),
    rows=queries.batches,
    unit=_("批"),
    columns=(
        Column(
            "name",
            _("批次"),
            Kind.LINK,
            value=lambda batch: queries.batch_label(batch.number),
            sort="number",
            nullable=False,
        ),
        Column("state", _("进到哪一步"), Kind.TAG, value=lambda batch: BATCH_TAGS[batch.state]),
        Column("mine", _("家数"), Kind.NUMBER, value="mine", sort="mine", nullable=False),
        Column("publicity_number", _("公示文号")),
        Column("objection_until", _("公示至"), Kind.MOMENT, sort="objection_until"),
        Column("notice_number", _("公告文号")),
        Column("published_at", _("公布"), Kind.MOMENT, sort="published_at"),
        Column("note", _("备注"), default=False),
    ),
    filters=(
        Choice(
            key="state",
            label=_("状态"),
            options=lambda actor: [Option(code, tag.label) for code, tag in BATCH_TAGS.items()],
            column="state",
        ),
    ),
    default_sort="-name",
    row_url=lambda batch: reverse("whitelist:batch", args=[batch.pk]),
    label=lambda batch: queries.batch_label(batch.number),
    actions=(Action(_("新建批次"), "whitelist:batch-create", "whitelist:batch:create"),),
    empty=Empty(_("还没有批次"), _("新建一个批次，再把单位加进去。")),
)
lists.add(LISTINGS, CANDIDATES, BATCHES)

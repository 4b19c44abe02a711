"""The list of objections to units of publicised batches; who objects is no column of it."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.whitelist import queries, services, states

TAGS = {state.code: Tag(state.label, state.tone, state.icon) for state in states.OBJECTION.states.values()}


def _state_options(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in TAGS.items()]


OBJECTIONS = ListDefinition(
    key="whitelist:objections",
    may="whitelist:objection:read",
    title=_("异议"),
    rows=queries.objections,
    unit=_("件"),
    columns=(
        Column("name", _("企业（项目）"), Kind.LINK, value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("batch", _("批次"), value=lambda row: queries.batch_label(row.batch.number), sort="batch__number"),
        Column("matter", _("异议内容")),
        Column("state", _("状态"), Kind.TAG, value=lambda row: TAGS[row.state]),
        Column("lodged_at", _("提出"), Kind.MOMENT, sort="lodged_at", nullable=False),
        Column("answered_at", _("答复时间"), Kind.MOMENT, sort="answered_at"),
        Column("answer", _("答复"), default=False),
        Column(
            "sector", _("领域"), value="unit.sector.name", sort="unit__sector__order", nullable=False, default=False
        ),
        Column("area", _("镇（街道）"), value="unit.area.name", sort="unit__area__code", nullable=False, default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(key="state", label=_("状态"), options=_state_options, column="state"),
    ),
    counts=Counts("state", TAGS, name="state"),
    default_sort="-lodged_at",
    chips=(Chip("open", TAGS["open"].label, {"state": ("open",)}, TAGS["open"].icon),),
    row_url=lambda row: reverse("whitelist:objection", args=[row.pk]),
    label=lambda row: row.unit.name,
    empty=Empty(_("还没有异议"), _("公示期内接到的异议在批次页上记录，记下后出现在这里。")),
    export=services.export_objections,
    export_may="whitelist:objection:export",
)
lists.add(OBJECTIONS)

"""The lists of screenings and of whom they found."""

from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Chip, Column, Counts, Empty, Kind, ListDefinition, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.secrets import mask_name
from sibao.tracing import queries, services

RINGS = {
    0: Tag(_("病例"), "danger", "virus"),
    1: Tag(_("密接或到过"), "warn", "users"),
    2: Tag(_("次密接"), "info", "user"),
}
REVEAL = "directory:person:reveal"


def people_url(screening_id: int) -> str:
    """Return the address of whom a screening found."""
    return f"{reverse('tracing:people')}?{urlencode({'applied': 1, 'screening': screening_id})}"


def _rings(actor: Actor) -> list[Option]:
    return [Option(str(number), tag.label) for number, tag in RINGS.items()]


def _via(row: Any) -> str:
    return mask_name(directory.name_of_person(row.via)) if row.via else ""


def _together(row: Any) -> str:
    if not row.kind:
        return ""
    return _now("%(how)s：%(place)s") % {"how": queries.kind_word(row.kind), "place": row.place_name}


SCREENINGS = ListDefinition(
    key="tracing:screenings",
    may="tracing:screening:read",
    title=_("排查"),
    rows=queries.screenings,
    unit=_("次"),
    columns=(
        Column("title", _("排查"), Kind.LINK, sort="title", nullable=False),
        Column("cases", _("病例"), Kind.NUMBER, sort="cases", nullable=False),
        Column("first", _("密接或到过"), Kind.NUMBER, sort="first", nullable=False),
        Column("second", _("次密接"), Kind.NUMBER, sort="second", nullable=False),
        Column("units", _("涉及单位"), Kind.NUMBER, sort="units", nullable=False),
        Column("recorded_at", _("截至"), Kind.MOMENT, sort="recorded_at", nullable=False),
        Column("by_as", _("谁排查的"), default=False),
    ),
    filters=(DateRange(key="made", label=_("排查日期"), column="recorded_at"),),
    default_sort="-recorded_at",
    row_url=lambda row: reverse("tracing:screening", args=[row.pk]),
    label=lambda row: row.title,
    actions=(Action(_("开展排查"), "tracing:screen", "tracing:screening:run", "zoom-scan"),),
    empty=Empty(_("还没有排查"), _("有病例、风险场所或区域时，从“开展排查”开始。")),
)

PEOPLE = ListDefinition(
    key="tracing:people",
    may="tracing:screening:read",
    title=_("排查人员"),
    rows=queries.people,
    unit=_("人"),
    columns=(
        Column(
            "name",
            _("姓名"),
            Kind.PERSONAL,
            value=directory.name_of,
            mask=mask_name,
            reveal=REVEAL,
        ),
        Column("ring", _("关系"), Kind.TAG, value=lambda row: RINGS[row.ring], sort="ring", nullable=False),
        Column("via", _("接触了谁"), value=_via),
        Column("together", _("怎样接触"), value=_together),
        Column("met_at", _("接触起"), Kind.MOMENT, sort="met_at", nullable=False),
        Column("minutes", _("同处"), Kind.NUMBER, sort="minutes", nullable=False, unit=_("分钟")),
        Column("unit", _("企业（项目）"), value="unit.name", sort="unit__name_pinyin", nullable=False),
        Column("site", _("场所"), value="site.name"),
        Column("screening", _("排查"), value="screening.title", default=False),
        Column("area", _("镇（街道）"), value="unit.area.name", default=False),
    ),
    filters=(
        *directory.place_filters("unit__"),
        Choice(
            key="screening",
            label=_("排查"),
            options=queries.screening_options,
            named=queries.screening_options_named,
            column="screening_id",
        ),
        Choice(key="ring", label=_("关系"), options=_rings, column="ring"),
        Flag(key="affected", label=_("密接或到过"), condition=queries.is_affected),
    ),
    counts=Counts("ring", RINGS, name="ring"),
    default_sort="ring",
    chips=(Chip("affected", _("密接或到过"), {"affected": ("1",)}, "users"),),
    row_url=lambda row: reverse("tracing:screening", args=[row.screening_id]),
    label=lambda row: mask_name(directory.name_of(row)),
    empty=Empty(_("没有排查到人员"), _("换一次排查，或放宽条件。")),
    export=services.export_people,
    export_may="tracing:screening:export",
    subject=directory.subject_of,
)
lists.add(SCREENINGS, PEOPLE)

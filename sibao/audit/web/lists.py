"""The list of the record."""

from django.utils.translation import gettext_lazy as _

from sibao.audit import queries
from sibao.audit.services import export_lines
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Column, Kind, ListDefinition, Rows, Tag
from sibao.kernel.lists.filters import Choice, DateRange, TextFilter
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists
from sibao.kernel.permissions import ALL
from sibao.kernel.standing import in_words

OUTCOMES = {"done": Tag(_("完成"), "ok"), "refused": Tag(_("拒绝"), "danger")}


def _commands(actor: Actor) -> list[Option]:
    return [Option(name, queries.label(name)) for name in sorted(ALL)]


def _outcomes(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in OUTCOMES.items()]


def _search(rows: Rows, text: str) -> Rows:
    return rows.filter(subject_label__icontains=text) | rows.filter(actor_name__icontains=text)


LINES = ListDefinition(
    key="audit:lines",
    may="audit:line:read",
    title=_("操作记录"),
    rows=queries.lines,
    columns=(
        Column("at", _("时间"), Kind.MOMENT, sort="id", nullable=False),
        Column("command", _("操作"), value=lambda line: queries.label(line.command)),
        Column("outcome", _("结果"), Kind.TAG, value=lambda line: OUTCOMES[line.outcome]),
        Column("subject", _("对象"), value="subject_label"),
        Column("actor", _("谁"), value=lambda line: in_words(line.actor_name)),
        Column("position", _("以何身份"), value=lambda line: in_words(line.position)),
        Column("reason", _("拒绝原因")),
        Column("door", _("途径"), default=False),
        Column("request_id", _("请求号"), default=False),
    ),
    filters=(
        TextFilter(key="q", label=_("对象或人"), search=_search),
        Choice(key="command", label=_("操作"), options=_commands, column="command"),
        Choice(key="outcome", label=_("结果"), options=_outcomes, column="outcome"),
        DateRange(key="at", label=_("时间"), column="at", moment=True),
    ),
    default_sort="-at",
    label=lambda line: line.subject_label,
    export=export_lines,
    export_may="audit:line:export",
)
lists.add(LINES)

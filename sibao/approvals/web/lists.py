"""The list of consultations."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from sibao.approvals import queries, services, states
from sibao.approvals.web import shown
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Chip, Column, Counts, Empty, Kind, ListDefinition, Rows
from sibao.kernel.lists.filters import Choice, DateRange, Flag, TextFilter, by_number
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists


def _search(rows: Rows, text: str) -> Rows:
    words = Q(title__icontains=text) | Q(question__icontains=text) | Q(asked_by__icontains=text)
    return rows.filter(words | by_number(text))


def _state_options(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in shown.TAGS.items()]


def _waiting(actor: Actor) -> Q:
    return Q(pk__in=queries.waiting_for(actor).order_by().values("pk"))


def _asked(actor: Actor) -> Q:
    return Q(asker_id=actor.account_id)


CONSULTATIONS = ListDefinition(
    key="approvals:consultations",
    may="approvals:consultation:read",
    title=_("会签"),
    rows=queries.consultations,
    unit=_("件"),
    columns=(
        Column("number", _("编号"), value=queries.number, sort="id", nullable=False),
        Column("title", _("办什么"), Kind.LINK, value=shown.title),
        Column("state", _("状态"), Kind.TAG, value=lambda row: shown.TAGS[row.state]),
        Column("asked_by", _("提请人")),
        Column("asked_at", _("提请时间"), Kind.MOMENT, sort="asked_at", nullable=False),
        Column("answer_due_at", _("签署期限"), Kind.MOMENT, sort="answer_due_at", nullable=False),
        Column("ended_at", _("办结时间"), Kind.MOMENT, sort="ended_at"),
        Column("question", _("事由"), default=False),
        Column("reason", _("未办理的原因"), default=False),
    ),
    filters=(
        TextFilter(key="q", label=_("搜索"), search=_search, placeholder=_("编号、事项、事由或提请人")),
        Choice(key="state", label=_("状态"), options=_state_options, column="state"),
        Flag(key="waiting", label=_("等我签署"), condition=_waiting),
        Flag(key="mine", label=_("我提请的"), condition=_asked),
        Flag(key="open", label=_("未办结"), condition=lambda actor: Q(state__in=states.LIVING)),
        DateRange(key="asked", label=_("提请时间"), column="asked_at", moment=True),
    ),
    counts=Counts("state", shown.TAGS, name="state"),
    default_sort="-number",
    chips=(
        Chip("waiting", _("等我签署"), {"waiting": ("1",)}, "signature"),
        Chip("mine", _("我提请的"), {"mine": ("1",)}, "send"),
        Chip("open", _("未办结"), {"open": ("1",)}, "progress"),
    ),
    row_url=shown.url,
    label=queries.number,
    empty=Empty(_("没有会签"), _("不能一个人办的事，在原来的页面上提交后提请会签，会列在这里。")),
    export=services.export_consultations,
    export_may="approvals:consultation:export",
)
lists.add(CONSULTATIONS)

"""Lists of the inbox: tasks, holidays."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sibao.inbox import queries, services, states
from sibao.inbox.web import shown
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.lists.definition import Action, Chip, Column, Counts, Empty, Kind, ListDefinition, Rows, Tag
from sibao.kernel.lists.filters import Choice, DateRange, Flag, TextFilter, by_number
from sibao.kernel.lists.pickers import Option
from sibao.kernel.lists.registry import lists

GUARANTEE_TONES = {"production": "primary", "logistics": "info", "policy": "ok", "safety": "warn"}
GUARANTEE_TAGS = {code: Tag(label, GUARANTEE_TONES[code], "point") for code, label in queries.GUARANTEES}
OPEN = Q(state__in=states.OPEN)


def _search(rows: Rows, text: str) -> Rows:
    words = Q(title__icontains=text) | Q(subject_label__icontains=text) | Q(unit__name__icontains=text)
    return rows.filter(words | by_number(text))


def _state_options(actor: Actor) -> list[Option]:
    return [Option(code, tag.label) for code, tag in shown.TAGS.items()]


def _kind_options(actor: Actor) -> list[Option]:
    return [Option(str(one.pk), one.name) for one in queries.kinds(actor.zone_id)]


def _guarantee_options(actor: Actor) -> list[Option]:
    return [Option(code, label) for code, label in queries.GUARANTEES]


def _overdue(actor: Actor) -> Q:
    return OPEN & ~Q(state="waiting") & Q(due_at__lte=clock.now())


def _mine(actor: Actor) -> Q:
    return OPEN & queries.is_mine(actor)


def _up(actor: Actor) -> Q:
    return OPEN & queries.gone_up_to(actor)


def _due_word(task: Any) -> str:
    return str(shown.due(task, task.calendar, clock.now())["word"])


def _add_calendar(actor: Actor, rows: list[Any]) -> None:
    calendar = queries.calendar(actor.zone_id)
    for row in rows:
        row.calendar = calendar


TASKS = ListDefinition(
    key="inbox:tasks",
    may="inbox:task:read",
    title=_("任务"),
    rows=queries.tasks,
    enrich=_add_calendar,
    unit=_("项"),
    columns=(
        Column("number", _("编号"), value=shown.number, sort="id", nullable=False),
        Column("title", _("要办什么"), Kind.LINK, value=shown.title),
        Column("guarantee", _("哪一保"), Kind.TAG, value=lambda task: GUARANTEE_TAGS[task.guarantee]),
        Column("state", _("状态"), Kind.TAG, value=lambda task: shown.TAGS[task.state]),
        Column("left", _("时限"), value=_due_word, export=False),
        Column("due_at", _("到期"), Kind.MOMENT, sort="due_at", nullable=False),
        Column("holder", _("承办"), value=shown.holder_name),
        Column("unit", _("企业（项目）"), value=lambda task: task.unit.name if task.unit else ""),
        Column("kind", _("任务种类"), value=shown.kind_name, default=False),
        Column("rung", _("已上报级数"), Kind.NUMBER, sort="rung", nullable=False, default=False),
        Column("created_at", _("交办时间"), Kind.MOMENT, sort="created_at", nullable=False, default=False),
        Column("ended_at", _("办结时间"), Kind.MOMENT, sort="ended_at", default=False),
        Column("result", _("办理结果"), default=False),
    ),
    filters=(
        TextFilter(key="q", label=_("搜索"), search=_search, placeholder=_("编号、事项或单位")),
        Choice(key="state", label=_("状态"), options=_state_options, column="state"),
        Choice(key="guarantee", label=_("哪一保"), options=_guarantee_options, column="guarantee"),
        Choice(key="kind", label=_("任务种类"), options=_kind_options, column="kind_id"),
        Flag(key="open", label=_("未办结"), condition=lambda actor: OPEN),
        Flag(key="mine", label=_("在我手里"), condition=_mine),
        Flag(key="overdue", label=_("已超时"), condition=_overdue),
        Flag(key="up", label=_("上报给我的"), condition=_up),
        DateRange(key="due", label=_("到期"), column="due_at", moment=True),
    ),
    counts=Counts("state", shown.TAGS, name="state"),
    default_sort="due_at",
    chips=(
        Chip("mine", _("在我手里"), {"mine": ("1",)}, "inbox"),
        Chip("overdue", _("已超时"), {"overdue": ("1",)}, "alert-octagon"),
        Chip("up", _("上报给我的"), {"up": ("1",)}, "arrow-up"),
        Chip("open", _("未办结"), {"open": ("1",)}, "progress"),
    ),
    row_url=shown.url,
    label=shown.number,
    actions=(Action(_("交办任务"), "inbox:assign", "inbox:task:assign", "send"),),
    empty=Empty(
        _("没有任务"),
        _("交给您岗位的、您交办的和上报给您的任务会列在这里。"),
        _("交办任务"),
        "inbox:assign",
        "inbox:task:assign",
    ),
    export=services.export_tasks,
    export_may="inbox:task:export",
)

_DAYS = {"holiday": Tag(_("放假"), "ok", "beach"), "makeup_workday": Tag(_("调休上班"), "warn", "briefcase")}


def _years(actor: Actor) -> list[Option]:
    label = {True: "", False: _("（暂定）")}
    return [Option(str(one.year), f"{one.year}{label[one.published]}") for one in queries.years(actor)]


def _in_years(chosen: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for year in chosen:
        condition |= Q(day__year=int(year))
    return condition


HOLIDAYS = ListDefinition(
    key="inbox:holidays",
    may="inbox:holiday:read",
    title=_("工作日历"),
    rows=queries.holidays,
    unit=_("天"),
    columns=(
        Column("day", _("日期"), Kind.DATE, sort="day", nullable=False),
        Column("kind", _("怎样"), Kind.TAG, value=lambda row: _DAYS[row.kind]),
        Column("name", _("名称")),
        Column("source", _("依据")),
    ),
    filters=(Choice(key="year", label=_("年度"), options=_years, condition=_in_years),),
    default_sort="-day",
    row_url=lambda row: reverse("inbox:holiday-clear", args=[row.pk]),
    label=lambda row: f"{row.day:%Y-%m-%d}",
    actions=(
        Action(_("维护节假日"), "inbox:holiday-edit", "inbox:holiday:edit"),
        Action(_("确认年度安排"), "inbox:year-publish", "inbox:year:publish", "calendar-check"),
    ),
    empty=Empty(_("还没有节假日")),
)
lists.add(TASKS, HOLIDAYS)

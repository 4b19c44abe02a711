"""The workbook of responsible persons: which fields it holds, what a row would change, and the rows that are written."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries
from sibao.duty.inputs import ImportedResponsible, ImportResponsibles
from sibao.duty.models import Responsible
from sibao.duty.services.imports import import_responsibles
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Change, Plan, Ready, RowProblem
from sibao.kernel.refusals import Text
from sibao.kernel.secrets import keyed_hash
from sibao.kernel.sheets.layout import Choice, Choices, Field, Kind, Layout
from sibao.kernel.sheets.understand import Row
from sibao.kernel.sheets.words import Problem

KEY = "duty:responsibles"
HIDDEN = "••••"
ROLES = (
    Choice("lead", "责任人", ("第一责任人", "负责人", "主")),
    Choice("deputy", "副责任人", ("副", "协助", "副职", "候补")),
)
FIELDS = (
    Field("code", "信用代码或项目代码", "USCC or project code", Kind.TEXT, ("统一社会信用代码", "信用代码", "项目代码", "代码"), length=40, example="91419001MA00000012"),
    Field("unit", "单位名称", "Unit", Kind.TEXT, ("企业名称", "项目名称", "企业（项目）", "单位"), length=120, example="济源示例铅材有限公司"),
    Field("site", "场所", "Site", Kind.TEXT, ("场所名称", "厂区", "工地", "门店"), length=80, example="主厂区"),
    Field("matter", "责任事项", "Matter", Kind.CHOICE, ("责任", "事项", "职责"), required=True, example="疫情防控"),
    Field("role", "类别", "Role", Kind.CHOICE, ("责任类别", "角色", "正副"), choices=ROLES, example="责任人"),
    Field("name", "姓名", "Name", Kind.TEXT, ("责任人姓名", "责任人", "联系人"), required=True, length=40, example="张示例"),
    Field("phone", "电话", "Phone", Kind.PHONE, ("手机", "联系电话", "手机号码", "责任人电话"), required=True, example="13800000011"),
    Field("post", "职务", "Post", Kind.TEXT, ("岗位", "职位"), length=40, example="安全总监"),
    Field("started_on", "起", "From", Kind.DATE, ("开始日期", "自", "任职日期", "起始日期"), example="2022-06-01"),
    Field("ended_on", "止", "Until", Kind.DATE, ("结束日期", "至", "截止日期"), example=""),
)  # fmt: skip


class ResponsibleWorkbook:
    """责任人名单: what a unit keeps of who answers for what."""

    key = KEY
    may = "duty:responsible:import"
    title: Text = _("责任人名单")
    personal = frozenset({"name", "phone"})
    own = False

    def layout(self, actor: Actor) -> Layout:
        """Return the fields; who acts for one unit may leave its code out."""
        return Layout(self.key, str(self.title), FIELDS)

    def choices(self, actor: Actor) -> Choices:
        """Return the zone's matters and the two roles."""
        return {
            "matter": [Choice(str(one.pk), one.name, (one.code,)) for one in queries.matters(actor.zone_id)],
            "role": ROLES,
        }

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Find each row's site and say what would change there."""
        return _Planner(actor, rows).plans()

    def label(self, row: Row) -> str:
        """Return unit, site and matter."""
        told = [row.values[key].shown for key in ("unit", "site", "matter") if key in row.values]
        return " · ".join(filter(None, told))

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return nothing: who is not named in a workbook goes on answering."""
        return ()

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows by the command `duty:responsible:import`."""
        given = ImportResponsibles(rows=[_imported(row) for row in rows], source=source[:120], run_id=run_id)
        import_responsibles(actor=actor, given=given, now=now)


def _imported(row: Ready) -> ImportedResponsible:
    values = row.values
    return ImportedResponsible(
        number=row.number,
        site_id=row.matched_id or 0,
        matter_id=int(values["matter"]),
        role=values.get("role") or "lead",
        name=str(values["name"]),
        phone=str(values["phone"]),
        post=str(values.get("post") or ""),
        started_on=values.get("started_on") or clock.today(),
        ended_on=values.get("ended_on"),
    )


class _Planner:
    """Plans a chunk of rows with a fixed number of queries."""

    def __init__(self, actor: Actor, rows: Sequence[Row]) -> None:
        self.actor, self.rows, self.today = actor, rows, clock.today()
        codes = {str(code).upper() for row in rows if (code := _value(row, "code"))}
        self.units = {code: unit.pk for code, unit in directory.units_of_codes(actor.zone_id, codes).items()}
        wanted = {*self.units.values(), actor.scope.unit_id or 0}
        self.sites: dict[int, list[Any]] = {}
        for site in directory.sites(actor).filter(unit__in=wanted, unit__merged_into=None).order_by("number"):
            if site.ended_on is None or site.ended_on >= self.today:
                self.sites.setdefault(site.unit_id, []).append(site)
        self.matters = {one.pk: one.name for one in queries.matters(actor.zone_id)}
        self.held: dict[tuple[int, int], list[Responsible]] = {}
        running = queries.responsibles(actor).filter(queries.lasts_beyond(self.today), unit__in=wanted)
        for row in running.order_by("started_on"):
            self.held.setdefault((row.site_id, row.matter_id), []).append(row)

    def plans(self) -> list[Plan]:
        """Return what writing each row would do."""
        plans = [self._plan(row) for row in self.rows]
        meant = Counter(self._place(plan) for plan in plans if plan.matched_id)
        return [_twice(plan) if plan.matched_id and meant[self._place(plan)] > 1 else plan for plan in plans]

    def _place(self, plan: Plan) -> tuple[Any, ...]:
        """What only one row of a table can say: who leads since a day, or that somebody is a deputy."""
        row, role = plan.row, _role(plan.row)
        of_role = self._start(row) if role == "lead" else _value(row, "phone")
        return plan.matched_id, _value(row, "matter"), role, of_role

    def _start(self, row: Row) -> date:
        found: date = _value(row, "started_on") or self.today
        return found

    def _plan(self, row: Row) -> Plan:
        site, problem = self._site(row)
        if site is None:
            return Plan(row, "bad", str(_value(row, "unit") or ""), problems=[problem] if problem else [])
        matter = int(_value(row, "matter"))
        label = f"{site.unit.name} · {site.name} · {self.matters[matter]}"
        if problem := self._days(row, site, matter):
            return Plan(row, "bad", label, problems=[problem])
        changes = list(self._changes(row, site, matter))
        held = self.held.get((site.pk, matter), [])
        verdict = "changed" if changes and held else "new" if changes else "unchanged"
        return Plan(row, verdict, label, site.pk, changes if held else [])

    def _site(self, row: Row) -> tuple[Any, RowProblem | None]:
        code = str(_value(row, "code") or "").upper()
        unit_id = self.units.get(code) if code else self.actor.scope.unit_id
        sites = self.sites.get(unit_id or 0, [])
        if not sites:
            return None, _said("code", _("您的范围内没有这家单位，或它还没有登记场所"), _("请核对代码，先登记场所"))
        named = [site for site in sites if site.name == _value(row, "site")] if _value(row, "site") else sites
        if len(named) != 1:
            words = "、".join(site.name for site in sites[:6])
            return None, _said("site", _("认不出是哪个场所"), _now("请填其中之一：%(names)s") % {"names": words})
        return named[0], None

    def _days(self, row: Row, site: Any, matter: int) -> RowProblem | None:
        start, end = self._start(row), _value(row, "ended_on")
        if end and end < start:
            return _said("ended_on", _("止早于起"), _("请核对日期"))
        later = [one for one in self._same(row, site, matter) if one.started_on > start]
        if later:
            day = f"{later[0].started_on:%Y-%m-%d}"
            return _said("started_on", _now("从 %(day)s 起已有安排") % {"day": day}, _("请核对起始日期"))
        return None

    def _same(self, row: Row, site: Any, matter: int) -> Iterable[Responsible]:
        """Whom the row's person would follow, or is already."""
        subject, role = keyed_hash(str(_value(row, "phone")), purpose="phone"), _role(row)
        rows = self.held.get((site.pk, matter), [])
        return [one for one in rows if bytes(one.phone_hash) == subject or one.role == role == "lead"]

    def _changes(self, row: Row, site: Any, matter: int) -> Iterable[Change]:
        held = next(iter(self._same(row, site, matter)), None)
        label = self.matters[matter]
        if held is None or bytes(held.phone_hash) != keyed_hash(str(_value(row, "phone")), purpose="phone"):
            yield Change(label, HIDDEN if held else "", HIDDEN)
            return
        if queries.name_of(held) != str(_value(row, "name")):
            yield Change(_now("姓名"), HIDDEN, HIDDEN)
        wanted = {"post": _value(row, "post"), "ended_on": _value(row, "ended_on")}
        for key, name in (("post", _now("职务")), ("ended_on", _now("止"))):
            if wanted[key] and wanted[key] != getattr(held, key):
                yield Change(name, str(getattr(held, key) or ""), str(wanted[key]))
        if held.role != _role(row):
            yield Change(_now("类别"), held.get_role_display(), str(dict(Responsible.Role.choices)[_role(row)]))


def _twice(plan: Plan) -> Plan:
    problem = _said("", _("表中有两行是同一场所的同一项责任"), _("同一项只留一行"))
    return Plan(plan.row, "bad", plan.label, problems=[problem])


def _said(key: str, why: Text, cure: Text) -> RowProblem:
    return RowProblem(key, Problem("refused", {"why": str(why), "cure": str(cure)}))


def _role(row: Row) -> str:
    return str(_value(row, "role") or "lead")


def _value(row: Row, key: str) -> Any:
    read = row.values.get(key)
    return read.value if read else None

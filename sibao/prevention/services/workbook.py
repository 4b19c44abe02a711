"""The workbook in which samples, results, health reports and disinfections are entered (信号填报表): a row a signal."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Plan, Ready, RowProblem
from sibao.kernel.refusals import Text
from sibao.kernel.secrets import mask_identity
from sibao.kernel.sheets.layout import Choice, Choices, Field, Kind, Layout
from sibao.kernel.sheets.text import compact
from sibao.kernel.sheets.understand import Row
from sibao.kernel.sheets.words import Problem
from sibao.prevention import queries
from sibao.prevention.inputs import ReportSignals, Said
from sibao.prevention.models import SignalKind
from sibao.prevention.rules.lines import NotTaken, read_said
from sibao.prevention.rules.subjects import PERSON, SITE
from sibao.prevention.services.reporting import report_signals, sentence

KEY = "prevention:signals"
FIXED = (
    Field("number", "证件号", "Identity number", Kind.TEXT, ("身份证号", "身份证号码", "身份证", "证件号码", "护照号"), length=30, example="419001199001010010"),
    Field("unit", "单位", "Unit", Kind.TEXT, ("单位名称", "企业名称", "统一社会信用代码", "信用代码"), length=120, example=""),
    Field("site", "场所", "Site", Kind.TEXT, ("场所名称", "厂区", "工地", "门店"), length=80, example=""),
    Field("kind", "填报事项", "What is reported", Kind.CHOICE, ("种类", "事项", "类别"), required=True, example="核酸采样"),
    Field("day", "日期", "Day", Kind.DATE, ("采样日期", "检测日期", "消杀日期", "填报日期"), required=True, example="2022-06-03"),
    Field("clock", "时刻", "Time", Kind.TEXT, ("时间", "采样时间", "几点"), length=8, example="08:30"),
    Field("value", "结果", "Value", Kind.TEXT, ("检测结果", "健康情况", "症状"), length=40, example=""),
)  # fmt: skip


class SignalsWorkbook:
    """信号填报表: what a unit, or an office for it, says of its people and sites from a table that it keeps."""

    key = KEY
    may = "prevention:signal:report"
    title: Text = _("信号填报表")
    personal = frozenset({"number"})
    own = True

    def layout(self, actor: Actor) -> Layout:
        """Return whom, what and when, and what else the kinds know that are the actor's to say."""
        _source, kinds = queries.enterable(actor)
        more = {one["key"]: one for kind in kinds for one in kind.fields}
        extra = (Field(key, one["zh"], one["en"], Kind.TEXT, length=one["most"]) for key, one in more.items())
        return Layout(self.key, str(self.title), (*FIXED, *extra))

    def choices(self, actor: Actor) -> Choices:
        """Return the kinds that are the actor's to say."""
        _source, kinds = queries.enterable(actor)
        return {"kind": [Choice(kind.key, kind.name, (kind.key, kind.name_en)) for kind in kinds]}

    def label(self, row: Row) -> str:
        """Return the masked number, or the site."""
        number = str(_value(row, "number") or "")
        return mask_identity(number) if number else str(_value(row, "site") or "")

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Find whom each row means and say whether the product knows it already."""
        planner = _Planner(self, actor, rows)
        said = {row.number: planner.read(row) for row in rows}
        known = planner.known([one for one in said.values() if isinstance(one, Said)])
        plans = []
        for row in rows:
            one = said[row.number]
            if isinstance(one, RowProblem):
                plans.append(Plan(row, "bad", self.label(row), problems=[one]))
            else:
                plans.append(Plan(row, "unchanged" if one.id in known else "new", self.label(row), one.about))
        return plans

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return nothing: nobody has to be named."""
        return ()

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows by the command `prevention:signal:report`, all or none."""
        _source, kinds = queries.enterable(actor)
        by_key = {kind.key: kind for kind in kinds}
        said = tuple(_said(by_key[row.values["kind"]], row.matched_id or 0, row.values) for row in rows)
        given = ReportSignals(source=queries.entered_under(actor), key=f"import-{run_id}", said=said)
        report_signals(actor=actor, given=given, now=now)


class _Planner:
    """Reads rows with a fixed number of queries."""

    def __init__(self, workbook: SignalsWorkbook, actor: Actor, rows: Sequence[Row]) -> None:
        self.workbook, self.actor, self.now = workbook, actor, clock.now()
        self.source, kinds = queries.enterable(actor)
        self.kinds = {kind.key: kind for kind in kinds}
        numbers = {_number(row) for row in rows} - {""}
        self.people = queries.found_subjects(actor, PERSON, numbers)
        units = directory.units_named(actor, {str(_value(row, "unit") or "") for row in rows})
        self.units = {word: unit.pk for word, unit in units.items()}
        sites = directory.sites(actor).filter(unit__in=set(self.units.values()), ended_on=None)
        self.sites: dict[int, list[Any]] = {}
        for site in sites.order_by("number"):
            self.sites.setdefault(site.unit_id, []).append(site)
        self.watched = queries.monitoring(actor.zone_id).kinds

    def read(self, row: Row) -> Said | RowProblem:
        """Return what a row says, or what is wrong with it."""
        kind = self.kinds[str(_value(row, "kind"))]
        about = self._person(row) if kind.subject == PERSON else self._site(row) if kind.subject == SITE else None
        if not isinstance(about, int):
            return about or _problem("kind", _("这种信号不能用表格填报"), _("请在相应的页面填报"))
        values = {key: read.value for key, read in row.values.items()}
        if _moment(values) is None:
            return _problem("clock", _("时刻看不懂"), _("请写成 08:30 这样"))
        said = _said(kind, about, values)
        try:
            self._check(said)
        except NotTaken as why:
            return _problem({"at": "day"}.get(why.field, why.field), sentence(why.why), _cure(kind, why.field))
        return said

    def known(self, said: Sequence[Said]) -> set[str]:
        """Return the ids of those that are in the log."""
        uids = {self._check(one).uid: one.id for one in said}
        moments = [one.at for one in said if one.at]
        return {uids[uid] for uid in queries.said_already(self.actor.zone_id, moments, uids)}

    def _check(self, one: Said) -> Any:
        kind = self.kinds[one.kind]
        line = {**one.more, "id": one.id, "kind": one.kind, "at": one.at.isoformat() if one.at else ""}
        line |= {kind.subject: str(one.about)} | ({"value": one.value} if one.value else {})
        number = self.source.number if self.source else 0
        return read_said(line, self.watched, frozenset(self.kinds), number, self.now)

    def _person(self, row: Row) -> int | RowProblem:
        number = _number(row)
        if not number:
            return _problem("number", _("没有证件号"), _("请填身份证号；外籍人员填护照号"))
        found = self.people.get(number)
        return found or _problem("number", _("您的范围内没有这个人"), _("请核对证件号；新员工先登记花名册"))

    def _site(self, row: Row) -> int | RowProblem:
        word, name = str(_value(row, "unit") or ""), compact(str(_value(row, "site") or ""))
        sites = self.sites.get(self.units.get(word, 0), [])
        if not sites:
            return _problem(
                "unit", _("您的范围内没有这家单位，或它还没有登记场所"), _("请填单位全称或统一社会信用代码")
            )
        named = [site for site in sites if compact(site.name) == name] if name else sites
        if len(named) != 1:
            words = "、".join(site.name for site in sites[:6])
            return _problem("site", _("认不出是哪个场所"), _now("请填其中之一：%(names)s") % {"names": words})
        return int(named[0].pk)


def _said(kind: SignalKind, about: int, values: Mapping[str, Any]) -> Said:
    """What a row says, under an id made of what it says, so that a table that comes twice says it once."""
    at, word = _moment(values) or clock.now(), str(values.get("value") or "").strip()
    named = {name: one["key"] for one in kind.values for name in (one["zh"], one["en"], one["key"])}
    value = named.get(word, word)
    more = {one["key"]: str(values[one["key"]]) for one in kind.fields if values.get(one["key"])}
    own = f"{kind.key}/{about}/{at.timestamp():.0f}/{value}"
    return Said(id=own[:80], kind=kind.key, about=about, at=at, value=value, more=more)


def _moment(values: Mapping[str, Any]) -> datetime | None:
    """The moment of a row; one without a time is of the first minute of its day, so that nothing looks fresher than it is."""
    day: date = values["day"]
    text = str(values.get("clock") or "00:00").strip().replace("：", ":")
    try:
        of_day = time.fromisoformat(text.zfill(5) if text.count(":") == 1 else text)
    except ValueError:
        return None
    return datetime.combine(day, of_day.replace(tzinfo=None), clock.SHANGHAI)


def _cure(kind: SignalKind, field: str) -> str:
    if field == "value" and kind.values:
        return _now("请填其中之一：%(names)s") % {"names": "、".join(one["zh"] for one in kind.values)}
    return _now("请改正或清空这一格")


def _problem(key: str, why: Text, cure: Text) -> RowProblem:
    return RowProblem(key, Problem("refused", {"why": str(why), "cure": str(cure)}))


def _number(row: Row) -> str:
    return compact(str(_value(row, "number") or "")).upper()


def _value(row: Row, key: str) -> Any:
    read = row.values.get(key)
    return read.value if read else None

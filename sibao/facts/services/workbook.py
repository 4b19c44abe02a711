"""The workbook in which a source says what it knows of many units: a row a unit, a column a fact that is its to say."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.criteria import Fact
from sibao.criteria import Kind as Of
from sibao.directory import queries as directory
from sibao.facts import queries, rules
from sibao.facts.inputs import ImportFacts, SaidRow
from sibao.facts.models import CurrentValue
from sibao.facts.services.values import import_facts, moment, read_value
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Change, Plan, Ready, said
from sibao.kernel.refusals import Invalid, Text
from sibao.kernel.sheets.layout import Choice, Choices, Field, Kind, Layout
from sibao.kernel.sheets.understand import Row

KEY = "facts:values"
CODE = "code"
DAY = "observed_on"
PERCENT = ("%", "％")
KINDS = {
    Of.NUMBER: Kind.INTEGER,
    Of.MONEY: Kind.MONEY,
    Of.RATIO: Kind.QUANTITY,
    Of.LABEL: Kind.CHOICE,
    Of.FLAG: Kind.FLAG,
    Of.DATE: Kind.DATE,
    Of.CODE: Kind.TEXT,
    Of.SET: Kind.TEXT,
}
FIXED = (
    Field(CODE, "信用代码或项目代码", "USCC or project code", Kind.TEXT, ("统一社会信用代码", "信用代码", "项目代码", "代码"), required=True, identity=True, length=40, example="91419001MA00000012"),
    Field("name", "单位名称", "Name", Kind.TEXT, ("企业名称", "项目名称", "企业（项目）名称", "名称", "单位"), length=120, example="济源示例铅材有限公司"),
    Field(DAY, "数据日期", "Date of the data", Kind.DATE, ("日期", "统计日期", "截止日期", "截至日期"), example=""),
)  # fmt: skip


class FactsWorkbook:
    """事实填报表: what a department or unit knows of many units at once."""

    key = KEY
    may = "facts:value:import"
    title: Text = _("事实填报表")
    personal: frozenset[str] = frozenset()
    own = False

    def layout(self, actor: Actor) -> Layout:
        """Return the unit, the day, and one field for each fact that is the actor's to say."""
        facts = tuple(_field(fact) for fact in self._facts(actor).values())
        return Layout(self.key, str(self.title), (*FIXED, *facts))

    def choices(self, actor: Actor) -> Choices:
        """Return the labels of facts that have some."""
        facts = self._facts(actor)
        return {
            key: [Choice(label, words.zh, (label, words.en)) for label, words in fact.labels.items()]
            for key, fact in facts.items()
            if fact.kind is Of.LABEL
        }

    def _facts(self, actor: Actor) -> dict[str, Fact]:
        known = queries.known_facts(actor.zone_id)
        return {
            key: known.catalogue.facts[key]
            for key, row in known.definitions.items()
            if queries.speaks_for(actor, row, by=self.may)
        }

    def label(self, row: Row) -> str:
        """Return the unit's name, or its code."""
        return str(_value(row, "name") or _value(row, CODE) or "")

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Say what each row adds to what is known; a value that is known already, for that day or a later one, is not told again."""
        known = queries.known_facts(actor.zone_id)
        units = directory.units(actor).filter(code__in=[_code(row) for row in rows])
        by_code = {unit.code: unit for unit in units}
        current = _current(by_code.values())
        return [self._plan(actor, row, by_code.get(_code(row)), known, current) for row in rows]

    def _plan(
        self,
        actor: Actor,
        row: Row,
        unit: Any,
        known: queries.Known,
        current: Mapping[tuple[int, str], CurrentValue],
    ) -> Plan:
        if unit is None:
            return _bad(self, row, _now("您的范围内没有这个代码的单位"), _now("请核对代码；新单位先在底册登记"))
        observed = _value(row, DAY) or clock.today()
        if observed > clock.today():
            return _bad(self, row, _now("数据日期是将来的日期"), _now("请核对日期"))
        changes: list[Change] = []
        for key, value in _said(row, known).items():
            try:
                raw = read_value(actor, known, unit.sector.code, key, value, by=self.may)
            except Invalid as refusal:
                return _bad(self, row, str(refusal), _now("请改正或清空这一格"))
            before = current.get((unit.pk, key))
            if before is None or not _holds(before, raw, moment(observed, clock.now())):
                changes.append(_change(known.catalogue.facts[key], before, raw, observed))
        verdict = "changed" if changes else "unchanged"
        return Plan(row, verdict, unit.name, unit.pk, changes)

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return nothing: nobody has to name every unit."""
        return ()

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows by the command `facts:value:import`."""
        facts = self._facts(actor)
        said_rows = [_said_row(row, facts) for row in rows if row.matched_id]
        import_facts(actor=actor, given=ImportFacts(rows=said_rows, source=source[:120], run_id=run_id), now=now)


def _field(fact: Fact) -> Field:
    kind = KINDS[fact.kind]
    base = PERCENT if fact.kind is Of.RATIO else (fact.unit.zh,) if fact.unit.zh else ()
    return Field(
        fact.key,
        fact.name.zh,
        fact.name.en,
        kind,
        (fact.key,),
        unit="万元" if kind is Kind.MONEY else None,
        base=base,
        minimum=Decimal(fact.bounds[0]) / 100 if fact.kind is Of.RATIO else None,
        maximum=fact.bounds[1] if kind is Kind.INTEGER else None,
    )


def _bad(workbook: FactsWorkbook, row: Row, why: str, cure: str) -> Plan:
    return Plan(row, "bad", workbook.label(row), problems=[said(why, cure)])


def _value(row: Row, key: str) -> Any:
    read = row.values.get(key)
    return read.value if read else None


def _code(row: Row) -> str:
    return str(_value(row, CODE) or "").upper()


def _said(row: Row, known: queries.Known) -> dict[str, Any]:
    facts = known.catalogue.facts
    return {key: as_said(facts[key], read.value) for key, read in row.values.items() if key in facts}


def as_said(fact: Fact, value: Any) -> Any:
    """Return a cell's value as criteria take it."""
    if fact.kind is Of.RATIO:
        return int(value * 100)
    if fact.kind is Of.DATE:
        return value.isoformat() if isinstance(value, date) else value
    if fact.kind is Of.SET:
        named = {words.zh: key for key, words in fact.labels.items()}
        parts = [one for one in str(value).replace("，", "、").replace(",", "、").split("、") if one.strip()]
        return [named.get(part.strip(), part.strip()) for part in parts]
    return value


def _current(units: Iterable[Any]) -> dict[tuple[int, str], CurrentValue]:
    rows = CurrentValue.objects.filter(unit__in=[unit.pk for unit in units])
    return {(row.unit_id, row.definition.key): row for row in rows.select_related("definition")}


def _holds(before: CurrentValue, raw: int | None, observed: datetime) -> bool:
    """Whether what a row says is known already: the same value, not older than said."""
    same_day = before.observed_at.astimezone(clock.SHANGHAI).date() >= observed.astimezone(clock.SHANGHAI).date()
    return before.raw == raw and same_day


def _change(fact: Fact, before: CurrentValue | None, raw: int | None, observed: date) -> Change:
    told = rules.in_language(queries.words_of(fact, before.raw)) if before and before.raw is not None else ""
    now = rules.in_language(queries.words_of(fact, raw)) if raw is not None else ""
    return Change(rules.in_language(fact.name), told, f"{now}（{observed:%Y-%m-%d}）")


def _said_row(row: Ready, facts: Mapping[str, Fact]) -> SaidRow:
    values = {key: as_said(fact, row.values[key]) for key, fact in facts.items() if row.values.get(key) is not None}
    return SaidRow(
        number=row.number, unit_id=row.matched_id or 0, observed_on=row.values.get(DAY) or clock.today(), values=values
    )

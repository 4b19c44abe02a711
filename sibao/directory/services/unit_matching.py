"""Which unit a workbook's row means, and what writing it would change."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from sibao.directory import queries, rules
from sibao.directory.models import Area, Contact, Sector, Unit, UnitMeasure, UnitName
from sibao.directory.queries.fields import OWN
from sibao.kernel.access import Actor, covers
from sibao.kernel.imports.importers import Candidate, Change, Plan, RowProblem, said
from sibao.kernel.secrets import keyed_hash
from sibao.kernel.sheets.layout import split_key
from sibao.kernel.sheets.understand import Row

NEW, CHANGED, UNCHANGED, ASK, BAD = "new", "changed", "unchanged", "ask", "bad"
COMPARED = {
    "name": "name",
    "owner_code": "owner_code",
    "industry": "industry_code",
    "staff_count": "staff_count",
    "revenue_fen": "revenue_fen",
    "assets_fen": "assets_fen",
    "founded_on": "founded_on",
    "city_lifeline": "city_lifeline",
    "address": "address",
}
LABELS = {
    "name": "名称",
    "owner_code": "建设单位信用代码",
    "industry": "国标行业",
    "staff_count": "员工数",
    "revenue_fen": "营业收入",
    "assets_fen": "资产总额",
    "founded_on": "投产日期",
    "city_lifeline": "城市运行保障",
    "address": "地址",
}
MONEY = ("revenue_fen", "assets_fen")


class Matcher:
    """Plans a chunk of rows with a fixed number of queries."""

    def __init__(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> None:
        self.actor, self.rows, self.confirmed = actor, rows, confirmed
        self.areas: dict[int, Area] = {area.id: area for area in queries.areas(actor.zone_id)}
        self.sectors: dict[int, Sector] = {one.id: one for one in queries.zone_sectors(actor.zone_id)}
        self.names: dict[str, str] = dict(queries.measures(actor.zone_id).values_list("code", "name"))
        self.by_code, self.by_name = self._units()
        self.measures = self._measures()
        self.fields = {OWN + one.key: one for one in queries.offered_fields(actor.zone_id)}
        self.lists = {
            key: dict(rows) for key, rows in queries.code_choices(actor.zone_id, self.fields.values()).items()
        }
        self.own = queries.own_of(self._ids()) if self.fields else {}
        self.phones: dict[int, bytes] = {
            unit: bytes(phone)
            for unit, phone in Contact.objects.filter(unit__in=self._ids()).values_list("unit_id", "phone_hash")
        }

    def plans(self) -> list[Plan]:
        """Return what writing each row would do."""
        plans = [self._plan(row) for row in self.rows]
        meant = Counter(plan.matched_id for plan in plans)
        return [_twice(plan) if plan.matched_id and meant[plan.matched_id] > 1 else plan for plan in plans]

    def _units(self) -> tuple[dict[str, Unit], dict[str, list[Unit]]]:
        zone = Unit.objects.filter(queries.IN_USE, zone_id=self.actor.zone_id).select_related("area", "sector")
        codes = {code for row in self.rows if (code := _code(row))}
        texts = {_value(row, key) for row in self.rows for key in ("name", "former_name")} - {None, ""}
        former = dict(
            UnitName.objects.filter(zone_id=self.actor.zone_id, name__in=texts).values_list("unit_id", "name")
        )
        wanted = {row for row in self.confirmed.values() if row}
        self.merged = queries.merged_codes(self.actor.zone_id, codes)
        wanted |= set(self.merged.values())
        found = list(zone.filter(code__in=codes) | zone.filter(name__in=texts) | zone.filter(pk__in=[*former, *wanted]))
        names: dict[str, list[Unit]] = {}
        for unit in found:
            for name in {unit.name, former.get(unit.id, unit.name)}:
                names.setdefault(name, []).append(unit)
        self.by_id = {unit.id: unit for unit in found}
        by_code = {code: self.by_id[unit_id] for code, unit_id in self.merged.items()}
        return by_code | {unit.code: unit for unit in found}, names

    def _ids(self) -> list[int]:
        return list(self.by_id)

    def _measures(self) -> dict[tuple[int, str, int], int]:
        rows = UnitMeasure.objects.filter(unit__in=self._ids())
        return {
            (unit, code, year): value
            for unit, code, year, value in rows.values_list("unit_id", "measure__code", "year", "value")
        }

    def _plan(self, row: Row) -> Plan:
        label = str(_value(row, "name") or "")
        unit, candidates = self._match(row)
        if candidates:
            return Plan(row, ASK, label, candidates=candidates)
        if problem := self._problem(row, unit):
            return Plan(row, BAD, label, problems=[problem])
        if unit is None:
            return Plan(row, NEW, label)
        changes = list(self._changes(row, unit))
        return Plan(row, CHANGED if changes else UNCHANGED, label, unit.id, changes)

    def _match(self, row: Row) -> tuple[Unit | None, list[Candidate]]:
        if row.number in self.confirmed:
            return self.by_id.get(self.confirmed[row.number] or 0), []
        if (code := _code(row)) and code in self.by_code:
            return self.by_code[code], []
        if code:
            return None, []
        named = {unit.id: unit for key in ("name", "former_name") for unit in self._named(row, key)}
        return None, [self._candidate(unit, row) for unit in named.values()]

    def _named(self, row: Row, key: str) -> Iterable[Unit]:
        units = self.by_name.get(str(_value(row, key) or ""), ())
        return [unit for unit in units if self._reached(unit)]

    def _candidate(self, unit: Unit, row: Row) -> Candidate:
        why = _("名称相同") if unit.name == _value(row, "name") else _("按曾用名匹配")
        return Candidate(unit.id, f"{unit.name} {unit.code} {unit.area.name}", why)

    def _reached(self, unit: Unit) -> bool:
        return covers(self.actor.scope, area_path=unit.area_path, sector_id=unit.sector_id, unit_id=unit.id)

    def _problem(self, row: Row, unit: Unit | None) -> RowProblem | None:
        if unit is not None and not self._reached(unit):
            return said(_("这个代码已由其他范围登记"), _("请与该单位的主管部门核对"))
        project = _value(row, "project_code")
        if project and (wrong := rules.project_code_problem(str(project).upper())):
            return said(wrong, _("请核对后重填"))
        if unit is None:
            return self._lacks(row)
        return None

    def _lacks(self, row: Row) -> RowProblem | None:
        if not _code(row):
            return said(_("没有信用代码或项目代码，库中也没有同名单位"), _("请补填代码"))
        if _value(row, "area") is None:
            return said(_("新单位缺少镇（街道）"), _("请补填"))
        sector = int(_value(row, "sector") or self.actor.scope.sector_id or 0)
        if sector not in self.sectors:
            return said(_("新单位缺少领域"), _("请加一列“领域”"))
        area = self.areas[int(_value(row, "area"))]
        if not covers(self.actor.scope, area_path=area.path, sector_id=sector):
            return said(_("不在您的范围内"), _("请交由主管部门导入"))
        return None

    def _changes(self, row: Row, unit: Unit) -> Iterable[Change]:
        for key, column in COMPARED.items():
            new = _value(row, key)
            if key == "name" and _code(row) in self.merged:
                continue
            if new is not None and new != getattr(unit, column):
                yield Change(_(LABELS[key]), _shown(key, getattr(unit, column)), _shown(key, new))
        yield from self._moves(row, unit)
        yield from self._measured(row, unit)
        yield from self._owned(row, unit)
        phone = _value(row, "contact_phone")
        if phone and keyed_hash(str(phone), purpose="phone") != self.phones.get(unit.id):
            yield Change(_("联系人"), "••••" if unit.id in self.phones else "", "••••")

    def _moves(self, row: Row, unit: Unit) -> Iterable[Change]:
        area, sector = _value(row, "area"), _value(row, "sector")
        if area is not None and int(area) != unit.area_id:
            yield Change(_("镇（街道）"), unit.area.name, self.areas[int(area)].name)
        if sector is not None and int(sector) != unit.sector_id:
            yield Change(_("领域"), unit.sector.name, self.sectors[int(sector)].name)

    def _measured(self, row: Row, unit: Unit) -> Iterable[Change]:
        for key, read in row.values.items():
            code, year = split_key(key)
            before = self.measures.get((unit.id, code, year or 0))
            if year is not None and before != int(read.value):
                shown = "" if before is None else _amount(before, money=not isinstance(read.value, Decimal))
                yield Change(f"{year} {self.names.get(code, code)}", shown, read.shown)

    def _owned(self, row: Row, unit: Unit) -> Iterable[Change]:
        for key, field in self.fields.items():
            text = rules.field_text(field.kind, _value(row, key))
            before = self.own.get(unit.pk, {}).get(field.key)
            if text and text != (before.text if before else ""):
                word = self.lists.get(field.code_list, {}).get(text, "")
                shown = queries.shown_as(field.kind, text, word)
                yield Change(queries.field_label(field), before.shown if before else "", shown)


def _twice(plan: Plan) -> Plan:
    problem = said(_("表中有两行是同一家单位"), _("同一个只留一行"))
    return Plan(plan.row, BAD, plan.label, problems=[problem])


def _value(row: Row, key: str) -> Any:
    read = row.values.get(key)
    return read.value if read else None


def _code(row: Row) -> str | None:
    found = _value(row, "project_code") or _value(row, "code")
    return str(found).upper() if found else None


def _shown(key: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if key in MONEY:
        return _amount(value, money=True)
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return f"{value:,}" if isinstance(value, int) else str(value)


def _amount(value: int, *, money: bool) -> str:
    if not money:
        return f"{value:,}"
    return _("%(amount)s 万元") % {"amount": f"{(Decimal(value) / 1_000_000).normalize():,f}"}

"""The workbook of a unit's people, the roster (花名册): its fields, what a row would change, and who is no longer named."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from sibao.directory import queries, rules
from sibao.directory.inputs import ImportStaff, Left, StaffRow
from sibao.directory.models import Employment
from sibao.directory.services.staff_deciding import decide
from sibao.directory.services.staff_importing import import_staff
from sibao.directory.services.staff_places import Mismatch
from sibao.directory.services.unit_matching import BAD, CHANGED, NEW, UNCHANGED
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.imports.importers import Absent, Plan, Ready, Values, said
from sibao.kernel.refusals import Text
from sibao.kernel.secrets import mask_identity, mask_name, open_shown
from sibao.kernel.sheets.layout import Choices, Field, Kind, Layout
from sibao.kernel.sheets.text import compact
from sibao.kernel.sheets.understand import Row

KEY = "directory:staff"
EARLIEST, LATEST = date(1950, 1, 1), date(2199, 12, 31)
WORDS = ("unit", "phone", "site", "post", "team", "shift", "room")

FIELDS = (
    Field("name", "姓名", "Name", Kind.TEXT, ("员工姓名", "职工姓名", "人员姓名", "名字"), required=True, length=60, example="张演示"),
    Field("number", "身份证号", "Identity number", Kind.LONG_CODE, ("身份证号码", "身份证", "公民身份号码", "居民身份证号", "证件号码", "证件号", "身份证件号码"), identity=True, length=18, check=lambda text: rules.citizen_number_problem(text) is None, example="419001199001010010"),
    Field("document", "护照号或其他证件号", "Passport or other document", Kind.TEXT, ("护照号", "护照号码", "其他证件号", "通行证号", "永久居留证号"), identity=True, length=30, example=""),
    Field("phone", "电话", "Phone", Kind.PHONE, ("手机", "手机号", "手机号码", "联系电话", "联系方式", "电话号码", "移动电话"), example=""),
    Field("unit", "单位", "Unit", Kind.TEXT, ("单位名称", "企业名称", "企业", "所在单位", "工作单位", "公司", "统一社会信用代码", "信用代码"), length=120, example=""),
    Field("site", "场所", "Site", Kind.TEXT, ("厂区", "工地", "门店", "工作地点", "所在厂区", "工作场所"), length=80, example="主厂区"),
    Field("post", "岗位", "Post", Kind.TEXT, ("工种", "岗位名称", "工作岗位", "职务", "职位", "岗位（工种）"), length=40, example="熔炼工"),
    Field("team", "班组", "Team", Kind.TEXT, ("所在班组", "所属班组", "班组名称", "小组"), length=40, example="甲班"),
    Field("shift", "班次", "Shift", Kind.TEXT, ("倒班", "班次名称"), length=40, example=""),
    Field("room", "宿舍", "Room", Kind.TEXT, ("宿舍号", "房间", "房间号", "寝室", "住宿房间"), length=40, example=""),
    Field("started_on", "入职日期", "Since", Kind.DATE, ("入职时间", "到岗日期", "到岗时间", "入厂日期", "入厂时间", "进厂日期", "上岗日期", "参加工作日期"), minimum=EARLIEST, maximum=LATEST, example="2020-03-01"),
    Field("ended_on", "离职日期", "Until", Kind.DATE, ("离职时间", "离岗日期", "离厂日期", "辞职日期", "退休日期", "合同到期日"), minimum=EARLIEST, maximum=LATEST, example=""),
)  # fmt: skip


class StaffWorkbook:
    """人员花名册: the workbook a unit keeps of its people."""

    key = KEY
    may = "directory:person:import"
    title: Text = _("人员花名册")
    personal = frozenset({"name", "number", "document", "phone"})
    own = True

    def layout(self, actor: Actor) -> Layout:
        """Return the fields of a roster; a unit's own user need not say of which unit."""
        own = actor.scope.unit_id is not None
        return Layout(self.key, str(self.title), tuple(one for one in FIELDS if one.key != "unit" or not own))

    def choices(self, actor: Actor) -> Choices:
        """Return nothing: what a unit has is looked up row by row."""
        return {}

    def label(self, row: Row) -> str:
        """Return name and number, both masked."""
        name, number = _value(row, "name"), _number(row)
        return " ".join(filter(None, (name and mask_name(name), number and mask_identity(number))))

    def plan(self, actor: Actor, rows: Sequence[Row], confirmed: Mapping[int, int | None]) -> list[Plan]:
        """Say what each row would change; what follows from rows before it counts."""
        numbered = [row for row in rows if _number(row)]
        read = [_staff_row(row.number, _values(row)) for row in numbered]
        units = queries.units_named(actor, {row.unit for row in read})
        roll = queries.roll(actor, units, (row.identity for row in read), clock.today())
        plans = [self._plan(roll, row, given) for row, given in zip(numbered, read, strict=True)]
        return plans + [self._without_number(row) for row in rows if not _number(row)]

    def _plan(self, roll: queries.Roll, row: Row, given: StaffRow) -> Plan:
        try:
            step = decide(roll, given)
        except Mismatch as wrong:
            return Plan(row, BAD, self.label(row), problems=[said(wrong.why, wrong.cure)])
        verdict = NEW if step.new else CHANGED if step.changes else UNCHANGED
        return Plan(row, verdict, self.label(row), step.matched_id, step.changes)

    def _without_number(self, row: Row) -> Plan:
        problem = said(str(_("没有证件号")), str(_("请填身份证号；外籍人员填护照号")))
        return Plan(row, BAD, self.label(row), problems=[problem])

    def absent(self, actor: Actor, rows: Sequence[Row]) -> Sequence[Absent]:
        """Return who works at the workbook's units and stands in no row of it.

        A row whose number cannot be read may be anybody of its name, so nobody of that name is absent.
        """
        units = queries.units_named(actor, {str(_value(row, "unit") or "") for row in rows})
        named = {queries.number_hash(number) for row in rows if (number := _number(row))}
        unread = {compact(_value(row, "name") or "") for row in rows if not _number(row)}
        working = queries.working_at(actor, units.values(), clock.today())
        missed = [one for one in working if bytes(one.person.identity_hash) not in named]
        return [_absent(one) for one in missed if compact(open_shown(one.person.name_sealed)) not in unread]

    def write(
        self, *, actor: Actor, rows: Sequence[Ready], run_id: int, source: str, now: datetime | None = None
    ) -> None:
        """Write rows, and end what was let go, by the command `directory:person:import`."""
        given = ImportStaff(
            rows=[_staff_row(row.number, row.values) for row in rows if not row.absent],
            left=[Left(employment_id=row.matched_id or 0, left_on=row.values["left_on"]) for row in rows if row.absent],
            source=source[:120],
            run_id=run_id,
        )
        import_staff(actor=actor, given=given, now=now)


def _absent(found: Employment) -> Absent:
    where = (found.unit.name, found.post.name if found.post else "", found.team.name if found.team else "")
    who = f"{queries.name_of(found, masked=True)} {queries.number_of(found, masked=True)}"
    return Absent(found.pk, " · ".join(filter(None, (who, *where))))


def _values(row: Row) -> dict[str, Any]:
    return {key: read.value for key, read in row.values.items()}


def _value(row: Row, key: str) -> Any:
    read = row.values.get(key)
    return read.value if read else None


def _number(row: Row) -> str:
    return _identity(_values(row))


def _identity(values: Values) -> str:
    return compact(str(values.get("number") or values.get("document") or "")).upper()


def _staff_row(number: int, values: Values) -> StaffRow:
    words = {key: str(values.get(key) or "") for key in WORDS}
    days = {key: values.get(key) for key in ("started_on", "ended_on")}
    return StaffRow(number=number, name=values["name"], identity=_identity(values), **words, **days)

"""Inputs of commands on units."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from sibao.directory import rules
from sibao.directory.inputs.base import Cleaned, Count, Input, Money, Name, Short
from sibao.directory.inputs.fields import Own
from sibao.kernel.personal.inputs import Purposeful


class UnitDetails(Input):
    """What a unit is, as entered by hand or read from a workbook."""

    kind: Literal["enterprise", "project"] = "enterprise"
    code: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=40)]
    owner_code: Annotated[str, StringConstraints(strip_whitespace=True, to_upper=True, max_length=18)] = ""
    name: Name
    area_id: int
    sector_id: int
    industry_code: Annotated[str, StringConstraints(pattern=r"^([A-T]|\d{2,4})?$")] = ""
    address: Short = ""
    founded_on: date | None = None
    staff_count: Count | None = None
    revenue_fen: Money | None = None
    assets_fen: Money | None = None
    city_lifeline: bool = False
    own: Own = {}

    @model_validator(mode="after")
    def _code_is_right(self) -> "UnitDetails":
        problem = rules.uscc_problem(self.code) if self.kind == "enterprise" else rules.project_code_problem(self.code)
        if problem:
            raise ValueError(problem)
        if self.owner_code and (problem := rules.uscc_problem(self.owner_code)):
            raise ValueError(problem)
        return self


class RegisterUnit(UnitDetails):
    """登记一家企业（项目）."""


class EditUnit(UnitDetails):
    """修改一家企业（项目）; `version` is the one the editor saw."""

    unit_id: int
    version: int


class RecordMeasure(Input):
    """登记一个年度指标: value in the measure's base unit (分, 吨公里)."""

    unit_id: int
    measure_id: int
    year: Annotated[int, Field(ge=2000, le=2100)]
    value: Annotated[int, Field(ge=0, le=10**17)]
    source: Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]


class RevealContacts(Input, Purposeful):
    """显示联系人: whose, and for what purpose."""

    unit_id: int


class ImportedUnit(Input):
    """One row of a workbook: the unit it belongs to, or None for a new one, and only the fields that the row holds."""

    number: int
    unit_id: int | None
    fields: dict[str, str | int | bool | date | None]
    measures: dict[tuple[str, int], Annotated[int, Field(ge=0, le=10**17)]] = {}
    own: Own = {}
    former_name: str = ""
    contact_name: str = ""
    contact_phone: str = ""


class ImportUnits(Input):
    """写入一批导入行."""

    rows: Annotated[list[ImportedUnit], Field(min_length=1, max_length=1000)]
    source: Short
    run_id: int

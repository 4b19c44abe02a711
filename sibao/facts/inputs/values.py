"""Inputs of commands about facts and their catalogue."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.criteria import Kind
from sibao.kernel.sheets.text import tidy

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
FactKey = Annotated[str, StringConstraints(pattern="^[a-z][a-z0-9_]{0,59}$")]
Day = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2199, 12, 31))]
Note = Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=40)]
Whole = Annotated[int, Field(ge=-(2**63), le=2**63 - 1)]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CiteRow(Input):
    """Which document and article a row comes from (R01)."""

    document: str
    article: str


class LabelRow(Input):
    """One label of a fact, in order."""

    key: FactKey
    zh: Name
    en: Name


class RuleRow(Input):
    """How a fact is worked out from others: as `sibao.criteria.Derived` takes it."""

    rule: str
    parts: tuple[str, ...] = ()
    cases: tuple[tuple[dict[str, Any], Any], ...] = ()
    otherwise: Any = None


class FactRow(Input):
    """One fact of a pack's catalogue.

    `source` is the key of the organisation that knows it; `sectors` whose units it is asked of, empty = of all;
    `inventory` the group of a unit's readiness (备战储备) that it belongs to.
    """

    key: FactKey
    kind: Kind
    zh: Name
    en: Annotated[str, StringConstraints(min_length=1, max_length=60)]
    unit_zh: Annotated[str, StringConstraints(max_length=10)] = ""
    unit_en: Annotated[str, StringConstraints(max_length=20)] = ""
    labels: tuple[LabelRow, ...] = ()
    codes: Literal["", "industry", "area"] = ""
    source: str = ""
    origin: str = ""
    derived: RuleRow | None = None
    sectors: tuple[str, ...] = ()
    fresh_days: Annotated[int, Field(ge=1, le=3_650)] | None = None
    sensitivity: Literal["public", "internal", "personal"] = "internal"
    inventory: Literal["", "people", "facilities", "materials", "process"] = ""
    lowest: Whole | None = None
    highest: Whole | None = None
    cite: CiteRow | None = None


class FactsPack(Input):
    """A pack's catalogue of facts, in the order in which pages show it."""

    facts: Annotated[tuple[FactRow, ...], Field(max_length=500)]


class RecordFacts(Input):
    """填报事实: what one source says about one unit, as of one day; null takes a value back.

    Values are as criteria write them: whole numbers (money in 分, ratios in basis points), ISO dates, true or false, keys
    of labels (a list of them for a set), codes.
    """

    unit_id: Key
    observed_on: Day
    values: Annotated[dict[FactKey, Any], Field(min_length=1, max_length=200)]
    note: Note = ""


class SaidRow(Input):
    """What one row of a workbook says about a unit."""

    number: int
    unit_id: Key
    observed_on: Day
    values: Annotated[dict[FactKey, Any], Field(max_length=200)]


class ImportFacts(Input):
    """按表填报事实: rows of a workbook, written together."""

    rows: list[SaidRow]
    source: Annotated[str, StringConstraints(max_length=120)]
    run_id: int

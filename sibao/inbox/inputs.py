"""Inputs of the inbox's commands."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import tidy

Cleaned = AfterValidator(tidy)
Code = Annotated[str, StringConstraints(max_length=40)]
Title = Annotated[str, StringConstraints(min_length=2, max_length=120), Cleaned]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=1000), Cleaned]
Note = Annotated[str, StringConstraints(max_length=1000), Cleaned]
GuaranteeCode = Literal["production", "logistics", "policy", "safety"]
LimitUnit = Literal["working_day", "working_minute", "minute"]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class AssignTask(Input):
    """交办任务: to a seat by its position, and by the unit where the position is bound to one.

    `guarantee` is the kind's own when left out; `days` (working days) or `due_at` (a moment) stand instead of the kind's limit. `subject_*` point
    at what it is about, a thing of any context; the task lies where its unit lies, else where `area_path` and
    `sector_id` say, else in the whole zone.
    """

    kind: Code
    title: Title
    details: Note = ""
    guarantee: GuaranteeCode | None = None
    position_id: int
    seat_unit_id: int | None = None
    unit_id: int | None = None
    area_path: Annotated[str, StringConstraints(max_length=80)] = ""
    sector_id: int | None = None
    subject_kind: Code = ""
    subject_id: int | None = None
    subject_label: Annotated[str, StringConstraints(max_length=200)] = ""
    days: Annotated[int, Field(ge=1, le=250)] | None = None
    due_at: datetime | None = None


class OneTask(Input):
    """一项任务, in the version that was seen."""

    task_id: int
    version: int


class AnswerTask(OneTask):
    """接收、恢复计时: with a note."""

    note: Note = ""


class ReasonedTask(OneTask):
    """退回、暂停、重新办理、撤销: with a reason."""

    reason: Reason


class CompleteTask(OneTask):
    """办结: what came of it."""

    result: Reason


class TransferTask(OneTask):
    """转办: to another seat, across departments, up or down a level, under the same number (R22)."""

    position_id: int
    seat_unit_id: int | None = None
    reason: Reason


class TimedTask(Input):
    """到点的任务: what the clock asks for, so far as it is still so."""

    task_id: int


class SetHoliday(Input):
    """维护节假日: a day off, or a weekend day that is worked."""

    day: date
    kind: Literal["holiday", "makeup_workday"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
    source: Annotated[str, StringConstraints(min_length=4, max_length=200), Cleaned]


class ClearHoliday(Input):
    """删去一天, 附理由."""

    holiday_id: int
    reason: Reason


class PublishYear(Input):
    """确认年度安排: the document that arranges the year's holidays."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    source: Annotated[str, StringConstraints(min_length=4, max_length=200), Cleaned]


class LimitRow(BaseModel):
    """A limit of a kind at a level."""

    level: str
    quantity: Annotated[int, Field(ge=1, le=100_000)]
    unit: LimitUnit


class RungRow(BaseModel):
    """A rung of a kind's ladder."""

    since: Literal["offered", "due"]
    quantity: Annotated[int, Field(ge=0, le=100_000)]
    unit: LimitUnit
    to: str


class KindRow(BaseModel):
    """A kind of task with its limits and ladder."""

    key: Code
    zh: str
    en: str
    guarantee: GuaranteeCode
    remind_minutes: Annotated[int, Field(ge=0, le=100_000)]
    desk: str
    limits: Annotated[list[LimitRow], Field(min_length=1)]
    ladder: list[RungRow] = []


class HolidayRow(BaseModel):
    """A day of the national table."""

    day: date
    kind: Literal["holiday", "makeup_workday"]
    name: str
    published: bool


class InboxPack(BaseModel):
    """A place's pack as far as the inbox is concerned."""

    kinds: list[KindRow]
    hours: Annotated[list[tuple[int, int]], Field(min_length=1)]
    holidays: list[HolidayRow]
    holiday_source: str

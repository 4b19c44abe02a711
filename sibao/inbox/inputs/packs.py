"""A place's pack as the inbox reads it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from sibao.inbox.inputs.words import Code, GuaranteeCode, LimitUnit


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

"""What commands on tasks are given."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from sibao.inbox.inputs.words import AreaPath, Code, GuaranteeCode, Input, Label, Note, Reason, Title, TitleEn


class AssignTask(Input):
    """交办任务: to a seat by its position, and by the unit where the position is bound to one.

    `guarantee` is the kind's own when left out; `days` (working days) or `due_at` (a moment) stand instead of the kind's limit. `subject_*` point
    at what it is about, a thing of any context; the task lies where its unit lies, else where `area_path` and
    `sector_id` say, else in the whole zone.
    """

    kind: Code
    title: Title
    title_en: TitleEn = ""
    details: Note = ""
    guarantee: GuaranteeCode | None = None
    position_id: int
    seat_unit_id: int | None = None
    unit_id: int | None = None
    area_path: AreaPath = ""
    sector_id: int | None = None
    subject_kind: Code = ""
    subject_id: int | None = None
    subject_label: Label = ""
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

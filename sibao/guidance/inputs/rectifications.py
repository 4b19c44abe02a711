"""What commands on rectifications are given."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.guidance.inputs.words import Cleaned, Input, Key, Note, Reason

Days = Annotated[int, Field(ge=1, le=250)]


class OpenRectification(Input):
    """提出整改: what a unit has to put right, and what found it; `days` (working days) stand instead of the kind's limit."""

    unit_id: Key
    item_id: Key | None = None
    origin_kind: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    origin_id: Key
    title: Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
    title_en: Annotated[str, StringConstraints(max_length=300)] = ""
    note: Note = ""
    days: Days | None = None


class OneRectification(Input):
    """一项整改, in the version that was seen."""

    rectification_id: Key
    version: int


class ReportRectification(OneRectification):
    """报告完成: what was done."""

    proof: Annotated[str, StringConstraints(min_length=2, max_length=300), Cleaned]


class ConfirmRectification(OneRectification):
    """确认整改: how it was looked at."""

    reason: Annotated[str, StringConstraints(max_length=200), Cleaned] = ""


class ReturnRectification(OneRectification):
    """退回整改: what is still missing, and the working days that it is given."""

    reason: Reason
    days: Days | None = None


class CancelRectification(OneRectification):
    """撤销整改: why."""

    reason: Reason

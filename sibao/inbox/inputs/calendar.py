"""What commands on the working calendar are given."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sibao.inbox.inputs.words import Cleaned, Input, Reason, Source


class SetHoliday(Input):
    """维护节假日: a day off, or a weekend day that is worked."""

    day: date
    kind: Literal["holiday", "makeup_workday"]
    name: Annotated[str, StringConstraints(min_length=1, max_length=40), Cleaned]
    source: Source


class ClearHoliday(Input):
    """删去一天, 附理由."""

    holiday_id: int
    reason: Reason


class PublishYear(Input):
    """确认年度安排: the document that arranges the year's holidays."""

    year: Annotated[int, Field(ge=2000, le=2100)]
    source: Source

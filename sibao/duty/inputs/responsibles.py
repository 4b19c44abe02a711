"""What commands on responsible persons are given."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sibao.accounts.inputs import Phone
from sibao.duty.inputs.words import Cleaned, Day, Input, Key, Name, Reason
from sibao.kernel.personal.inputs import Purposeful

MOST_ROWS = 2_000
Post = Annotated[str, StringConstraints(max_length=40), Cleaned]


class Answering(Input):
    """Who answers for something at a site, from a day, until a day where that is known."""

    site_id: Key
    role: Literal["lead", "deputy"] = "lead"
    name: Name
    phone: Phone
    post: Post = ""
    started_on: Day
    ended_on: Day | None = None


class AssignResponsible(Answering):
    """指定责任人: for several matters at once; the same day as the one before corrects it."""

    matter_ids: Annotated[tuple[Key, ...], Field(min_length=1, max_length=100)]
    reason: Reason


class EndResponsible(Input):
    """离任: the last day of one duty, or of everything that this person answers for at the unit."""

    responsible_id: Key
    ended_on: Day
    everywhere: bool = False
    reason: Reason


class LapseResponsibles(Input):
    """责任人离职: what somebody answered for at a unit ends with her last day of work there."""

    unit_id: Key
    responsible_ids: Annotated[tuple[Key, ...], Field(min_length=1, max_length=10_000)]
    ended_on: Day


class RevealResponsibles(Input, Purposeful):
    """显示一家单位的责任人."""

    unit_id: Key


class ImportedResponsible(Answering):
    """One row of a workbook."""

    number: int
    matter_id: Key


class ImportResponsibles(Input):
    """导入责任人: rows of one workbook, all of them or none."""

    rows: Annotated[list[ImportedResponsible], Field(min_length=1, max_length=MOST_ROWS)]
    source: Annotated[str, StringConstraints(max_length=120)]
    run_id: Key


class NoticeOpenings(Input):
    """A unit is to be told where nobody answers any more."""

    unit_id: Key

"""What commands on work groups and task forces are given."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import StringConstraints, model_validator

from sibao.duty.inputs.words import Cleaned, Day, Input, Key, Reason


class AppointMember(Input):
    """列为牵头、成员: a department, a unit or a position joins a group from a day."""

    group_id: Key
    role: Literal["lead", "member"]
    organisation_id: Key | None = None
    unit_id: Key | None = None
    position_id: Key | None = None
    started_on: Day
    ended_on: Day | None = None
    reason: Reason

    @model_validator(mode="after")
    def _one(self) -> "AppointMember":
        if sum(key is not None for key in (self.organisation_id, self.unit_id, self.position_id)) != 1:
            raise ValueError(_("部门、岗位、单位须选一个，且只选一个"))
        return self


class ReleaseMember(Input):
    """退出: the last day of a lead or member."""

    member_id: Key
    ended_on: Day
    reason: Reason


class ConfirmLeads(Input):
    """确认牵头: on what it rests, such as the number of a document."""

    group_id: Key
    basis: Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]

"""Inputs of commands on sites, what is inside them, who belongs where, and vehicles."""

from datetime import time
from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import AfterValidator, model_validator

from sibao.directory import rules
from sibao.directory.inputs.base import Count, Day, Input, Key, Label, Name, Places, Short
from sibao.kernel.sheets.text import compact
from sibao.kernel.zoned.inputs import CodeText


class EditSite(Input):
    """登记或修改场所: of a unit when it is new, else with the version that was seen."""

    unit_id: Key | None = None
    site_id: Key | None = None
    version: int | None = None
    name: Name
    area_id: Key
    address: Short = ""
    ended_on: Day | None = None


class EditPart(Input):
    """登记或修改场所里的一项: at a site when it is new (a post: of a unit), else with the version that was seen."""

    kind: str
    unit_id: Key | None = None
    site_id: Key | None = None
    part_id: Key | None = None
    version: int | None = None
    name: Label
    ended_on: Day | None = None


class EditGate(EditPart):
    """门岗."""

    kind: Literal["gate"] = "gate"


class EditTeam(EditPart):
    """班组."""

    kind: Literal["team"] = "team"


class EditShift(EditPart):
    """班次: local times; an end before the start is the next morning."""

    kind: Literal["shift"] = "shift"
    starts_at: time
    ends_at: time

    @model_validator(mode="after")
    def _has_length(self) -> "EditShift":
        if self.starts_at == self.ends_at:
            raise ValueError(_("开始和结束不能是同一时刻"))
        return self


class EditRoom(EditPart):
    """宿舍: beds."""

    kind: Literal["room"] = "room"
    places: Places


class EditSitting(EditPart):
    """就餐批次: local times, seats."""

    kind: Literal["sitting"] = "sitting"
    starts_at: time
    ends_at: time
    places: Places

    @model_validator(mode="after")
    def _runs_forward(self) -> "EditSitting":
        if self.starts_at >= self.ends_at:
            raise ValueError(_("就餐结束须晚于开始"))
        return self


class EditVenue(EditPart):
    """场所内部位: how many people it holds, if that is known."""

    kind: Literal["venue"] = "venue"
    use: CodeText
    places: Count | None = None


class EditPost(EditPart):
    """工作岗位."""

    kind: Literal["post"] = "post"
    exposure: Literal["ordinary", "contact"] = "ordinary"


PARTS: dict[str, type[EditPart]] = {
    "gate": EditGate,
    "team": EditTeam,
    "shift": EditShift,
    "room": EditRoom,
    "sitting": EditSitting,
    "venue": EditVenue,
    "post": EditPost,
}


class Period(Input):
    """From a day to a day, both included; without an end it runs on."""

    started_on: Day
    ended_on: Day | None = None

    @model_validator(mode="after")
    def _runs_forward(self) -> "Period":
        if self.ended_on and self.ended_on < self.started_on:
            raise ValueError(_("结束日期不能早于开始日期"))
        return self


class PlanTurn(Period):
    """安排班组: the shift that a team works, or the sitting at which it eats."""

    team_id: Key
    kind: Literal["shift", "sitting"]
    target_id: Key


class PlanStay(Period):
    """安排住宿: an employed person sleeps in a room."""

    room_id: Key
    employment_id: Key


class EndStay(Input):
    """结束住宿: its last day."""

    stay_id: Key
    ended_on: Day


def _plate(text: str) -> str:
    plate = compact(text).upper()
    if problem := rules.plate_problem(plate):
        raise ValueError(problem)
    return plate


class EditVehicle(Period):
    """登记车辆，或修改用车关系: of a unit when it is new, else with the version that was seen."""

    unit_id: Key | None = None
    use_id: Key | None = None
    version: int | None = None
    plate: Annotated[str, AfterValidator(_plate)]
    colour: Literal["blue", "yellow", "green", "yellow_green", "white", "black"]
    kind: CodeText
    tenure: Literal["own", "contracted"] = "own"

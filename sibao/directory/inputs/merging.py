"""Inputs of commands on units that are one."""

from typing import Annotated, Literal

from django.utils.translation import gettext as _
from pydantic import Field, StringConstraints, model_validator

from sibao.directory.inputs.base import Cleaned, Input, Key

Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]
Short = Annotated[str, StringConstraints(max_length=60)]
Detail = Literal[
    "owner_code",
    "area_id",
    "sector_id",
    "industry_code",
    "address",
    "founded_on",
    "staff_count",
    "revenue_fen",
    "assets_fen",
    "city_lifeline",
]


class MergeUnits(Input):
    """合并两家单位: the retired one into the survivor, each with the version that was seen.

    `take` names the details for which the retired one's value is right; `seen` is what the preview said of the rows that
    follow: follower → digest. Other rows than those are not merged.
    """

    retired_id: Key
    retired_version: int
    survivor_id: Key
    survivor_version: int
    take: Annotated[list[Detail], Field(max_length=10)] = []
    seen: Annotated[dict[Short, Short], Field(max_length=60)]
    reason: Reason

    @model_validator(mode="after")
    def _are_two(self) -> "MergeUnits":
        if self.retired_id == self.survivor_id:
            raise ValueError(_("请选择两家不同的单位"))
        return self


class UndoMerge(Input):
    """撤销合并: which, and why."""

    merge_id: Key
    reason: Reason


class DecideLikeness(Input):
    """说明一对疑似重复不是同一家，或恢复待核对."""

    likeness_id: Key
    apart: bool = True
    note: Annotated[str, StringConstraints(max_length=200), Cleaned] = ""

    @model_validator(mode="after")
    def _says_why(self) -> "DecideLikeness":
        if self.apart and len(self.note) < 2:
            raise ValueError(_("请写明为什么不是同一家"))
        return self

"""What commands on work plans are given."""

from typing import Annotated

from pydantic import StringConstraints

from sibao.guidance.inputs.words import Cleaned, Input, Key, Reason


class DraftPlan(Input):
    """起草工作预案: of a unit."""

    unit_id: Key
    title: Annotated[str, StringConstraints(min_length=2, max_length=200), Cleaned]


class OnePlan(Input):
    """一份工作预案, in the version that was seen."""

    plan_id: Key
    version: int


class ReturnPlan(OnePlan):
    """退回修改: what has to change."""

    reason: Reason

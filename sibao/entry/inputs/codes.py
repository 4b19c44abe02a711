"""What commands on codes and appeals are given."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from sibao.entry.inputs.words import Id, Input, Reason

Text = Annotated[str, StringConstraints(min_length=4, max_length=400, strip_whitespace=True)]


class AssignCode(Input):
    """人工赋码: to somebody who has arrived, in place of the code that she has, with the reason and until when."""

    arrival_id: Id
    version: int
    colour: Literal["green", "yellow", "red"]
    reason: Reason
    until_at: AwareDatetime | None = None


class ReleaseCode(Input):
    """解除赋码, in the version that was seen, with the reason."""

    code_id: Id
    version: int
    reason: Reason


class LodgeAppeal(Input):
    """赋码申诉: what is wrong with the code."""

    code_id: Id
    text: Text


class DecideAppeal(Input):
    """答复申诉, in the version that was seen: upheld releases the code."""

    appeal_id: Id
    version: int
    outcome: Literal["uphold", "reject"]
    reason: Text

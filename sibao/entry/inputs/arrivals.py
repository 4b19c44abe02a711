"""What commands on arrivals are given."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, StringConstraints

from sibao.directory.inputs import IdentityNumber
from sibao.entry.inputs.words import Id, Input, Name, Plate, Reason


class RegisterArrival(Input):
    """入济报备: who comes, from where, when and how; `arrived` for somebody who is there already and was not registered."""

    unit_id: Id
    site_id: Id | None = None
    name: Name
    identity: IdentityNumber
    phone: Annotated[str, StringConstraints(max_length=30, strip_whitespace=True)] = ""
    origin_code: Annotated[str, StringConstraints(pattern="^[0-9]{6}$")]
    origin_name: Name
    planned_at: AwareDatetime
    transport: Literal["car", "lorry", "train", "coach", "other"]
    plate: Plate = ""
    crew: bool = False
    arrived: bool = False


class OneArrival(Input):
    """一次报备, in the version that was seen."""

    arrival_id: Id
    version: int


class ReceiveArrival(OneArrival):
    """登记抵达: when she arrived; now where no moment is given."""

    arrived_at: AwareDatetime | None = None


class ReasonedArrival(OneArrival):
    """取消、办结: why."""

    reason: Reason

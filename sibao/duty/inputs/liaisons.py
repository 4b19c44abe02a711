"""What commands on liaison officers are given."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from sibao.duty.inputs.words import Cleaned, Day, Input, Key, Name, Reason


class EditOfficer(Input):
    """登记、修改包保干部: with an id the one that is changed, in the version that was seen."""

    officer_id: Key | None = None
    version: int | None = None
    name: Name
    post: Annotated[str, StringConstraints(min_length=2, max_length=80), Cleaned]
    area_id: Key
    account_id: Key | None = None
    most: Annotated[int, Field(ge=1, le=500)]
    stopped_on: Day | None = None


class AssignLiaison(Input):
    """指定、交接: from a day the unit is looked after by this officer; who did so until then ends the day before."""

    unit_id: Key
    officer_id: Key
    role: Literal["lead", "deputy"] = "lead"
    started_on: Day
    reason: Reason


class DistributeLiaisons(Input):
    """批量分配: the proposal that was shown, by its fingerprint."""

    fingerprint: Annotated[str, StringConstraints(min_length=16, max_length=16)]

"""Inputs of the commands on accounts."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from sibao.kernel.sheets.text import tidy

Login = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[a-z0-9][a-z0-9._-]{2,39}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(tidy)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CreateAccount(Input):
    """新建账号."""

    username: Login
    name: Words
    email: Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""


class OneAccount(Input):
    """一个账号."""

    account_id: int


class WithReason(OneAccount):
    """一个账号, 附理由."""

    reason: Reason


class Appoint(Input):
    """任命: who, to which position, for which unit, for which term (UTC)."""

    account_id: int
    position_id: int
    unit_id: int | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None


class EndAppointment(Input):
    """免去任职."""

    appointment_id: int
    reason: Reason


class RoleRow(BaseModel):
    key: str
    zh: str
    en: str
    about_zh: str = ""
    permissions: list[str] = Field(max_length=500)


class PositionScope(BaseModel):
    area: str = ""
    sector: str = ""
    unit: bool = False


class CiteRow(BaseModel):
    document: str
    article: str


class PositionRow(BaseModel):
    key: str
    organisation: str = ""
    zh: str
    en: str = ""
    role: str = ""
    seats: int = 1
    scope: PositionScope = PositionScope()
    cite: CiteRow | None = None


class AccountsPack(BaseModel):
    """A place's pack as far as accounts are concerned."""

    roles: list[RoleRow]
    positions: list[PositionRow]

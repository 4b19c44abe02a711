"""What a pack gives to accounts."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from sibao.accounts.inputs.words import Login, Words
from sibao.kernel.lists.inputs import RoleFilter


class DemoAccount(BaseModel):
    """演示账号: positions by code; `unit` is the unit of those that are bound to one."""

    login: Login
    name: Words
    positions: list[str] = Field(min_length=1)
    unit: int | None = None


class DemoAccounts(BaseModel):
    """The demo accounts of a pack; all have the one password that the sign-in page prints."""

    password: SecretStr
    started_at: datetime
    ended_at: datetime | None = None
    accounts: list[DemoAccount]


class RoleRow(BaseModel):
    """A role with its permissions."""

    key: str
    zh: str
    en: str
    about_zh: str = ""
    duty: Literal["", "system", "security", "audit"] = ""
    needs_second_factor: bool = False
    permissions: list[str] = Field(max_length=500)


class PositionScope(BaseModel):
    """The scope that comes with a seat."""

    area: str = ""
    sector: str = ""
    unit: bool = False


class CiteRow(BaseModel):
    """Which document and article a row comes from."""

    document: str
    article: str


class PositionRow(BaseModel):
    """A seat in an organisation or unit."""

    key: str
    organisation: str = ""
    zh: str
    en: str = ""
    role: str = ""
    seats: int = 1
    scope: PositionScope = PositionScope()
    cite: CiteRow | None = None


class LimitRow(BaseModel):
    """How many days something may last."""

    code: str
    days: int = Field(ge=0, le=3650)


class AccountsPack(BaseModel):
    """A place's pack as far as accounts are concerned."""

    roles: list[RoleRow]
    positions: list[PositionRow]
    limits: list[LimitRow]
    filters: list[RoleFilter] = []

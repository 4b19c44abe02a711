"""Inputs of the commands on accounts."""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, StringConstraints, model_validator

from sibao.directory.inputs import Uscc
from sibao.kernel.files import Upload
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact, tidy
from sibao.kernel.sheets.words import Problem

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{2,39}")


def _login(text: str) -> str:
    name = text.strip().lower()
    if not _LOGIN.fullmatch(name):
        raise ValueError(_("登录名须为 3–40 位字母、数字、点、横线，以字母或数字开头"))
    return name


def _phone(text: str) -> str:
    found = read_phone(compact(text))
    if isinstance(found, Problem):
        raise ValueError(_("电话应为 11 位手机号，或带区号的座机号"))
    return found


Login = Annotated[str, AfterValidator(_login)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=40), AfterValidator(tidy)]
Reason = Annotated[str, StringConstraints(min_length=2, max_length=200), AfterValidator(tidy)]


Email = Annotated[str, StringConstraints(max_length=254, pattern=r"^([^@\s]+@[^@\s]+)?$")]


class Input(BaseModel):
    """Base of inputs: nothing unknown slips in."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CreateAccount(Input):
    """新建账号."""

    username: Login
    name: Words
    email: Email = ""


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
    kind: Literal["regular", "acting"] = "regular"
    reason: Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)] = ""


class GrantDelegation(Input):
    """委托: who stands in for the position one acts in, for which term (UTC), and why."""

    deputy_id: int
    started_at: datetime | None = None
    ended_at: datetime
    reason: Reason


class EndDelegation(Input):
    """终止委托."""

    appointment_id: int


class EndAppointment(Input):
    """免去任职."""

    appointment_id: int
    reason: Reason


class OpenSession(Input):
    """登录: how the attempt ended; anything but "accepted" is refused and recorded as such."""

    answer: Literal["accepted", "wrong", "locked", "closed", "factor"]


class EndSessions(Input):
    """退出登录的设备: one of one's own sessions, or all but the one that is `kept`."""

    session_id: int | None = None
    kept: str = ""


class AddAuthenticatorApp(Input):
    """登记验证器: the secret that the app was given, and the code it shows now."""

    secret: SecretStr
    code: str


class AddPasskey(Input):
    """登记通行密钥: its name, and the credential that the browser made."""

    name: Words
    credential: dict[str, Any]


class RemoveFactor(Input):
    """删除一个第二因素."""

    factor_id: int


class ChangePassword(Input):
    """修改自己的密码."""

    password: SecretStr


class ActIn(Input):
    """切换岗位."""

    appointment_id: int


class ChooseLanguage(Input):
    """选择界面语言."""

    language: Literal["zh-hans", "en"]


class CreateMachine(Input):
    """新建机器账号."""

    username: Login
    name: Words


class IssueKey(Input):
    """发密钥: for what, and for how many days."""

    account_id: int
    name: Words
    days: int = Field(ge=1, le=3650)


class RevokeKey(Input):
    """停用密钥."""

    key_id: int
    reason: Reason


class UseKey(Input):
    """密钥被拒: what was asked for in vain, and why."""

    problem: str
    method: str
    path: str


class AskForAccess(Input):
    """申请开通: for a unit by its code with proof, or for an official of a body."""

    kind: Literal["unit", "official"]
    code: Uscc = ""
    body: Annotated[str, StringConstraints(max_length=100), AfterValidator(tidy)] = ""
    name: Words
    phone: Annotated[str, AfterValidator(_phone)]
    email: Email = ""
    note: Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)] = ""
    proof: Upload | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "unit" and not (self.code and self.proof):
            raise ValueError(_("请填写统一社会信用代码并上传证明材料"))
        return self


class OneAccess(Input):
    """一份开通申请."""

    request_id: int


class RevealAccess(OneAccess, Purposeful):
    """显示申请人, 附用途."""


class ApproveAccess(OneAccess):
    """开通企业账号."""

    username: Login


class GrantAccess(ApproveAccess):
    """开通工作人员账号: in a position until a moment."""

    position_id: int
    ended_at: datetime


class DeclineAccess(OneAccess):
    """退回申请."""

    reason: Reason


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

"""Inputs of what everyone does for herself."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, SecretStr

from sibao.accounts.inputs.words import Input, Reason, Words


class GrantDelegation(Input):
    """委托: who stands in for the position one acts in, for which term (UTC), and why."""

    deputy_id: int
    started_at: datetime | None = None
    ended_at: datetime
    reason: Reason


class EndDelegation(Input):
    """终止委托."""

    appointment_id: int


class OpenSession(Input):
    """登录: how the attempt ended, and by what means; anything but "accepted" is refused and recorded as such."""

    answer: Literal["accepted", "wrong", "locked", "closed", "factor", "identity"]
    means: tuple[str, ...] = ()


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


class ResealFactors(Input):
    """重新加密第二因素: what the keys of these names sealed."""

    names: list[str]


class BindIdentity(Input):
    """绑定统一身份: which provider, and the name that it never changes."""

    issuer: str = Field(min_length=1, max_length=200)
    subject: str = Field(min_length=1, max_length=255)


class ChangePassword(Input):
    """修改自己的密码."""

    password: SecretStr


class ActIn(Input):
    """切换岗位."""

    appointment_id: int


class ChooseLanguage(Input):
    """选择界面语言."""

    language: Literal["zh-hans", "en"]

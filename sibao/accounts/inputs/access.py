"""Inputs of asking for an account, and of deciding."""

from datetime import datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, SecretStr, StringConstraints, model_validator

from sibao.accounts.inputs.words import Email, Input, Login, Phone, Reason, Words
from sibao.directory.inputs import Uscc
from sibao.kernel.files import Upload
from sibao.kernel.personal.inputs import Purposeful
from sibao.kernel.sheets.text import tidy


class AskForAccess(Input):
    """申请开通: for a unit by its code with proof, or for an official of a body."""

    kind: Literal["unit", "official"]
    code: Uscc = ""
    body: Annotated[str, StringConstraints(max_length=100), AfterValidator(tidy)] = ""
    name: Words
    phone: Phone
    email: Email = ""
    note: Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)] = ""
    proof: Upload | None = None

    @model_validator(mode="after")
    def _complete(self) -> Self:
        if self.kind == "unit" and not (self.code and self.proof):
            raise ValueError(_("请填写统一社会信用代码并上传证明材料"))
        return self


class Invite(Input):
    """邀请企业: by its code."""

    code: Uscc


class OneInvitation(Input):
    """一份邀请."""

    invitation_id: int


class AnswerInvitation(Input):
    """应邀: the secret of the link, who answers, and the proof."""

    secret: SecretStr
    name: Words
    phone: Phone
    email: Email = ""
    note: Annotated[str, StringConstraints(max_length=200), AfterValidator(tidy)] = ""
    proof: Upload


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

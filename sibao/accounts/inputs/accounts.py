"""Inputs of those who keep accounts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, StringConstraints

from sibao.accounts.inputs.words import Email, Input, Login, Reason, Words
from sibao.kernel.sheets.text import tidy


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


class EndAppointment(Input):
    """免去任职."""

    appointment_id: int
    reason: Reason

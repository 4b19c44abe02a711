"""What commands on messages are given."""

from typing import Annotated, Literal, Self

from django.utils.translation import gettext as _
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from sibao.inbox.inputs.words import Code, GuaranteeCode, Id, Input, Reason
from sibao.kernel.sheets.phones import read_phone
from sibao.kernel.sheets.text import compact
from sibao.kernel.sheets.words import Problem

MOST = 20_000
"""Accounts that one call may tell."""
Short = Annotated[str, StringConstraints(max_length=300)]


class Notify(Input):
    """通知: tell accounts something, each of them once for a `key`, however often it is asked.

    `kind` is a message kind that its context has declared; `values` fill its sentence; `subject_*` point at what it is
    about; `urgent` stands instead of what the kind says.
    """

    kind: Annotated[str, StringConstraints(max_length=60)]
    account_ids: Annotated[tuple[int, ...], Field(max_length=MOST)]
    key: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    values: Annotated[dict[Code, Short | int], Field(max_length=20)] = {}
    subject_kind: Code = ""
    subject_id: int | None = None
    guarantee: GuaranteeCode | None = None
    urgent: bool | None = None


class OneMessage(Input):
    """一条消息."""

    message_id: Id


class ReasonedDelivery(Input):
    """重新发送、确认已送达: after the attempt that was seen, with a reason."""

    delivery_id: Id
    attempt: int
    reason: Reason


def _mobile(text: str) -> str:
    """Return the number as digits; empty stays empty."""
    found = read_phone(compact(text)) if text.strip() else ""
    if isinstance(found, Problem) or (found and not (len(found) == 11 and found.startswith("1"))):
        raise ValueError(_("短信只能发到 11 位手机号"))
    return found


Minute = Annotated[int, Field(ge=0, lt=1440)]
Mobile = Annotated[str, StringConstraints(max_length=30), AfterValidator(_mobile)]


class KindChoice(Input):
    """How one kind of message is told beside the page."""

    kind: Annotated[str, StringConstraints(max_length=60)]
    channels: Annotated[tuple[Literal["mail", "robot", "sms"], ...], Field(max_length=3)] = ()
    digest: bool = False


class SetPreferences(Input):
    """消息设置: by kind, with quiet hours in minutes since midnight; an address left out stays, an empty one goes."""

    kinds: Annotated[tuple[KindChoice, ...], Field(max_length=200)] = ()
    quiet_from: Minute | None = None
    quiet_to: Minute | None = None
    phone: Mobile | None = None
    robot: Annotated[str, StringConstraints(max_length=500, strip_whitespace=True)] | None = None

    @model_validator(mode="after")
    def quiet_hours_have_both_ends(self) -> Self:
        """Quiet hours begin and end, and not at the same minute."""
        if (self.quiet_from is None) != (self.quiet_to is None) or (
            self.quiet_from is not None and self.quiet_from == self.quiet_to
        ):
            raise ValueError(_("免打扰时段须有开始和结束，且不相同"))
        return self

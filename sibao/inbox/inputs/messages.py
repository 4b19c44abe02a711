"""What commands on messages are given."""

from typing import Annotated

from pydantic import Field, StringConstraints

from sibao.inbox.inputs.words import Code, GuaranteeCode, Id, Input

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

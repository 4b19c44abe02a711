"""Inputs about machine accounts and their keys."""

from pydantic import Field

from sibao.accounts.inputs.words import Input, Login, Reason, Words


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

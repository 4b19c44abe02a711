"""Making, resetting, unlocking and closing accounts.

A session holds a digest of the password it was opened with, so that a reset ends it; a closed account has no session.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from axes.utils import reset as forget_failures
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import CreateAccount, OneAccount, WithReason
from sibao.accounts.models import Account
from sibao.accounts.services.sessions import drop_sessions, look_again_at_deputies
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class FirstPassword:
    """An account with the password it starts with; it is shown once and has to be changed at the first sign-in."""

    account: Account
    password: str


def _first_password() -> str:
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))


@command("accounts:account:create")
def create_account(*, actor: Actor, now: datetime, given: CreateAccount) -> Done[FirstPassword]:
    """Make an account with a first password."""
    made = make_account(actor.zone_id, username=given.username, name=given.name, email=given.email, now=now)
    return Done(made, _subject(made.account))


def make_account(zone_id: int, *, username: str, name: str, email: str, now: datetime) -> FirstPassword:
    """Make an account with a first password within a command.

    Raises:
        Invalid: the sign-in name is taken.
    """
    account = Account(zone_id=zone_id, username=username, name=name, email=email, created_at=now)
    password = _first_password()
    account.set_password(password)
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(fields={"username": _("这个登录名已有人使用")}) from error
    return FirstPassword(account, password)


@command("accounts:account:reset")
def reset_password(*, actor: Actor, now: datetime, given: WithReason) -> Done[FirstPassword]:
    """Give an account a first password again; its open sessions end."""
    account = queries.access_account(actor, given.account_id)
    if account.is_machine:
        raise Invalid(_("机器账号没有密码，请停用旧密钥后重发"))
    password = _first_password()
    account.set_password(password)
    account.must_change_password = True
    account.save(update_fields=["password", "must_change_password"])
    forget_failures(username=account.username)
    drop_sessions(account.pk)
    live.look_again(account.pk)
    return Done(FirstPassword(account, password), _subject(account), details={"reason": given.reason})


@command("accounts:account:unlock")
def unlock_account(*, actor: Actor, now: datetime, given: OneAccount) -> Done[int]:
    """Lift the lock-out of failed sign-ins and return how many were forgotten."""
    account = queries.access_account(actor, given.account_id)
    return Done(forget_failures(username=account.username), _subject(account))


@command("accounts:account:close")
def close_account(*, actor: Actor, now: datetime, given: WithReason) -> Done[Account]:
    """Close an account for good: no sign-in, its sessions end, its appointments run out."""
    account = queries.access_account(actor, given.account_id)
    if account.pk == actor.account_id:
        raise Invalid(_("不能停用自己的账号"))
    account.is_active = False
    account.save(update_fields=["is_active"])
    account.appointments.filter(queries.running(now), started_at__lt=now).update(ended_at=now)
    drop_sessions(account.pk)
    live.look_again(account.pk)
    look_again_at_deputies(account.pk, now)
    return Done(account, _subject(account), details={"reason": given.reason})


def _subject(account: Account) -> Subject:
    return Subject("account", account.pk, account.username)

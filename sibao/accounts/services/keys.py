"""Machine accounts (机器账号) and their keys: issued once, hashed, expiring, revocable."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import CreateMachine, IssueKey, RevokeKey, UseKey
from sibao.accounts.models import Account, MachineKey
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Denied, Invalid, NotFound


@dataclass(frozen=True, slots=True)
class IssuedKey:
    """A key with its secret, which is shown once and kept nowhere."""

    key: MachineKey
    secret: str


@command("accounts:machine:create")
def create_machine(*, actor: Actor, now: datetime, given: CreateMachine) -> Done[Account]:
    """Make a machine account; it has no password, and no right before it is appointed."""
    account = Account(
        zone_id=actor.zone_id,
        username=given.username,
        name=given.name,
        is_machine=True,
        must_change_password=False,
        created_at=now,
    )
    account.set_unusable_password()
    try:
        with transaction.atomic():
            account.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid(fields={"username": _("这个登录名已有人使用")}) from error
    return Done(account, Subject("account", account.pk, account.username))


@command("accounts:key:issue")
def issue_key(*, actor: Actor, now: datetime, given: IssueKey) -> Done[IssuedKey]:
    """Issue a key of a machine account; its secret is returned once.

    Raises:
        Invalid: the account is a person's or closed, or the key would be good for too long.
    """
    account = queries.access_account(actor, given.account_id)
    if not account.is_machine or not account.is_active:
        raise Invalid(_("只有在用的机器账号可以发密钥"))
    most = queries.limit_days(actor.zone_id, "machine_key")
    if given.days > most:
        raise Invalid(fields={"days": _("有效期不超过 %(days)d 天") % {"days": most}})
    prefix = secrets.token_hex(4)
    secret = f"{queries.MARK}_{prefix}_{secrets.token_urlsafe(32)}"
    key = MachineKey.objects.create(
        zone_id=actor.zone_id,
        account=account,
        name=given.name,
        prefix=prefix,
        digest=queries.digest_of(secret),
        created_at=now,
        expires_at=now + timedelta(days=given.days),
    )
    return Done(IssuedKey(key, secret), _subject(key), details={"account": account.pk, "days": given.days})


@command("accounts:key:revoke")
def revoke_key(*, actor: Actor, now: datetime, given: RevokeKey) -> Done[MachineKey]:
    """Make a key void at once."""
    rows = MachineKey.objects.select_for_update().filter(zone_id=actor.zone_id, pk=given.key_id, revoked_at=None)
    key = rows.first()
    if key is None:
        raise NotFound
    key.revoked_at = now
    key.save(update_fields=["revoked_at"])
    return Done(key, _subject(key), details={"reason": given.reason})


@command("accounts:key:use")
def use_key(*, actor: Actor, now: datetime, given: UseKey) -> Done[None]:
    """Put a refused use of a key on the record.

    Raises:
        Denied: always; the refusal is what is recorded.
    """
    raise Denied("", f"{given.problem} {given.method} {given.path}".strip())


def _subject(key: MachineKey) -> Subject:
    return Subject("machine_key", key.pk, key.prefix)

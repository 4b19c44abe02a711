"""Binding an account to a person at a provider of sign-in (统一身份), and ending it. It gives no right by itself."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import BindIdentity, WithReason
from sibao.accounts.models import Account, Identity
from sibao.accounts.services.sessions import drop_sessions
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid


@command("accounts:identity:bind")
def bind_identity(*, actor: Actor, now: datetime, given: BindIdentity) -> Done[Account]:
    """Bind one's own account to a person at the provider; a first password that was handed out is void from then on.

    Raises:
        Invalid: the account is bound to somebody else there, or is a machine's.
    """
    account = Account.objects.select_for_update().get(pk=actor.account_id, is_active=True)
    if account.is_machine:
        raise Invalid(_("机器账号只凭密钥"))
    try:
        with transaction.atomic():
            Identity.objects.create(
                zone_id=actor.zone_id,
                account=account,
                issuer=given.issuer,
                subject=given.subject,
                bound_at=now,
            )
    except IntegrityError as error:
        raise Invalid(_("这个账号已绑定另一个统一身份，请安全管理员核实后解除绑定")) from error
    voided = account.must_change_password
    if voided:
        account.set_unusable_password()
        account.must_change_password = False
        account.save(update_fields=["password", "must_change_password"])
    details = {"issuer": given.issuer, "first_password_void": voided}
    return Done(account, _subject(account), details=details)


@command("accounts:identity:unbind")
def unbind_identity(*, actor: Actor, now: datetime, given: WithReason) -> Done[int]:
    """End the binding of an account, and its sessions; return how many bindings there were."""
    account = queries.access_account(actor, given.account_id)
    if account.pk == actor.account_id:
        raise Invalid(_("不能解除自己的绑定，请另一位管理员办理"))
    ended, _kinds = Identity.objects.filter(account=account).delete()
    drop_sessions(account.pk)
    live.look_again(account.pk)
    return Done(ended, _subject(account), details={"reason": given.reason, "identities": ended})


def _subject(account: Account) -> Subject:
    return Subject("account", account.pk, account.username)

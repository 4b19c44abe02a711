"""Adding and removing second factors (第二因素): authenticator apps, passkeys, recovery codes."""

from base64 import b64decode, b64encode
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import AddAuthenticatorApp, AddPasskey, RemoveFactor, ResealFactors, WithReason
from sibao.accounts.models import Account
from sibao.accounts.services.sessions import drop_sessions
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, NoInput, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.kernel.secrets import SealBroken, key_of, sealed_anew

CODES = Authenticator.Type.RECOVERY_CODES


@command("accounts:authenticator:add")
def add_authenticator_app(*, actor: Actor, now: datetime, given: AddAuthenticatorApp) -> Done[bool]:
    """Add an authenticator app, which uses up the code given; return whether recovery codes were made.

    Raises:
        Conflict: the account has one already.
        Invalid: the code is not the one the app shows now, or was used already.
    """
    account = _own(actor)
    if Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).exists():
        raise Conflict(_("已登记验证器，请先删除原来的"))
    made = TOTP.activate(account, given.secret.get_secret_value())
    if not made.validate_code(given.code):
        raise Invalid(fields={"code": _("验证码不正确或已用过")})
    return Done(_make_codes(account), _subject(account), details={"factor": made.instance.pk, "kind": "totp"})


@command("accounts:passkey:add")
def add_passkey(*, actor: Actor, now: datetime, given: AddPasskey) -> Done[bool]:
    """Add a passkey whose credential has been checked; return whether recovery codes were made."""
    account = _own(actor)
    made = WebAuthn.add(account, given.name, given.credential)
    return Done(_make_codes(account), _subject(account), details={"factor": made.instance.pk, "kind": "webauthn"})


@command("accounts:factor:remove")
def remove_factor(*, actor: Actor, now: datetime, given: RemoveFactor) -> Done[None]:
    """Remove one of one's own second factors; recovery codes go with the last one.

    Raises:
        NotFound: it is not one's own.
    """
    account = _own(actor)
    found = Authenticator.objects.filter(user=account, pk=given.factor_id).exclude(type=CODES).first()
    if found is None:
        raise NotFound
    kind = found.type
    found.delete()
    if not queries.has_factor(account.pk):
        Authenticator.objects.filter(user=account).delete()
    return Done(None, _subject(account), details={"factor": given.factor_id, "kind": kind})


@command("accounts:codes:renew")
def renew_codes(*, actor: Actor, now: datetime, given: NoInput) -> Done[None]:
    """Make new recovery codes; the old ones are void.

    Raises:
        Invalid: there is no second factor that they could stand in for.
    """
    account = _own(actor)
    if not queries.has_factor(account.pk):
        raise Invalid(_("请先登记验证器或通行密钥"))
    Authenticator.objects.filter(user=account, type=CODES).delete()
    RecoveryCodes.activate(account)
    return Done(None, _subject(account))


@command("accounts:factor:reset")
def reset_factors(*, actor: Actor, now: datetime, given: WithReason) -> Done[int]:
    """Clear the second factors of someone who lost them, and sign her out; return how many there were.

    Passwords are reset by another administrator, so that none of them alone comes into an account.
    """
    account = queries.access_account(actor, given.account_id)
    if account.pk == actor.account_id:
        raise Invalid(_("不能清除自己的第二因素，请另一位管理员办理"))
    cleared, _kinds = Authenticator.objects.filter(user=account).delete()
    drop_sessions(account.pk)
    live.look_again(account.pk)
    return Done(cleared, _subject(account), details={"reason": given.reason, "factors": cleared})


def _own(actor: Actor) -> Account:
    return Account.objects.select_for_update().get(pk=actor.account_id, is_active=True)


def _make_codes(account: Account) -> bool:
    if Authenticator.objects.filter(user=account, type=CODES).exists():
        return False
    RecoveryCodes.activate(account)
    return True


def _subject(account: Account) -> Subject:
    return Subject("account", account.pk, account.username)


@command("accounts:factor:reseal")
def reseal_factors(*, actor: Actor, now: datetime, given: ResealFactors) -> Done[int]:
    """Seal anew what these keys sealed of second factors, and return how many; what no key opens stays."""
    moved = 0
    for row in Authenticator.objects.select_for_update().order_by("pk"):
        old = [key for key in queries.SEALED if key in row.data and key_of(b64decode(row.data[key])) in given.names]
        anew = {key: sealed for key in old if (sealed := _anew(row.data[key]))}
        if anew:
            Authenticator.objects.filter(pk=row.pk).update(data=row.data | anew)
        moved += len(anew)
    return Done(moved, Subject("factor", None), details={"resealed": moved})


def _anew(sealed: str) -> str:
    try:
        return b64encode(sealed_anew(b64decode(sealed))).decode()
    except SealBroken:
        return ""

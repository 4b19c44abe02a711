"""What everyone does for her own account: sign in and out, change the password, switch position and language."""

from datetime import datetime

from axes.utils import reset as forget_failures
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import ActIn, ChangePassword, ChooseLanguage, OpenSession
from sibao.accounts.models import Account, Appointment
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, NoInput, Subject, command
from sibao.kernel.refusals import Invalid, NotFound

_WHY_NOT = {
    "wrong": _("登录名或密码不正确"),
    "locked": _("账号已锁定"),
    "closed": _("账号已停用"),
    "factor": _("第二因素验证未通过"),
    "identity": _("统一身份没有对应的账号，或没有通过核验"),
}


@command("accounts:session:open")
def open_session(*, actor: Actor, now: datetime, given: OpenSession) -> Done[None]:
    """Put a sign-in on the record.

    Raises:
        Invalid: the attempt failed; the refusal is what is recorded.
    """
    if given.answer != "accepted":
        raise Invalid(_WHY_NOT[given.answer])
    return Done(None, _itself(actor), details={"means": list(given.means)})


@command("accounts:session:close")
def close_session(*, actor: Actor, now: datetime, given: NoInput) -> Done[None]:
    """Put a sign-out on the record; the streams of the session end."""
    live.look_again(actor.account_id)
    return Done(None, _itself(actor))


@command("accounts:password:change")
def change_password(*, actor: Actor, now: datetime, given: ChangePassword) -> Done[Account]:
    """Give one's own account a new password; it is no first password any more, and a lock-out is lifted."""
    account = _own(actor)
    account.set_password(given.password.get_secret_value())
    account.must_change_password = False
    account.password_changed_at = now
    account.save(update_fields=["password", "must_change_password", "password_changed_at"])
    forget_failures(username=account.username)
    live.look_again(account.pk)
    return Done(account, _itself(actor))


@command("accounts:position:act")
def act_in(*, actor: Actor, now: datetime, given: ActIn) -> Done[Appointment]:
    """Act in another of one's own running appointments from now on.

    Raises:
        NotFound: the appointment is somebody else's, or does not run.
    """
    held = queries.running_appointments(actor.account_id, now)
    found = next((one for one in held if one.pk == given.appointment_id), None)
    if found is None:
        raise NotFound
    return Done(found, _itself(actor), details={"appointment": found.id})


@command("accounts:language:choose")
def choose_language(*, actor: Actor, now: datetime, given: ChooseLanguage) -> Done[Account]:
    """Keep the language that pages are shown in."""
    account = _own(actor)
    account.language = given.language
    account.save(update_fields=["language"])
    return Done(account, _itself(actor), details={"language": given.language})


def _own(actor: Actor) -> Account:
    return Account.objects.select_for_update().get(pk=actor.account_id, is_active=True)


def _itself(actor: Actor) -> Subject:
    return Subject("account", actor.account_id, actor.name)

"""Ending sessions: one's own devices, or somebody's everywhere."""

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import EndSessions, WithReason
from sibao.accounts.models import Appointment
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound


@command("accounts:session:end")
def end_sessions(*, actor: Actor, now: datetime, given: EndSessions) -> Done[int]:
    """Sign out one of one's own devices, or all but the one in hand; return how many were signed out.

    Raises:
        NotFound: the session is not one's own.
    """
    ended = drop_sessions(actor.account_id, only=given.session_id, but=given.kept)
    if given.session_id is not None and not ended:
        raise NotFound
    live.look_again(actor.account_id)
    return Done(ended, Subject("account", actor.account_id, actor.name), details={"sessions": ended})


@command("accounts:account:sign-out")
def sign_out(*, actor: Actor, now: datetime, given: WithReason) -> Done[int]:
    """Sign an account out everywhere; it may sign in again."""
    account = queries.access_account(actor, given.account_id)
    if account.pk == actor.account_id:
        raise Invalid(_("自己的设备请在“登录设备”里下线"))
    ended = drop_sessions(account.pk)
    live.look_again(account.pk)
    details = {"reason": given.reason, "sessions": ended}
    return Done(ended, Subject("account", account.pk, account.username), details=details)


def drop_sessions(account_id: int, *, only: int | None = None, but: str = "") -> int:
    """Delete sessions of an account within a command and return how many there were.

    Args:
        only: the id of the one to delete; None = all of them.
        but: the key of the one to keep.
    """
    rows = UserSession.objects.filter(user=account_id).exclude(session_key=but)
    found = list(rows.filter(pk=only) if only is not None else rows)
    for session in found:
        session.end()
    return len(found)


def look_again_at_deputies(account_id: int, now: datetime) -> None:
    """Have the streams of everyone who stands in for an account ask anew who they are."""
    deputies = Appointment.objects.filter(on_behalf_of__account=account_id, ended_at__gt=now)
    for deputy_id in deputies.values_list("account", flat=True).distinct():
        live.look_again(deputy_id)

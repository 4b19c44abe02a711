"""Inviting a unit to name its representative (邀请): a link good once, proof attached, approved by another (R118)."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import AnswerInvitation, Invite, OneInvitation
from sibao.accounts.models import AccessRequest, Appointment, Invitation
from sibao.accounts.services.access import waiting_request
from sibao.directory import queries as directory
from sibao.kernel.access import Actor, narrow
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation with the secret of its link, which is shown once and kept nowhere."""

    invitation: Invitation
    secret: str


@command("accounts:invitation:create")
def invite(*, actor: Actor, now: datetime, given: Invite) -> Done[Invited]:
    """Invite a unit of one's own scope by its code; an earlier link to it that was not used is void.

    Raises:
        Invalid: the actor reaches no such unit.
    """
    unit = narrow(actor, directory.unit_rows()).filter(code=given.code).first()
    if unit is None:
        raise Invalid(fields={"code": _("底册里没有这家单位，或不在您的范围内")})
    earlier = Invitation.objects.filter(queries.open_invitations(now), unit=unit)
    earlier.update(withdrawn_at=now)
    secret = secrets.token_urlsafe(32)
    made = Invitation.objects.create(
        zone_id=actor.zone_id,
        unit=unit,
        digest=queries.secret_digest(secret),
        invited_by=Appointment.objects.get(pk=actor.appointment_id or 0),
        invited_at=now,
        lapses_at=now + timedelta(days=queries.limit_days(actor.zone_id, "invitation")),
    )
    return Done(Invited(made, secret), _subject(made))


@command("accounts:invitation:withdraw")
def withdraw_invitation(*, actor: Actor, now: datetime, given: OneInvitation) -> Done[Invitation]:
    """Make a link void that has not been used.

    Raises:
        NotFound: there is no such invitation within reach.
        Invalid: it was used, withdrawn or has lapsed.
    """
    reached = queries.invitations(actor).filter(pk=given.invitation_id).values("pk")
    found = Invitation.objects.select_for_update().filter(pk__in=reached).first()
    if found is None:
        raise NotFound
    if queries.state_of_invitation(found, now) != "open":
        raise Invalid(_("这份邀请已用过、已撤回或已过期"))
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    return Done(found, _subject(found))


@command("accounts:invitation:answer")
def answer_invitation(*, actor: Actor, now: datetime, given: AnswerInvitation) -> Done[AccessRequest]:
    """Ask for the unit's account by the link of an invitation, which is good once.

    Raises:
        NotFound: no link carries that secret, or it was used, withdrawn or has lapsed; the three are not told apart.
    """
    digest = queries.secret_digest(given.secret.get_secret_value())
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("unit")
    found = rows.filter(queries.open_invitations(now), zone_id=actor.zone_id, digest=digest).first()
    if found is None:
        raise NotFound
    found.used_at = now
    found.save(update_fields=["used_at"])
    made = waiting_request(actor, given, now, kind="unit", code=found.unit.code, unit=found.unit, invitation=found)
    return Done(made, Subject("access_request", made.pk, str(made.pk), unit_id=found.unit_id))


def _subject(invitation: Invitation) -> Subject:
    return Subject("invitation", invitation.pk, str(invitation.pk), unit_id=invitation.unit_id)

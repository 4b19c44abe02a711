"""Standing in for someone (委托): for a term, with a reason, never more than she has herself, never passed on (R118)."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import EndDelegation, GrantDelegation
from sibao.accounts.models import Account, Appointment
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound


@command("accounts:delegation:grant")
def grant_delegation(*, actor: Actor, now: datetime, given: GrantDelegation) -> Done[Appointment]:
    """Let another person act in the position that the actor acts in, for a term.

    Raises:
        NotFound: the actor acts in no running appointment of her own.
        Invalid: the deputy cannot stand in, the position may not be delegated, or the term is too long or upside down.
    """
    source = _own_appointment(actor, now)
    people = Account.objects.select_for_update().filter(zone_id=actor.zone_id, is_active=True, is_machine=False)
    deputy = people.filter(pk=given.deputy_id).exclude(pk=actor.account_id).first()
    if deputy is None:
        raise Invalid(fields={"deputy_id": _("请选择另一个在用的个人账号")})
    started_at = max(given.started_at or now, now)
    most = queries.limit_days(actor.zone_id, "delegation")
    if not started_at < given.ended_at <= started_at + timedelta(days=most):
        raise Invalid(fields={"ended_at": _("结束须晚于开始，且委托不超过 %(days)d 天") % {"days": most}})
    delegation = _create(source, deputy, started_at, given)
    live.look_again(deputy.pk)
    details = {"appointment": delegation.pk, "on_behalf_of": source.pk, "reason": given.reason}
    return Done(delegation, _subject(deputy), details=details)


@command("accounts:delegation:end")
def end_delegation(*, actor: Actor, now: datetime, given: EndDelegation) -> Done[Appointment]:
    """End a delegation before its term: by who gave it or by who stands in.

    Raises:
        NotFound: there is none that runs or waits between the actor's account and anybody.
    """
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("account", "on_behalf_of")
    found = rows.filter(kind=Appointment.Kind.DELEGATED, pk=given.appointment_id, ended_at__gt=now).first()
    if found is None or actor.account_id not in {
        found.account_id,
        found.on_behalf_of and found.on_behalf_of.account_id,
    }:
        raise NotFound
    found.started_at = min(found.started_at, now - timedelta(microseconds=1))
    found.ended_at = now
    found.save(update_fields=["started_at", "ended_at"])
    live.look_again(found.account_id)
    return Done(found, _subject(found.account), details={"appointment": found.pk})


def _own_appointment(actor: Actor, now: datetime) -> Appointment:
    running = queries.running_appointments(actor.account_id, now)
    source = next((one for one in running if one.pk == actor.appointment_id and one.on_behalf_of is None), None)
    if source is None:
        raise NotFound
    if source.position.role and source.position.role.duty:
        raise Invalid(_("管理员岗位不能委托"))
    return source


def _create(source: Appointment, deputy: Account, started_at: datetime, given: GrantDelegation) -> Appointment:
    try:
        with transaction.atomic():
            return Appointment.objects.create(
                zone_id=source.zone_id,
                account=deputy,
                position=source.position,
                unit_id=source.unit_id,
                started_at=started_at,
                ended_at=given.ended_at,
                kind=Appointment.Kind.DELEGATED,
                on_behalf_of=source,
                reason=given.reason,
            )
    except IntegrityError as error:
        raise Invalid(_("这个岗位不能委托给此人")) from error


def _subject(account: Account) -> Subject:
    return Subject("account", account.pk, account.username)

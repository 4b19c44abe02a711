"""Appointing people to positions and ending it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from sibao.accounts import queries
from sibao.accounts.inputs import Appoint, EndAppointment
from sibao.accounts.models import Appointment, Position
from sibao.accounts.services.sessions import drop_sessions, look_again_at_deputies
from sibao.directory import queries as directory
from sibao.kernel import live
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, NotFound, Text


@command("accounts:appointment:create")
def appoint(*, actor: Actor, now: datetime, given: Appoint) -> Done[Appointment]:
    """Appoint an account to a position for a term; an acting deputy (代理) needs an end and a reason.

    Raises:
        NotFound: the account or the position is not in the zone.
        Invalid: the account is closed or one's own, every seat is taken, the unit is missing, the term is upside down,
            or the account holds another administrator's duty (三员).
    """
    account = queries.access_account(actor, given.account_id)
    if not account.is_active:
        raise Invalid(_("账号已停用，不能再任命"))
    if account.pk == actor.account_id:
        raise Invalid(_("不能任命自己"))
    if given.kind == "acting":
        _check_acting(actor, given, now)
    position = _vacant_position(actor, given.position_id, now)
    if account.is_machine and position.role and position.role.duty:
        raise Invalid(_("机器账号不能担任管理员"))
    if position.unit_bound and given.unit_id is None:
        raise Invalid(fields={"unit_id": _("这个岗位须指明企业（项目）")})
    if given.unit_id is not None and not directory.unit_exists(actor.zone_id, given.unit_id):
        raise Invalid(fields={"unit_id": _("没有这个单位")})
    try:
        with transaction.atomic():
            appointment = Appointment.objects.create(
                zone_id=actor.zone_id,
                account=account,
                position=position,
                unit_id=given.unit_id if position.unit_bound else None,
                started_at=given.started_at or now,
                ended_at=given.ended_at,
                kind=given.kind,
                reason=given.reason,
            )
    except IntegrityError as error:
        raise Invalid(_refused(error)) from error
    live.look_again(account.pk)
    return Done(appointment, Subject("account", account.pk, account.username), details={"position": position.id})


def _check_acting(actor: Actor, given: Appoint, now: datetime) -> None:
    most = queries.limit_days(actor.zone_id, "acting")
    if given.ended_at is None or given.ended_at > (given.started_at or now) + timedelta(days=most):
        raise Invalid(fields={"ended_at": _("代理须有结束时间，且不超过 %(days)d 天") % {"days": most}})
    if not given.reason:
        raise Invalid(fields={"reason": _("代理须说明事由")})


def _refused(error: IntegrityError) -> Text:
    if "kept apart" in str(error):
        return _("系统、安全、审计三类管理员须分设，一个账号只能担任其一")
    return _("该账号已在这个岗位上，或任期起止有误")


def _vacant_position(actor: Actor, position_id: int, now: datetime) -> Position:
    position = Position.objects.select_for_update().filter(zone_id=actor.zone_id, pk=position_id).first()
    if position is None:
        raise NotFound
    if position.seats and queries.seats([position], now)[0].vacant == 0:
        raise Invalid(fields={"position_id": _("这个岗位没有空缺，请先免去一人")})
    return position


@command("accounts:appointment:end")
def end_appointment(*, actor: Actor, now: datetime, given: EndAppointment) -> Done[Appointment]:
    """End an appointment now, and the sessions of its holder; what was done in it stays on the record."""
    appointment = (
        Appointment.objects.select_for_update(of=("self",))
        .select_related("account")
        .filter(queries.running(now), zone_id=actor.zone_id, pk=given.appointment_id, started_at__lt=now)
        .first()
    )
    if appointment is None:
        raise NotFound
    appointment.ended_at = now
    appointment.save(update_fields=["ended_at"])
    drop_sessions(appointment.account_id)
    live.look_again(appointment.account_id)
    look_again_at_deputies(appointment.account_id, now)
    subject = Subject("account", appointment.account_id, appointment.account.username)
    return Done(appointment, subject, details={"reason": given.reason, "appointment": appointment.id})

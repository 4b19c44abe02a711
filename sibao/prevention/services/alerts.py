"""What people do with alerts: received, assessed, consulted on, acted upon, found false, ended (R19)."""

from datetime import datetime

from django.utils.translation import gettext as _

from sibao.directory import queries as directory
from sibao.inbox import queries as inbox
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Conflict, Invalid, NotFound
from sibao.prevention import queries, sql
from sibao.prevention.events import AlertsMoved
from sibao.prevention.inputs import (
    ActOnAlert,
    ConsultOnAlert,
    DismissAlert,
    NotedAlert,
    OneAlertGroup,
    ReasonedAlert,
)
from sibao.prevention.models import Alert, AlertGroup, AlertStep
from sibao.prevention.services import asking
from sibao.prevention.states import ALERT


@command("prevention:alert:acknowledge")
def acknowledge_alert(*, actor: Actor, now: datetime, given: NotedAlert) -> Done[AlertGroup]:
    """Receive an alert.

    Raises:
        NotFound: it is out of reach.
        WrongMove: it was received before, or is over.
        Conflict: it was changed meanwhile.
    """
    return _moved(_held(actor, given, "acknowledge"), "acknowledge", given.note, actor, now)


@command("prevention:alert:assess")
def assess_alert(*, actor: Actor, now: datetime, given: NotedAlert) -> Done[AlertGroup]:
    """Begin to assess an alert; raises as `acknowledge_alert`."""
    return _moved(_held(actor, given, "assess"), "assess", given.note, actor, now)


@command("prevention:alert:consult")
def consult_on_alert(*, actor: Actor, now: datetime, given: ConsultOnAlert) -> Done[AlertGroup]:
    """Ask seats to settle together what is to be done (联合会商): a task for each, whose results are their opinions.

    Raises as `acknowledge_alert`, and Invalid: a seat that takes no tasks.
    """
    directory.lock_zone(actor.zone_id)
    row = _held(actor, given, "consult")
    _check_seats(actor, given.position_ids)
    for position_id in given.position_ids:
        asking.consult(row, position_id, given.reason, now)
    return _moved(row, "consult", given.reason, actor, now)


@command("prevention:alert:act")
def act_on_alert(*, actor: Actor, now: datetime, given: ActOnAlert) -> Done[AlertGroup]:
    """Have a seat deal with an alert; raises as `consult_on_alert`."""
    directory.lock_zone(actor.zone_id)
    row = _held(actor, given, "act")
    _check_seats(actor, (given.position_id,))
    asking.act(row, given.position_id, given.reason, now)
    return _moved(row, "act", given.reason, actor, now)


@command("prevention:alert:resolve")
def resolve_alert(*, actor: Actor, now: datetime, given: ReasonedAlert) -> Done[AlertGroup]:
    """Report an alert dealt with: whom it was about are no longer warned of; raises as `acknowledge_alert`.

    What still fires for them warns again only after it has been over.
    """
    row = _held(actor, given, "resolve")
    _end(row, now)
    return _moved(row, "resolve", given.reason, actor, now)


@command("prevention:alert:close")
def close_alert(*, actor: Actor, now: datetime, given: ReasonedAlert) -> Done[AlertGroup]:
    """Close an alert that is over (销号); raises as `acknowledge_alert`."""
    row = _held(actor, given, "close")
    row.closed_at = now
    return _moved(row, "close", given.reason, actor, now)


@command("prevention:alert:dismiss")
def dismiss_alert(*, actor: Actor, now: datetime, given: DismissAlert) -> Done[AlertGroup]:
    """Find an alert false, or one of those whom it is about; without anybody left it is over.

    Raises as `acknowledge_alert`, and NotFound: the one is not warned of in it.
    """
    row = _held(actor, given, "dismiss")
    one = None
    if given.alert_id is not None:
        one = Alert.objects.select_for_update().filter(group=row, pk=given.alert_id, closed_at=None).first()
        if one is None:
            raise NotFound
    _end(row, now, one)
    if row.standing:
        row.state = AlertGroup.objects.get(pk=row.pk).state
    else:
        row.closed_at = now
    return _moved(row, "dismiss", given.reason, actor, now, one)


def _held(actor: Actor, given: OneAlertGroup, action: str) -> AlertGroup:
    seen = queries.alert_group(actor, given.group_id)
    sql.guard(actor.zone_id, [seen.unit_id])
    row = queries.access_alert_group(actor, given.group_id)
    if row.version != given.version:
        raise Conflict(yours=given.version, current=row.version)
    row.state = ALERT.move(row.state, action)
    return row


def _check_seats(actor: Actor, position_ids: tuple[int, ...]) -> None:
    there = set(inbox.seats(actor).filter(pk__in=position_ids).values_list("pk", flat=True))
    if len(there) != len(position_ids):
        raise Invalid(fields={"position_ids": _("有岗位不能承办任务，或者选了两次")})


def _end(row: AlertGroup, now: datetime, one: Alert | None = None) -> None:
    alerts = Alert.objects.filter(group=row, closed_at=None)
    ended = (alerts.filter(pk=one.pk) if one else alerts).update(closed_at=now)
    row.standing -= ended


def _moved(
    row: AlertGroup, action: str, reason: str, actor: Actor, now: datetime, one: Alert | None = None
) -> Done[AlertGroup]:
    row.version += 1
    row.unseen = True
    row.save()
    AlertStep.objects.create(
        zone_id=row.zone_id,
        group=row,
        alert=one,
        action=action,
        reason=reason,
        at=now,
        by=actor.account_id,
        by_as=f"{actor.name} · {actor.position}"[:200],
    )
    told = [AlertsMoved(zone_id=row.zone_id, moved=(row.pk,))]
    details: dict[str, object] = {"state": row.state, "rule": row.rule.key, **({"reason": reason} if reason else {})}
    return Done(row, Subject("alert", row.pk, row.rule.name, unit_id=row.unit_id), told, details)

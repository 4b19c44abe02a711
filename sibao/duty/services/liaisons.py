"""Who looks after which unit: one by one with a hand-over, or many at once as a proposal shows them (R120)."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from sibao.directory import queries as directory
from sibao.duty import queries, rules
from sibao.duty.events import LiaisonsChanged
from sibao.duty.inputs import AssignLiaison, DistributeLiaisons
from sibao.duty.models import Liaison, Officer
from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.commands import Done, Subject, command
from sibao.kernel.refusals import Invalid, WrongMove

_CHANGED = _("单位或干部有了变动，与您看到的方案不同：什么都没有改，请看新的方案")


@command("duty:liaison:assign")
def assign_liaison(*, actor: Actor, now: datetime, given: AssignLiaison) -> Done[Liaison]:
    """Let an officer look after a unit from a day; who did so in that role until then hands over the day before.

    Raises:
        NotFound: the unit is out of scope, or the officer is not on the roll.
        Invalid: she has left, has as many units as she may, looks after this one already, or the day is before the
            former hand-over.
    """
    unit = directory.access_unit(actor, given.unit_id)
    officer = queries.access_officer(actor.zone_id, given.officer_id)
    _check(officer, given)
    former = _hand_over(given)
    row = Liaison(zone_id=actor.zone_id, unit=unit, officer=officer, role=given.role, reason=given.reason)
    row.started_on, row.ended_on = given.started_on, officer.stopped_on
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise Invalid(fields={"started_on": _("这一天已有安排，请先核对日期")}) from error
    told = LiaisonsChanged(zone_id=row.zone_id, unit_ids=(unit.pk,))
    details: dict[str, object] = {"officer": officer.pk, "role": given.role, "former": former, "reason": given.reason}
    return Done(row, Subject("liaison", row.pk, unit.name, unit_id=unit.pk), [told], details)


def _check(officer: Officer, given: AssignLiaison) -> None:
    if officer.stopped_on and officer.stopped_on < given.started_on:
        raise Invalid(fields={"officer_id": _("这位干部已不在名册上")})
    own = Liaison.objects.filter(queries.lasts_beyond(given.started_on), officer=officer)
    if own.filter(unit_id=given.unit_id).exists():
        raise Invalid(fields={"officer_id": _("这位干部已在包保这家单位")})
    if given.role == "lead" and own.filter(queries.IN_BUSINESS, role="lead").count() >= officer.most:
        raise Invalid(fields={"officer_id": _now("这位干部已包保 %(most)d 家，到了上限") % {"most": officer.most}})


def _hand_over(given: AssignLiaison) -> int | None:
    """End the liaison of that role that runs then, the day before; return its officer."""
    held = Liaison.objects.select_for_update().filter(unit_id=given.unit_id, role=given.role)
    running = held.filter(queries.lasts_beyond(given.started_on)).order_by("-started_on").first()
    if running is None:
        return None
    if running.started_on >= given.started_on:
        raise Invalid(
            fields={"started_on": _now("须晚于上一任的开始日期 %(day)s") % {"day": f"{running.started_on:%Y-%m-%d}"}}
        )
    running.ended_on = given.started_on - timedelta(days=1)
    running.save(update_fields=["ended_on"])
    return running.officer_id


@command("duty:liaison:distribute")
def distribute_liaisons(*, actor: Actor, now: datetime, given: DistributeLiaisons) -> Done[int]:
    """Apply a proposal as it was shown: every unit without an officer gets the one that it names, from today.

    Raises:
        WrongMove: units or officers have changed since it was shown, or it gives nobody anything.
    """
    directory.lock_zone(actor.zone_id)
    proposal = queries.proposal(actor)
    if rules.fingerprint(proposal) != given.fingerprint:
        raise WrongMove(_CHANGED)
    chosen = {unit: officer for unit, officer in proposal.items() if officer is not None}
    if not chosen:
        raise WrongMove(_("没有可以分配的单位"))
    _give(actor.zone_id, chosen)
    told = LiaisonsChanged(zone_id=actor.zone_id, unit_ids=tuple(chosen))
    details: dict[str, object] = {"units": len(chosen), "left": len(proposal) - len(chosen)}
    return Done(len(chosen), Subject("liaison", None, given.fingerprint), [told], details)


def _give(zone_id: int, chosen: Mapping[int, int]) -> None:
    """Write what was proposed, each until the officer's last day where that is known."""
    until = dict(Officer.objects.filter(pk__in=set(chosen.values())).values_list("pk", "stopped_on"))
    rows = [
        Liaison(zone_id=zone_id, unit_id=unit, officer_id=officer, started_on=clock.today(), ended_on=until[officer])
        for unit, officer in chosen.items()
    ]
    for row in rows:
        row.reason = _now("批量分配")
    try:
        with transaction.atomic():
            Liaison.objects.bulk_create(rows)
    except IntegrityError as error:
        raise WrongMove(_CHANGED) from error

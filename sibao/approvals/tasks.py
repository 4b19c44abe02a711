"""Jobs of consultations: what is agreed is carried out and its decision issued; what nobody answers in time expires."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from procrastinate.contrib.django import app
from pydantic import ValidationError

from sibao.approvals import queries, services
from sibao.approvals.inputs import ConcludeConsultation, OneConsultation
from sibao.directory import queries as directory
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import COMMANDS, Command, input_of
from sibao.kernel.jobs import AGAIN, AWAITED, INTERRUPTED, as_actor, on_fresh_connection
from sibao.kernel.refusals import Refusal
from sibao.kernel.secrets import open_sealed

LOG = logging.getLogger(__name__)
MOST = 50
LONGEST_REASON = 500


@app.task(name="sibao.approvals.close", queue=AWAITED, retry=AGAIN)
@on_fresh_connection
def close(zone_id: int, consultation_id: int) -> None:
    """Carry out what was agreed to, and issue the decision."""
    actor = system(zone_id, door="queue")
    with acting(actor):
        carry_out(actor, consultation_id, clock.now())
        services.issue_decision(actor=actor, given=OneConsultation(consultation_id=consultation_id))


@app.periodic(cron="* * * * *")
@app.task(name="sibao.approvals.tick", queue="default", retry=AGAIN, queueing_lock="approvals-tick")
@on_fresh_connection
def tick(timestamp: int) -> None:
    """Let time do its part; what a killed worker left undone is found again at the next minute."""
    zone = directory.sole_zone()
    if zone is None:
        return
    actor = system(zone.pk, door="schedule")
    with acting(actor):
        look(actor, clock.now())


def look(actor: Actor, now: datetime) -> None:
    """Expire what has run out of time at `now`, carry out what was agreed to and left, issue decisions that are missing."""
    _each(queries.to_expire(actor.zone_id, now, MOST), lambda one: _step(services.expire_consultation, actor, one, now))
    _each(queries.left_agreed(actor.zone_id, now, MOST), lambda one: carry_out(actor, one, now))
    _each(queries.undocumented(actor.zone_id, now, MOST), lambda one: _step(services.issue_decision, actor, one, now))


def _each(ids: Iterable[int], work: Callable[[int], object]) -> None:
    """Do the work for each consultation; what is wrong with one does not keep the others waiting."""
    for consultation_id in ids:
        try:
            work(consultation_id)
        except INTERRUPTED:
            raise
        except Exception:
            LOG.exception("consultation %s could not be brought to its end", consultation_id)


def _step(step: Command[OneConsultation, object], actor: Actor, consultation_id: int, now: datetime) -> None:
    step(actor=actor, given=OneConsultation(consultation_id=consultation_id), now=now)


def carry_out(actor: Actor, consultation_id: int, now: datetime) -> None:
    """Run the command for who asked, as she is now, with exactly the input that was kept; the gate lets it pass once.

    Permission, scope and version are checked anew. When the world has changed, the consultation says why nothing was done.
    """
    kept = queries.to_carry_out(actor.zone_id, consultation_id)
    if kept is None:
        return
    try:
        given = input_of(kept.permission).model_validate_json(open_sealed(kept.sealed))
        COMMANDS[kept.permission](actor=as_actor(kept.appointment_id), given=given, now=now)
    except (Refusal, ValidationError) as refusal:
        why = "；".join(filter(None, _reasons(refusal)))[:LONGEST_REASON]
        services.conclude_consultation(
            actor=actor, given=ConcludeConsultation(consultation_id=consultation_id, reason=why), now=now
        )


def _reasons(refusal: Refusal | ValidationError) -> list[str]:
    if isinstance(refusal, Refusal):
        return [str(refusal), *map(str, refusal.fields.values())]
    return ["当时的内容已不合现在的格式，请重新办理"]

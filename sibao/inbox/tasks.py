"""Jobs of the inbox: once a minute the clock looks for what is due; every ten seconds what is to be told goes out."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sibao.directory import queries as directory
from sibao.inbox import queries, services
from sibao.inbox.inputs import TimedTask
from sibao.inbox.services import announcements, digests, dispatch
from sibao.kernel import clock
from sibao.kernel.access import Actor, acting, system
from sibao.kernel.commands import Command
from sibao.kernel.jobs import AGAIN, on_fresh_connection

MOST = 50
"""What one job does of each kind before it lets others through."""
TICK = "sibao.inbox.tick"
Waiting = Callable[[int, datetime], list[int]]


def _to_remind(zone_id: int, now: datetime) -> list[int]:
    return queries.to_remind(zone_id, now, MOST)


def _to_go_up(zone_id: int, now: datetime) -> list[int]:
    return queries.to_go_up(zone_id, now, MOST)


ROUNDS: tuple[tuple[Waiting, Command[Any, Any]], ...] = (
    (queries.left_behind, services.release_task),
    (_to_remind, services.remind_task),
    (_to_go_up, services.escalate_task),
)
"""What is looked for, and the command that each task found is given to, in a transaction of its own."""


@app.periodic(cron="* * * * *")
@app.task(name=TICK, queue="default", retry=AGAIN, queueing_lock=TICK)
@on_fresh_connection
def tick(timestamp: int) -> None:
    """Let the clock do what is due; what a killed worker left undone is found again at the next minute."""
    zone = directory.sole_zone()
    if zone is None:
        return
    actor = system(zone.pk, door="schedule")
    with acting(actor):
        if look(actor, clock.now()):
            _go_on(timestamp)


def look(actor: Actor, now: datetime) -> bool:
    """Do a part of what is due at `now`, and return whether there was any; of several rungs a task goes up one.

    A further look does the next part, until one finds nothing: after a long silence very much is due at once.
    """
    moved = [_each(actor, now, waiting(actor.zone_id, now), command) for waiting, command in ROUNDS]
    return any(moved)


def _go_on(timestamp: int) -> None:
    with suppress(AlreadyEnqueued):
        app.configure_task(TICK, queue="default", queueing_lock=TICK).defer(timestamp=timestamp)


def _each(actor: Actor, now: datetime, task_ids: list[int], command: Command[Any, Any]) -> bool:
    """Return whether any of the tasks moved; those that another worker holds are left to it."""
    moved = [command(actor=actor, given=TimedTask(task_id=task_id), now=now) for task_id in task_ids]
    return any(one is not None for one in moved)


@app.periodic(cron="* * * * * */10")
@app.task(name="sibao.inbox.send", queue="messages", retry=AGAIN, queueing_lock="inbox-send")
@on_fresh_connection
def send(timestamp: int) -> None:
    """Send the messages that are due by mail, robot and SMS; several workers share them."""
    zone = directory.sole_zone()
    if zone is not None:
        with acting(system(zone.pk, door="schedule")):
            dispatch.send_due(zone.pk, clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="sibao.inbox.digest", queue="messages", retry=AGAIN, queueing_lock="inbox-digest")
@on_fresh_connection
def digest(timestamp: int) -> None:
    """Tell of announcements that begin, and write the digests of a working morning, each once."""
    zone = directory.sole_zone()
    if zone is not None:
        with acting(system(zone.pk, door="schedule")):
            with transaction.atomic():
                announcements.tell_readers(zone.pk, clock.now())
            with transaction.atomic():
                digests.send_digests(zone.pk, clock.now())

"""What queued jobs share: whom they act for, resolved anew when they run, and a fresh connection to begin with."""

import functools
import hashlib
import json
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import ParamSpec

from django.db import InterfaceError, OperationalError, close_old_connections, connection, transaction
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from sibao.kernel import clock
from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotSignedIn

P = ParamSpec("P")
INTERRUPTED = (OperationalError, InterfaceError)
"""What work meets when the database goes away; it says nothing of the work itself."""
AGAIN = RetryStrategy(max_attempts=20, wait=5, retry_exceptions=INTERRUPTED)
"""How often work is begun anew that the database has interrupted, and after how many seconds."""
FOR_DAYS = RetryStrategy(max_attempts=80, linear_wait=60, retry_exceptions=(OSError, *INTERRUPTED))
"""How often work is begun anew that another server has not answered: a minute later each time, for more than two days."""
AWAITED = "awaited"
"""The queue of what somebody sits and waits for."""
AHEAD_OF_UTC = 8
"""Hours that Shanghai is ahead of UTC, all year round."""
LAST_DONE = """
select clock_timestamp() - max(at) from procrastinate_events
where job_id = (
  select id from procrastinate_jobs where task_name = %s and status = 'succeeded' order by id desc limit 1
)
"""
Resolver = Callable[[int], Actor | None]
_resolvers: list[Resolver] = []


def defer_once(name: str, key: str, **given: object) -> None:
    """Have a job done when what is being written can be seen, unless the same waits to be done already.

    Deferred before, it could be begun and read too early while this is still unseen, and nobody would ask again. A
    process that ends between writing and deferring leaves it to the job's own round.

    Args:
        name: the job's name.
        key: what it is done for; of a key one job works, and one waits with the same arguments.
        given: the job's arguments, as JSON can hold them.
    """
    same = hashlib.sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()

    def defer() -> None:
        task = app.configure_task(name, queue="default", queueing_lock=f"{key}-{same}", lock=key)
        with suppress(AlreadyEnqueued), transaction.atomic():
            task.defer(**given)  # type: ignore[arg-type]

    transaction.on_commit(defer)


def since_done(name: str) -> timedelta | None:
    """Return how long ago a job was last done to its end; None where it never was, or not for days."""
    with connection.cursor() as cursor:
        cursor.execute(LAST_DONE, [name])
        found: timedelta | None = cursor.fetchone()[0]
    return found


def daily(hour: int, minute: int) -> str:
    """Return the schedule of what runs once a day at an hour in Shanghai, which is always eight hours ahead of UTC.

    The queue reads every schedule in UTC.
    """
    return f"{minute} {(hour - AHEAD_OF_UTC) % 24} * * *"


def set_resolver(resolver: Resolver) -> None:
    """Say how an appointment becomes an actor; accounts do this when they start."""
    _resolvers[:] = [resolver]


def as_actor(appointment_id: int) -> Actor:
    """Return the actor of an appointment.

    Raises:
        NotSignedIn: the appointment has ended or the account is closed; what was asked for is no longer done.
    """
    actor = _resolvers[0](appointment_id) if _resolvers else None
    if actor is None:
        raise NotSignedIn(_("任职已结束，未执行"))
    return actor


def on_fresh_connection(work: Callable[P, None]) -> Callable[P, None]:
    """Return work that begins and ends without a connection of its own, for one kept from before may be dead.

    It begins with the clock as it stands, for a page may have moved it.
    """

    @functools.wraps(work)
    def run(*given: P.args, **named: P.kwargs) -> None:
        close_old_connections()
        clock.forget()
        try:
            work(*given, **named)
        finally:
            close_old_connections()

    return run

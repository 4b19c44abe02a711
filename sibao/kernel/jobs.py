"""What queued jobs share: whom they act for, resolved anew when they run, and a fresh connection to begin with."""

import functools
from collections.abc import Callable
from typing import ParamSpec

from django.db import InterfaceError, OperationalError, close_old_connections
from django.utils.translation import gettext_lazy as _
from procrastinate import RetryStrategy

from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotSignedIn

P = ParamSpec("P")
INTERRUPTED = (OperationalError, InterfaceError)
"""What work meets when the database goes away; it says nothing of the work itself."""
AGAIN = RetryStrategy(max_attempts=20, wait=5, retry_exceptions=INTERRUPTED)
"""How often work is begun anew that the database has interrupted, and after how many seconds."""
AWAITED = 5
"""The priority of what somebody sits and waits for; what the clock does by itself has none."""
Resolver = Callable[[int], Actor | None]
_resolvers: list[Resolver] = []


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
    """Return work that begins and ends without a connection of its own, for one kept from before may be dead."""

    @functools.wraps(work)
    def run(*given: P.args, **named: P.kwargs) -> None:
        close_old_connections()
        try:
            work(*given, **named)
        finally:
            close_old_connections()

    return run

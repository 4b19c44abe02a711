"""Who a queued job acts as: the appointment that asked for it, resolved anew when the job runs."""

from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from sibao.kernel.access import Actor
from sibao.kernel.refusals import NotSignedIn

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

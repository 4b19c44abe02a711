"""Who is registered to come in, within the asker's reach; names and numbers stay sealed until a cell opens them."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from sibao.directory.queries import OF_UNIT
from sibao.entry.models import ArrivalRegistration, CodeAssignment
from sibao.entry.states import ARRIVAL, ARRIVED, REGISTERED
from sibao.kernel.access import Actor, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.personal.kept import Kept
from sibao.kernel.refusals import NotFound
from sibao.kernel.secrets import mask_identity, mask_name, open_shown

READ = "entry:arrival:read"


def arrivals(actor: Actor) -> QuerySet[ArrivalRegistration]:
    """Return the arrivals registered by units within reach."""
    require(actor, READ)
    rows = narrow(actor, ArrivalRegistration.objects.all(), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "site")


def arrival(actor: Actor, arrival_id: int) -> ArrivalRegistration:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = arrivals(actor).filter(pk=arrival_id).first()
    if found is None:
        raise NotFound
    return found


def access_arrival(actor: Actor, arrival_id: int) -> ArrivalRegistration:
    """Return one of them locked, the only way to hold it in order to change it; see `arrival`."""
    rows = narrow(actor, ArrivalRegistration.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.select_related("unit").filter(pk=arrival_id).first()
    if found is None:
        raise NotFound
    return found


def arrivals_of_unit(actor: Actor, unit_id: int) -> QuerySet[ArrivalRegistration]:
    """Return a unit's arrivals, latest planned first."""
    return arrivals(actor).filter(unit_id=unit_id).order_by("-planned_at", "-pk")


def name_of(row: ArrivalRegistration, *, masked: bool = False) -> str:
    """Return the name of whoever arrives."""
    return open_shown(row.name_sealed, mask_name if masked else str)


def identity_of(row: ArrivalRegistration, *, masked: bool = False) -> str:
    """Return the identity number of whoever arrives."""
    return open_shown(row.identity_sealed, mask_identity if masked else str)


def state_options(actor: Actor) -> list[Option]:
    """Return the states of an arrival to choose from."""
    return [Option(state.code, state.label) for state in ARRIVAL.states.values()]


def under_way(actor: Actor) -> Q:
    """Return the condition that somebody is still expected, or here and not closed."""
    return Q(state__in=[REGISTERED, ARRIVED])


def is_late(actor: Actor) -> Q:
    """Return the condition that an arrival was registered later than it ought to be."""
    return Q(late=True)


def is_unregistered(actor: Actor) -> Q:
    """Return the condition that somebody arrived without having been registered (R42)."""
    return Q(unregistered=True)


def own_arrivals(actor: Actor, subjects: Sequence[bytes]) -> list[Kept]:
    """Tell a unit's user how many arrivals of the unit are kept, and how many of them have a code that is not green."""
    if actor.scope.unit_id is None:
        return []
    rows = narrow(actor, ArrivalRegistration.objects.all(), OF_UNIT)
    coded = CodeAssignment.objects.filter(arrival=OuterRef("pk"), released_at=None).exclude(colour="green")
    counted = rows.count()
    told = _("%(all)s 人次，其中 %(coded)s 人现有未解除的赋码") % {
        "all": counted,
        "coded": rows.filter(Exists(coded)).count(),
    }
    return [Kept(_("本单位入济报备"), told)] if counted else []


def with_codes(rows: QuerySet[ArrivalRegistration]) -> QuerySet[Any]:
    """Return the same rows, each with the running code's colour as `colour`."""
    running = CodeAssignment.objects.filter(arrival=OuterRef("pk"), released_at=None)
    return rows.annotate(colour=running.values("colour")[:1])

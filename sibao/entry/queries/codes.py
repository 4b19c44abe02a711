"""Codes and what was said against them, within the asker's reach."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.entry.models import CodeAppeal, CodeAssignment
from sibao.entry.states import LODGED
from sibao.kernel.access import Actor, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ = "entry:code:read"


def codes(actor: Actor) -> QuerySet[CodeAssignment]:
    """Return the codes of people of units within reach, running and released."""
    require(actor, READ)
    rows = narrow(actor, CodeAssignment.objects.all(), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "arrival", "origin_class")


def code(actor: Actor, code_id: int) -> CodeAssignment:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = codes(actor).filter(pk=code_id).first()
    if found is None:
        raise NotFound
    return found


def access_code(actor: Actor, code_id: int) -> CodeAssignment:
    """Return one of them locked, the only way to hold it in order to change it; see `code`."""
    rows = narrow(actor, CodeAssignment.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.select_related("arrival", "unit", "origin_class").filter(pk=code_id).first()
    if found is None:
        raise NotFound
    return found


def codes_of(actor: Actor, arrival_id: int) -> QuerySet[CodeAssignment]:
    """Return the codes of one arrival, latest first."""
    return codes(actor).filter(arrival_id=arrival_id).order_by("-from_at", "-pk")


def running_codes(zone_id: int, *, pass_over: bool = False) -> QuerySet[CodeAssignment]:
    """Return the codes of a zone that run, locked.

    Args:
        pass_over: leave out those that somebody else holds, for who judges them anew again and again.
    """
    rows = CodeAssignment.objects.select_for_update(of=("self",), skip_locked=pass_over)
    return rows.filter(zone_id=zone_id, released_at=None).select_related("arrival", "origin_class").order_by("pk")


def appeal(actor: Actor, appeal_id: int) -> CodeAppeal:
    """Return one appeal.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    require(actor, READ)
    rows = narrow(actor, CodeAppeal.objects.all(), OF_UNIT).select_related("unit", "code__arrival")
    found = rows.filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    return found


def access_appeal(actor: Actor, appeal_id: int) -> CodeAppeal:
    """Return one appeal locked; see `appeal`."""
    rows = narrow(actor, CodeAppeal.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.select_related("unit", "code").filter(pk=appeal_id).first()
    if found is None:
        raise NotFound
    return found


def appeals_of(actor: Actor, arrival_id: int) -> QuerySet[CodeAppeal]:
    """Return the appeals against codes of one arrival, latest first."""
    require(actor, READ)
    rows = narrow(actor, CodeAppeal.objects.all(), OF_UNIT)
    return rows.filter(code__arrival_id=arrival_id).order_by("-lodged_at", "-pk")


def is_running(actor: Actor) -> Q:
    """Return the condition that a code has not been released."""
    return Q(released_at=None)


def has_open_appeal(actor: Actor) -> Q:
    """Return the condition that an appeal against a code waits to be decided."""
    return Q(Exists(CodeAppeal.objects.filter(code=OuterRef("pk"), state=LODGED)))


def colour_options(actor: Actor) -> list[Option]:
    """Return the colours to choose from."""
    return [Option(value, label) for value, label in CodeAssignment.Colour.choices]

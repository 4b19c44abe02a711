"""What units have to put right, narrowed to the asker."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q, QuerySet

from sibao.directory.queries import OF_UNIT
from sibao.guidance.models import Rectification
from sibao.guidance.states import OPEN_RECTIFICATION, RECTIFICATION
from sibao.kernel import clock
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.lists.pickers import Option
from sibao.kernel.refusals import NotFound

READ, REPORT = "guidance:rectification:read", "guidance:rectification:report"
KIND = "rectification"
IS_OPEN = Q(state__in=OPEN_RECTIFICATION)


def overdue(now: datetime) -> Q:
    """Return the condition that a rectification is neither reported nor ended though its time is over."""
    return Q(state="open", due_at__lt=now)


def rectifications(actor: Actor) -> QuerySet[Rectification]:
    """Return the rectifications of the units within reach."""
    require(actor, READ)
    rows = narrow(actor, Rectification.objects.all(), OF_UNIT)
    return rows.select_related("unit__area", "unit__sector", "item")


def rectification(actor: Actor, rectification_id: int) -> Rectification:
    """Return one of them.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = rectifications(actor).filter(pk=rectification_id).first()
    if found is None:
        raise NotFound
    return found


def access_rectification(actor: Actor, rectification_id: int) -> Rectification:
    """Return one of them locked, the only way to hold it in order to change it; see `rectification`."""
    rows = narrow(actor, Rectification.objects.select_for_update(of=("self",)), OF_UNIT)
    found = rows.select_related("unit", "item").filter(pk=rectification_id).first()
    if found is None:
        raise NotFound
    return found


def rectifications_of(actor: Actor, unit_id: int) -> QuerySet[Rectification]:
    """Return one unit's rectifications that are still open, soonest due first."""
    return rectifications(actor).filter(IS_OPEN, unit_id=unit_id).order_by("due_at", "id")


def open_of_items(unit_id: int, item_ids: Collection[int]) -> dict[int, Rectification]:
    """Return the open rectifications of a unit for some items, locked: item → rectification."""
    rows = Rectification.objects.select_for_update(of=("self",)).select_related("unit", "item")
    found = rows.filter(IS_OPEN, unit_id=unit_id, item_id__in=item_ids)
    return {row.item_id: row for row in found if row.item_id}


def is_being_put_right(unit_id: int, item_id: int | None, origin_kind: str, origin_id: int) -> bool:
    """Return whether a unit has an open rectification of the same item or the same origin."""
    same = Q(origin_kind=origin_kind, origin_id=origin_id) | (Q(item_id=item_id) if item_id else Q(pk__in=[]))
    return Rectification.objects.filter(IS_OPEN, same, unit_id=unit_id).exists()


def reached_rectifications(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some rectifications that the actor may see."""
    if not may(actor, READ):
        return set()
    return set(rectifications(actor).filter(pk__in=ids).values_list("pk", flat=True))


def takes_proof(actor: Actor, rectification_id: int) -> bool:
    """Return whether files may be hung on a rectification: while it is to be put right, by who reports it done."""
    rows = rectifications(actor).filter(pk=rectification_id, state="open")
    return may(actor, REPORT) and rows.exists()


def state_options(actor: Actor) -> list[Option]:
    """Return the states of a rectification to choose from."""
    return [Option(state.code, state.label) for state in RECTIFICATION.states.values()]


def is_overdue(actor: Actor) -> Q:
    """Return the condition of `overdue` at this moment."""
    return overdue(clock.now())

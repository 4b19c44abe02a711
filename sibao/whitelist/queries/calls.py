"""Whom each town has to ask to apply, per sector (应入未入, R123)."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime

from django.db.models import QuerySet

from sibao.directory import queries as directory
from sibao.facts import queries as facts
from sibao.kernel.access import Actor, may, narrow, require
from sibao.kernel.refusals import NotFound
from sibao.whitelist.models import Application, CoverageCell
from sibao.whitelist.queries.coverage import CELL_COLUMNS
from sibao.whitelist.queries.enrolment import READ, last_answers
from sibao.whitelist.queries.standards import STANDARD
from sibao.whitelist.queries.values import outside
from sibao.whitelist.states import OPEN


def cells_of(actor: Actor) -> QuerySet[CoverageCell]:
    """Return the towns by sector that the actor reaches."""
    require(actor, READ)
    return narrow(actor, CoverageCell.objects.all(), CELL_COLUMNS).select_related("area", "sector").order_by("pk")


def cell(actor: Actor, cell_id: int) -> CoverageCell:
    """Return one town in one sector.

    Raises:
        NotFound: there is none of that id in the actor's scope.
    """
    found = cells_of(actor).filter(pk=cell_id).first()
    if found is None:
        raise NotFound
    return found


def reached_cells(actor: Actor, ids: Collection[int]) -> set[int]:
    """Return those of some towns by sector that the actor reaches."""
    return set(cells_of(actor).filter(pk__in=ids).values_list("pk", flat=True)) if may(actor, READ) else set()


def to_be_asked(actor: Actor, now: datetime) -> Mapping[tuple[int, int], list[str]]:
    """Return who meets the standard and is not in, has not applied and has not said what it wants: town and sector → names.

    Who could not be reached is still to be asked.
    """
    require(actor, READ)
    stands = facts.stands(actor, STANDARD.word, outside(actor), now)
    meets = [one.unit_id for stand in stands.values() for one in stand.meets]
    answered = {unit_id for unit_id, said in last_answers(actor, meets).items() if said.answer != "unreached"}
    applied = Application.objects.filter(unit__in=meets, state__in=OPEN).values_list("unit_id", flat=True)
    left = directory.units(actor).filter(pk__in=set(meets) - answered - set(applied)).order_by("pk")
    found: dict[tuple[int, int], list[str]] = defaultdict(list)
    for area_id, sector_id, name in left.select_related(None).values_list("area_id", "sector_id", "name"):
        found[area_id, sector_id].append(name)
    return found

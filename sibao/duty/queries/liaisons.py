"""Units with their officers, the roll, what would be distributed, and what one looks after oneself."""

from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery

from sibao.directory import queries as directory
from sibao.directory.queries import OF_UNIT
from sibao.duty import rules
from sibao.duty.models import Liaison, Officer
from sibao.duty.queries.charges import charged
from sibao.duty.queries.periods import runs_on
from sibao.kernel import clock
from sibao.kernel.access import Actor, narrow, require
from sibao.kernel.refusals import NotFound

IN_BUSINESS = Q(unit__merged_into=None, unit__ceased_on=None)
"""Liaisons of units that are still there: the others stay as history, and burden nobody."""


def charges(actor: Actor) -> QuerySet[Any]:
    """Return the units within reach that need an officer, each with lead, deputy and since when."""
    require(actor, "duty:liaison:read")
    running = Liaison.objects.filter(runs_on(clock.today()), unit=OuterRef("pk"))
    lead, deputy = running.filter(role="lead"), running.filter(role="deputy")
    rows = narrow(actor, directory.unit_rows()).filter(charged(actor.zone_id), ceased_on=None)
    return rows.select_related("area", "sector").annotate(
        officer_name=Subquery(lead.values("officer__name")[:1]),
        officer_post=Subquery(lead.values("officer__post")[:1]),
        deputy_name=Subquery(deputy.values("officer__name")[:1]),
        since=Subquery(lead.values("started_on")[:1]),
    )


def without_officer(actor: Actor) -> Q:
    """Return the condition on charges that nobody looks after them."""
    return Q(officer_name=None)


def liaisons_of(actor: Actor, unit_id: int) -> QuerySet[Liaison]:
    """Return who looked after a unit, newest first."""
    require(actor, "duty:liaison:read")
    rows = narrow(actor, Liaison.objects.filter(unit_id=unit_id), OF_UNIT)
    return rows.select_related("officer").order_by("-started_on", "-id")


def last_named(actor: Actor) -> datetime | None:
    """Return when somebody was last named for a unit within reach; None = never."""
    require(actor, "duty:liaison:read")
    rows = narrow(actor, Liaison.objects.all(), OF_UNIT)
    day: date | None = rows.filter(started_on__lte=clock.today()).aggregate(last=Max("started_on"))["last"]
    return None if day is None else datetime.combine(day, time(), clock.SHANGHAI)


def own_units(actor: Actor) -> QuerySet[Liaison]:
    """Return the units that the actor looks after herself today, wherever they lie: who is named for one may know it."""
    require(actor, "duty:liaison:own")
    rows = Liaison.objects.filter(runs_on(clock.today()), IN_BUSINESS, zone_id=actor.zone_id)
    rows = rows.filter(officer__account_id=actor.account_id)
    return rows.select_related("unit__area", "unit__sector").order_by("role", "unit__name_pinyin", "id")


def officers(actor: Actor) -> QuerySet[Officer]:
    """Return the roll of the zone, each with how many units she leads; who looks after units everybody on duty may know."""
    require(actor, "duty:officer:read")
    rows = Officer.objects.filter(zone_id=actor.zone_id)
    return rows.select_related("area", "account").annotate(units=leading())


def leading() -> Count:
    """Return how many units an officer leads today or will."""
    runs = Q(liaisons__ended_on=None) | Q(liaisons__ended_on__gte=clock.today())
    there = Q(liaisons__unit__merged_into=None, liaisons__unit__ceased_on=None)
    return Count("liaisons", filter=Q(liaisons__role="lead") & runs & there)


def active_officers(zone_id: int) -> QuerySet[Any]:
    """Return who may be given a unit today, each with how many she leads already."""
    open_ = Q(stopped_on=None) | Q(stopped_on__gte=clock.today())
    rows = Officer.objects.filter(open_, zone_id=zone_id).select_related("area").annotate(has=leading())
    return rows.order_by("area__code", "name", "id")


def officer(actor: Actor, officer_id: int) -> Officer:
    """Return one officer.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = officers(actor).filter(pk=officer_id).first()
    if found is None:
        raise NotFound
    return found


def access_officer(zone_id: int, officer_id: int) -> Officer:
    """Return one officer locked, the only way to hold her in order to change her or to give her a unit.

    Raises:
        NotFound: there is none of that id in the zone.
    """
    found = Officer.objects.select_for_update(of=("self",)).filter(zone_id=zone_id, pk=officer_id).first()
    if found is None:
        raise NotFound
    return found


def proposal(actor: Actor) -> dict[int, int | None]:
    """Return which officer each unit that has none and awaits none would get, lifelines of the city first (R120)."""
    to_come = Liaison.objects.filter(unit=OuterRef("pk"), role="lead", started_on__gt=clock.today())
    lacking = charges(actor).filter(without_officer(actor), ~Exists(to_come)).order_by("-city_lifeline", "code")
    places = [rules.Place(*row) for row in lacking.values_list("pk", "area_path")]
    bearers = [rules.Bearer(row.pk, row.area.path, row.has, row.most) for row in active_officers(actor.zone_id)]
    return rules.distribute(places, bearers)

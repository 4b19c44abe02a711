"""Small partitions (划小单元, R39): sites with their gates, teams with their people, areas with their places."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from sibao.directory.models import Gate, Site, Team, Venue, Zone
from sibao.directory.queries.places import runs_on, sites
from sibao.kernel import clock
from sibao.kernel.access import Actor, may

IN_USE = Q(ended_on=None, site__ended_on=None)


@dataclass(frozen=True, slots=True)
class Partition:
    """One team of a site.

    Attributes:
        people: how many work in it today; None for who may not see staff.
        over: there are more than the zone allows in one.
    """

    name: str
    people: int | None
    over: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """How a site is closed off and divided: its gates, its teams, and how many of its areas name no number of places."""

    site: Site
    gates: int
    teams: tuple[Partition, ...]
    unmeasured: int


def largest_team(zone_id: int) -> int | None:
    """Return how many people the zone allows in one team; None where it sets no limit."""
    return Zone.objects.values_list("largest_team", flat=True).get(pk=zone_id)


def insides(actor: Actor, unit_id: int) -> list[Inside]:
    """Return how the sites in use of a unit within reach are closed off and divided, in order."""
    places: list[Any] = list(sites(actor).filter(unit_id=unit_id, ended_on=None).order_by("number"))
    most, seen = largest_team(actor.zone_id), may(actor, "directory:person:read")
    teams: dict[int, list[Partition]] = {}
    for team in counted_teams().filter(site__in=places).order_by("name"):
        people = team.people if seen else None
        found = Partition(team.name, people, people is not None and most is not None and people > most)
        teams.setdefault(team.site_id, []).append(found)
    areas = Venue.objects.filter(IN_USE, site__in=places, places=None).order_by().values_list("site_id")
    unmeasured = dict(areas.annotate(count=Count("pk")))
    return [
        Inside(place, place.gate_count, tuple(teams.get(place.pk, ())), unmeasured.get(place.pk, 0)) for place in places
    ]


def counted_teams() -> QuerySet[Any, Any]:
    """Return the teams in use, each with how many `people` work in it today."""
    today = runs_on(clock.today(), "employments__")
    return Team.objects.filter(IN_USE).annotate(people=Count("employments", filter=today))


def without_gate() -> Q:
    """Return the condition on units that a site of theirs has no gate."""
    gates = Gate.objects.filter(site=OuterRef("pk"), ended_on=None)
    return _of_units(Site.objects.filter(~Exists(gates), ended_on=None), "unit")


def undivided() -> Q:
    """Return the condition on units that a site of theirs has no team."""
    teams = Team.objects.filter(site=OuterRef("pk"), ended_on=None)
    return _of_units(Site.objects.filter(~Exists(teams), ended_on=None), "unit")


def unmeasured() -> Q:
    """Return the condition on units that a team of theirs has nobody in it, or an area no number of places."""
    return _of_units(counted_teams().filter(people=0)) | _of_units(Venue.objects.filter(IN_USE, places=None))


def oversized() -> Q:
    """Return the condition on units that a team of theirs is larger than the zone allows."""
    return _of_units(counted_teams().filter(people__gt=F("zone__largest_team")))


def _of_units(rows: QuerySet[Any, Any], unit: str = "site__unit") -> Q:
    return Q(pk__in=rows.order_by().values(unit))
